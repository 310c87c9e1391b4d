"""`strata job`."""

from pathlib import Path
from typing import Annotated

import typer

from strata.job.render import render as render_job
from strata.project import Project

job = typer.Typer(name="job", help="Spark jobs of tenants.", no_args_is_help=True)


@job.callback()
def _job() -> None:
    """Spark jobs of tenants."""


@job.command()
def render(
    file: Annotated[Path, typer.Argument(help="The job file.")],
    stack: Annotated[str, typer.Option(help="The tenant's stack, such as dev-tenant-ads.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write it there; unset: print it.")
    ] = None,
    run: Annotated[str, typer.Option(help="What the name of this run ends in.")] = "",
) -> None:
    """Write a job file as the SparkApplication that the tenant applies; no cloud is asked."""
    project = Project.find(Path())
    text = render_job(project, project.stack(stack), file, run)
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text)
        typer.echo(f"wrote {output}")
