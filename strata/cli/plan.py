"""`strata plan`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, RenderableType

from strata.cli.failure import OptionError
from strata.cli.plan_format import PlanFormat
from strata.plan.documents import documents
from strata.plan.text import as_text
from strata.project import Project


def plan(
    target: Annotated[
        str | None, typer.Argument(help="A stack, such as dev-cluster, or an environment.")
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every environment.")] = False,
    against: Annotated[
        str | None,
        typer.Option(help="A Git revision, such as origin/main: what changes since is told."),
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option(help="data-loss,replace,access,cost:PERCENT: end with 2 if the change does."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell every setting, and what set it.")
    ] = False,
    output: Annotated[
        PlanFormat, typer.Option("--format", help="How to write it.")
    ] = PlanFormat.TEXT,
) -> None:
    """Show what a stack, or every stack of an environment, would make; no cloud is asked."""
    if (target is None) is not every:
        raise OptionError("plan: name a stack or an environment, or say --all")
    if against is not None and explain:
        raise OptionError("--explain: tells of the files as they are; leave out --against")
    project = Project.find(Path())
    # What is loaded here is not needed for a plan that is kept, and takes longer than it.
    if against is not None:
        from strata.cli.change import tell  # noqa: PLC0415

        tell(project, against, target, output=output, fail_on=fail_on or "")
        return
    if fail_on is not None or output in {PlanFormat.HTML, PlanFormat.MARKDOWN}:
        option = "--fail-on" if fail_on is not None else f"--format {output}"
        raise OptionError(f"{option}: tells of a change; say of which, as --against origin/main")
    stacks = project.named(target) if target else project.stacks()
    if explain:
        from strata.plan.explained import explained  # noqa: PLC0415

        told = [explained(project, stack) for stack in stacks]
        _write([one.as_data() for one in told], [one.as_text() for one in told], output)
        return
    made = documents(project, stacks)
    single = target is not None and "-" in target
    _write(made[0] if single else made, [as_text(made)], output)


def _write(data: object, texts: list[RenderableType], output: PlanFormat) -> None:
    if output is PlanFormat.JSON:
        typer.echo(json.dumps(data, indent=2))
        return
    # A line stays a line, for those who search in it.
    console = Console(highlight=False, soft_wrap=True)
    for one in texts:
        console.print(one)
