"""`strata destroy`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from strata.cli.failure import OptionError
from strata.cli.up import PARALLEL, Parallel, conclude, workspace_of
from strata.deploy.destroy import Doomed, chosen, examined
from strata.deploy.destroy import destroy as take_down
from strata.engine.progress import progress
from strata.project import Project


def destroy(
    target: Annotated[str, typer.Argument(help="An environment, such as dev, or a stack.")],
    *,
    confirm: Annotated[
        str | None, typer.Option(help="Its name once more, instead of typing it when asked.")
    ] = None,
    parallel: Parallel = PARALLEL,
) -> None:
    """Destroy a real environment, or one stack on which nothing stands, and the data in it."""
    project = Project.find(Path())
    if confirm not in (None, target):
        raise OptionError(f"--confirm {confirm}: is not the name of what is destroyed, {target}")
    workspace = workspace_of(project)
    console = Console(highlight=False, soft_wrap=True, markup=False)
    stacks = chosen(workspace.existing(), target)
    if not stacks:
        project.named(target)
        console.print(f"nothing of {target} is up")
        return
    _tell(console, examined(workspace, stacks))
    typed = confirm or typer.prompt(f"Type {target} to destroy it", default="", show_default=False)
    if typed != target:
        typer.echo("nothing is destroyed", err=True)
        raise typer.Exit(1)
    with progress(console, stacks, ("destroy",)) as shown:
        outcomes = take_down(workspace, stacks, shown, parallel)
    conclude(console, outcomes, f"strata destroy {target}")
    if any(stack.layer == "cluster" for stack in stacks):
        console.print(
            f"what its controllers made beside it: `strata sweep {stacks[0].environment}`"
        )


def _tell(console: Console, doomed: Sequence[Doomed]) -> None:
    for one in doomed:
        console.print(f"{one.stack}: {one.deleted} to delete")
        for line in one.data:
            console.print(f"  with its data: {line}")
        for name in one.kept:
            console.print(f"  stays in the cloud: {name}")
