"""`strata doctor`."""

import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from strata.project import Project
from strata.toolchain.binary import BINARIES, PULUMI
from strata.toolchain.resolve import Place, found
from strata.toolchain.version import shown, version_told


@dataclass(frozen=True, slots=True)
class Tool:
    """A command that is looked for on PATH and never fetched.

    Attributes:
        name: The command.
        version_argument: Argument that makes it tell its version.
        purpose: What is missing without it.
    """

    name: str
    version_argument: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A row of the table; `there` is whether the tool can be used."""

    tool: str
    where: str
    version: str
    purpose: str
    there: bool = True


GO = Tool("go", "version", "building, API server tests")

# The `eks` package runs in Node.js and wants the `aws` command for tokens.
# Source: https://github.com/pulumi/pulumi-eks/blob/v4.4.0/nodejs/eks/dependencies.ts
FOR_AWS = (
    Tool("node", "--version", "only `pulumi up` on AWS"),
    Tool("aws", "--version", "only `pulumi up` on AWS"),
)


def doctor() -> None:
    """Show what was found, where, which version, and what is missing for what; builds nothing."""
    python = Finding("python", sys.executable, platform.python_version(), "everything")
    engine = kept_or_on_path(Place(Project.find(Path()).root))
    go = on_path(GO)
    table = Table("tool", "found", "version", "for", box=None, padding=(0, 3, 0, 0))
    for one in (python, *engine, go, *map(on_path, FOR_AWS)):
        table.add_row(one.tool, one.where, one.version, one.purpose)
    console = Console(highlight=False, soft_wrap=True)
    console.print(table)
    missing = [one.tool for one in engine if not one.there and one.tool == PULUMI.name]
    if missing and not go.there:
        console.print(
            f"{', '.join(missing)}: not here, and without Go it cannot be built; install Go, put "
            "it on PATH, or run `strata tools` where its release can be downloaded"
        )
        raise typer.Exit(1)


def kept_or_on_path(place: Place) -> list[Finding]:
    """What is there of the binaries that the project can fetch, without fetching them."""
    findings = []
    for binary in BINARIES:
        path, reasons = found(binary, place)
        findings.append(
            Finding(
                binary.name,
                str(path or "; ".join(reasons)),
                shown(binary.version_of(path)) if path else "",
                binary.purpose,
                there=path is not None,
            )
        )
    return findings


def on_path(tool: Tool) -> Finding:
    """Look for a command; one that runs without telling a version is as good as missing."""
    path = shutil.which(tool.name)
    if path is None:
        return Finding(tool.name, "not on PATH", "", tool.purpose, there=False)
    version = version_told([path, tool.version_argument])
    if version is None:
        return Finding(tool.name, f"{path} tells no version", "", tool.purpose, there=False)
    return Finding(tool.name, path, shown(version), tool.purpose)
