"""The command line: one file a command."""

import gc

import typer

from strata.cli.commands import Commands
from strata.cli.failure import told_in_lines

app = typer.Typer(
    name="strata",
    help="A multi-tenant data platform on Amazon EKS, provable without a cloud.",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _strata() -> None:
    """Hold the commands."""


def main() -> None:
    """Run a command; an error that a person can mend is told in lines."""
    # Loading Pulumi's classes makes a million objects that stay. Python's own pace of looking for
    # some that can go takes a fifth of a plan's time.
    gc.set_threshold(100_000)
    with told_in_lines():
        app(standalone_mode=True)
