"""`strata practices`."""

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from strata.project import Project
from strata.reference.practices import Practice, read


def practices() -> None:
    """List what the field recommends, where it is set, and the test that holds it."""
    # No markup: the id of a test may end in brackets.
    console = Console(highlight=False, markup=False)
    console.print(_table(read(Project.find(Path()).root)))


def _table(topics: Mapping[str, tuple[Practice, ...]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    table.add_column("practice", ratio=3)
    table.add_column("why", ratio=3)
    table.add_column("where and test", ratio=5, overflow="fold")
    for topic, rows in topics.items():
        table.add_row()
        table.add_row(Text(topic, "bold"))
        for one in rows:
            table.add_row(one.practice, one.why, f"{one.where}\n{one.test}")
    return table
