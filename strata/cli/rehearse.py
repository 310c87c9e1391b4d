"""`strata rehearse`."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from layers.problem import ConfigError
from strata.check.files import check
from strata.cli.failure import INTERRUPTED
from strata.engine.progress import progress
from strata.plan.documents import documents
from strata.plan.text import as_text
from strata.project import Project
from strata.rehearsal.demo import OPERATIONS, Rehearsal, finding
from strata.rehearsal.engine import EngineError
from strata.rehearsal.folder import RehearsalFolder
from strata.rehearsal.run_state import RunState
from strata.rehearsal.summary import StackSummary, table
from strata.toolchain.binary import PULUMI
from strata.toolchain.resolve import Place, ToolMissingError, resolve

NO_ENGINE = 3


def rehearse(
    environment: Annotated[str, typer.Argument(help="The environment, such as dev.")],
    *,
    keep: Annotated[bool, typer.Option("--keep", help="Leave it up to be looked at.")] = False,
    down: Annotated[bool, typer.Option("--down", help="Take down what was kept.")] = False,
) -> None:
    """Bring an environment up, up again and down on the real engine, without a cloud."""
    project = Project.find(Path())
    console = Console(highlight=False, soft_wrap=True)
    project.environment(environment)
    if problems := check(project, environment).problems:
        raise ConfigError(problems)
    binary = _engine(project, environment, console)
    folder = RehearsalFolder.of(project, environment)
    with folder.lock():
        if not down and (found := finding(folder)):
            console.print(found)
        try:
            summaries = _run(Rehearsal(project, environment, binary), console, keep=keep, down=down)
        except KeyboardInterrupt:
            _interrupted(folder)
        except EngineError:
            if down:
                again = f".venv/bin/strata rehearse {environment} --down"
                typer.echo(f"what is left is kept; once this is mended: {again}", err=True)
            typer.echo(f"the rehearsal of {environment} failed; what the engine said:", err=True)
            raise
    console.print(table(summaries))
    if keep:
        console.print(f"kept up: look with `.venv/bin/strata status {environment}`,")
        console.print(
            f"         take it down with `.venv/bin/strata rehearse {environment} --down`"
        )
    if not all(one.clean for one in summaries):
        raise typer.Exit(1)


def _run(rehearsal: Rehearsal, console: Console, *, keep: bool, down: bool) -> list[StackSummary]:
    with progress(console, rehearsal.stacks, OPERATIONS) as shown:
        return rehearsal.down(shown) if down else rehearsal.run(shown, keep=keep)


def _engine(project: Project, environment: str, console: Console) -> Path:
    try:
        return resolve(PULUMI, Place(project.root), console.print)
    except ToolMissingError as error:
        typer.echo(error, err=True)
        typer.echo("Without it, this is only the plan:", err=True)
        console.print(as_text(documents(project, project.environment(environment))))
        raise typer.Exit(NO_ENGINE) from None


def _interrupted(folder: RehearsalFolder) -> None:
    folder.stop_engines()
    state = RunState.load(folder.run_file)
    stage = state.stage if state else "start"
    typer.echo(f"interrupted at `{stage}`; the next run starts clean", err=True)
    sys.exit(INTERRUPTED)
