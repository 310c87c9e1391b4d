"""The commands by name, each loaded when it is called: most of a start is loading the others."""

import importlib
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

COMMANDS = (
    "check",
    "plan",
    "affected",
    "summarize",
    "rehearse",
    "status",
    "bootstrap",
    "preflight",
    "up",
    "destroy",
    "sweep",
    "practices",
    "doctor",
    "tools",
    "schema",
    "docs",
    "isolation",
    "open",
    "job",
    "tenant",
)
"""In the order of the help; each is a file here, of the same name."""


class Commands(TyperGroup):
    """Reads a command's file when somebody asks for the command."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        # Names alone, by which a mistyped one is told from a near one.
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - typer's signature
        """The command of that name; None if there is none."""
        return _loaded(cmd_name) if cmd_name in self.commands else None


def _loaded(name: str) -> Any:
    named = vars(importlib.import_module(f"strata.cli.{name}"))
    # `open` would hide Python's own.
    found = named.get(name) or named[f"{name}_"]
    if isinstance(found, typer.Typer):
        return get_group(found)
    single = typer.Typer(add_completion=False)
    single.command(name)(found)
    return get_command(single)
