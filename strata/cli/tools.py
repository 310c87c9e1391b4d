"""`strata tools`."""

from pathlib import Path

import typer

from strata.project import Project
from strata.toolchain.binary import BINARIES
from strata.toolchain.resolve import Place, resolve


def tools() -> None:
    """Find, download or build the binaries that rehearsals need."""
    place = Place(Project.find(Path()).root)
    for binary in BINARIES:
        path = resolve(binary, place, typer.echo)
        typer.echo(f"{binary.name}: {path}")
