"""`strata summarize`."""

from pathlib import Path
from typing import Annotated

import typer

from layers.stack import StackName
from strata.summary.markdown import as_markdown
from strata.summary.preview import SummaryError, read


def summarize(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Previews, each in a file named <stack>.json.")
    ] = None,
) -> None:
    """Write what `pulumi preview --json --diff` found, of several stacks, as one comment."""
    stacks = {_stack(file): file for file in files or ()}
    ordered = sorted(stacks, key=lambda stack: (stack.environment, stack.order))
    typer.echo(as_markdown({str(stack): read(stacks[stack]) for stack in ordered}), nl=False)


def _stack(file: Path) -> StackName:
    try:
        return StackName.parse(file.stem)
    except ValueError:
        remedy = "call it <stack>.json, for example dev-cluster.json"
        raise SummaryError(f"{file}: its name is no stack's; {remedy}") from None
