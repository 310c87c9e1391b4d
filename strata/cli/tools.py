"""`strata tools`."""

from pathlib import Path

import typer

from strata.project import Project
from strata.toolchain.binary import BINARIES
from strata.toolchain.crds import definition_files
from strata.toolchain.resolve import Place, resolve


def tools() -> None:
    """Find, download or build everything that a rehearsal or a test suite runs."""
    place = Place(Project.find(Path()).root)
    for binary in BINARIES:
        path = resolve(binary, place, typer.echo)
        typer.echo(f"{binary.name}: {path}")
    for file in definition_files(place.root):
        typer.echo(f"{file.stem}: {file}")
