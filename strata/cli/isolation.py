"""`strata isolation`."""

from pathlib import Path
from typing import Annotated

import typer

from strata.isolation.report import page
from strata.project import Project

PAGE = "docs/isolation.md"


def isolation(
    *,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if stale.")] = False,
) -> None:
    """Plan two tenants and write docs/isolation.md: who may do what, and which test holds it."""
    project = Project.find(Path())
    path, text = project.root / PAGE, page(project)
    if path.exists() and path.read_text() == text:
        typer.echo("isolation: up to date")
        return
    if check:
        typer.echo(f"{PAGE}: stale; run `strata isolation`", err=True)
        raise typer.Exit(1)
    path.write_text(text)
    typer.echo(f"isolation: wrote {PAGE}")
