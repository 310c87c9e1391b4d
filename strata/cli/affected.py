"""`strata affected`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from strata.affected.jobs import as_json
from strata.affected.planned import narrowed
from strata.affected.text import as_text
from strata.affected.touched import affected as touched_since
from strata.affected.touched import every
from strata.check.git import Revision
from strata.cli.format import Format
from strata.project import Project


def affected(
    *,
    against: Annotated[
        str | None,
        typer.Option(help="A Git revision, such as origin/main; unset: every stack is named."),
    ] = None,
    output: Annotated[
        Format, typer.Option("--format", help="json: matrices for a workflow on GitHub.")
    ] = Format.TEXT,
) -> None:
    """Say which stacks a change touches; no cloud is asked.

    A stack's own file touches it, and what it needs of Pulumi and providers touches all; code, and
    the files of stacks below, touch those whose plan they change.
    """
    project = Project.find(Path())
    if against is None:
        found = every(project.stacks())
    else:
        found = touched_since(project, Revision.of(project.root, against))
        found = narrowed(project, against, found, lambda line: typer.echo(line, err=True))
    if output is Format.JSON:
        typer.echo(as_json(found))
    elif found.stacks or found.left:
        Console(highlight=False, markup=False, soft_wrap=True).print(as_text(found))
    else:
        typer.echo("no stack is touched")
