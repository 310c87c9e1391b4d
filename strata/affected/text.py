"""Stacks that a change touches, for people."""

from rich.table import Table
from rich.text import Text

from strata.affected.touched import Affected, Touched


def as_text(found: Affected) -> Table:
    """A line for each stack: its name, and the files that it is touched by."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for one in found.stacks:
        table.add_row(Text(str(one.stack), "bold"), _because(one))
    for stack in found.left:
        told = "its file is removed; what is up of it stays up"
        table.add_row(Text(str(stack), "bold"), told)
    return table


def _because(one: Touched) -> str:
    if not one.because:
        return ""
    first, others = one.because[0], len(one.because) - 1
    return f"{first} and {others} more" if others else first
