"""`strata doctor`."""

import platform
import shutil
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from strata.project import Project
from strata.toolchain.binary import BINARIES
from strata.toolchain.resolve import Place, found

# What a real `pulumi up` asks for beyond the engine: the `eks` package runs in Node.js and wants
# the `aws` command for tokens.
# Source: https://github.com/pulumi/pulumi-eks/blob/v4.4.0/nodejs/eks/dependencies.ts
_FOR_AWS = {"node": "only for `pulumi up` on AWS", "aws": "only for `pulumi up` on AWS"}


def doctor() -> None:
    """Show what was found, where, which version, and what is missing for what; builds nothing."""
    place = Place(Project.find(Path()).root)
    go = shutil.which("go")
    table = Table("tool", "found", "version", "for", box=None, padding=(0, 3, 0, 0))
    table.add_row("python", "this one", platform.python_version(), "everything")
    ready = True
    for binary in BINARIES:
        path, reasons = found(binary, place)
        version = path and binary.version_of(path)
        table.add_row(
            binary.name,
            str(path or "; ".join(reasons)),
            ".".join(map(str, version)) if version else "",
            "rehearsals",
        )
        ready = ready and bool(path or go)
    table.add_row("go", go or "not on PATH", "", "building what cannot be downloaded")
    for tool, purpose in _FOR_AWS.items():
        table.add_row(tool, shutil.which(tool) or "not on PATH", "", purpose)
    console = Console(highlight=False, soft_wrap=True)
    console.print(table)
    if not ready:
        console.print("no engine is here and none can be built; a download may still succeed")
        raise typer.Exit(1)
