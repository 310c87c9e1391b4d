"""`strata up`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from layers.problem import ConfigError
from layers.stack import StackName
from strata.check.files import check
from strata.deploy import summary
from strata.deploy.pulumi import project_workspace
from strata.deploy.rounds import Outcome
from strata.deploy.up import preview
from strata.deploy.up import up as bring_up
from strata.deploy.workspace import Workspace
from strata.engine.progress import progress
from strata.project import Project
from strata.toolchain.binary import PULUMI
from strata.toolchain.resolve import Place, resolve

PARALLEL = 4
"""Stacks at the same time; each takes an engine and a program of its own."""

Parallel = Annotated[
    int, typer.Option(min=1, max=64, help="How many tenants are worked on at the same time.")
]


def up(
    environment: Annotated[str, typer.Argument(help="The environment, such as dev.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be done to what is up.")
    ] = False,
    parallel: Parallel = PARALLEL,
) -> None:
    """Bring a real environment up: its cluster, its platform, then its tenants side by side.

    Run again, it goes on where it stopped: what is up already is only looked at.
    """
    project = Project.find(Path())
    stacks = project.environment(environment)
    if problems := check(project, environment).problems:
        raise ConfigError(problems)
    workspace = workspace_of(project)
    console = Console(highlight=False, soft_wrap=True)
    if dry_run:
        outcomes = _previewed(workspace, stacks, console, parallel)
    else:
        with progress(console, stacks, ("up",)) as shown:
            outcomes = bring_up(workspace, stacks, shown, parallel)
    again = f"strata up {environment}" + (" --dry-run" if dry_run else "")
    conclude(console, outcomes, again)


def workspace_of(project: Project) -> Workspace:
    """The project's stacks on the engine at hand.

    Raises:
        DeployError: What runs the program is missing, or Pulumi is not logged in.
        ToolMissingError: The engine cannot be had.
    """
    binary = resolve(PULUMI, Place(project.root), lambda line: typer.echo(line, err=True))
    return project_workspace(project, binary)


def conclude(console: Console, outcomes: Sequence[Outcome], again: str) -> None:
    """Write the summary; end with 1 if a stack failed.

    Args:
        console: Where it is shown.
        outcomes: What became of each stack.
        again: The command that goes on.
    """
    console.print(summary.table(outcomes))
    failed = [*summary.failures(outcomes)]
    for line in failed:
        typer.echo(line, err=True)
    if failed:
        typer.echo(f"once this is mended, go on with: {again}", err=True)
        raise typer.Exit(1)


def _previewed(
    workspace: Workspace, stacks: Sequence[StackName], console: Console, parallel: int
) -> list[Outcome]:
    existing = workspace.existing()
    there = [stack for stack in stacks if stack in existing]
    with progress(console, there, ("preview",)) as shown:
        outcomes = preview(workspace, there, shown, parallel)
    new = [stack for stack in stacks if stack not in there]
    if new:
        console.print(f"not up yet: {', '.join(map(str, new))}; `strata plan` shows them whole")
    return outcomes
