"""`strata schema`."""

from pathlib import Path
from typing import Annotated

import typer

from layers.models import MODELS
from strata.check.schemas import file_name
from strata.check.schemas import schema as schema_of
from strata.project import Project
from strata.report.document import schema as report_schema


def schema(
    *,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if stale.")] = False,
) -> None:
    """Write the JSON Schemas of stack files, for editors, and of the report of `strata plan`."""
    folder = Project.find(Path()).root / "schemas"
    stale = []
    files = {file_name(layer): schema_of(layer) for layer in MODELS}
    for name, text in {**files, "report.schema.json": report_schema()}.items():
        path = folder / name
        if path.exists() and path.read_text() == text:
            continue
        stale.append(f"schemas/{path.name}")
        if not check:
            folder.mkdir(exist_ok=True)
            path.write_text(text)
    if stale and check:
        typer.echo(f"{', '.join(stale)}: stale; run `strata schema`", err=True)
        raise typer.Exit(1)
    typer.echo(f"schemas: {'wrote ' + ', '.join(stale) if stale else 'up to date'}")
