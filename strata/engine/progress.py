"""Live progress of stacks: a table on a terminal, plain lines elsewhere."""

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from layers.stack import StackName
from strata.engine.watch import OnStep


class Progress(Protocol):
    """Told what goes on."""

    def operation(self, stack: StackName, operation: str) -> AbstractContextManager[OnStep]:
        """One operation on one stack, from begin to end; gives what counts its resources."""


@contextmanager
def progress(
    console: Console, stacks: Sequence[StackName], operations: Sequence[str]
) -> Iterator[Progress]:
    """The kind of progress that suits the console.

    Args:
        console: Where it is shown.
        stacks: What is worked on.
        operations: What is done to each, one after the other.
    """
    if console.is_terminal:
        table = LiveTable(stacks, operations)
        with Live(get_renderable=table.render, console=console, refresh_per_second=8):
            yield table
    else:
        yield PlainLines(console)


class PlainLines:
    """One line when an operation ends."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def operation(self, stack: StackName, operation: str) -> Iterator[OnStep]:
        """One operation; its line tells resources and seconds."""
        cell = _Cell()
        self._console.print(f"{stack}: {operation} ...", highlight=False)
        with cell.counted() as count:
            yield count
        self._console.print(f"{stack}: {operation} {cell.text()}", highlight=False)


class LiveTable:
    """A table with a row for each stack and a column for each operation."""

    def __init__(self, stacks: Sequence[StackName], operations: Sequence[str]) -> None:
        self._stacks = stacks
        self._operations = operations
        self._cells: dict[tuple[StackName, str], _Cell] = {}

    @contextmanager
    def operation(self, stack: StackName, operation: str) -> Iterator[OnStep]:
        """One operation, in its cell."""
        cell = self._cells[stack, operation] = _Cell()
        with cell.counted() as count:
            yield count

    def render(self) -> Table:
        """The table as it stands."""
        table = Table(box=None, padding=(0, 3, 0, 0))
        table.add_column("stack", style="bold", min_width=20)
        for operation in self._operations:
            table.add_column(operation, min_width=22)
        for stack in self._stacks:
            cells = [self._cells.get((stack, operation)) for operation in self._operations]
            table.add_row(str(stack), *[cell.styled() if cell else Text("") for cell in cells])
        return table


class _Cell:
    """One operation on one stack."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._seconds: float | None = None
        self._resources = 0
        self._style = "cyan"

    @contextmanager
    def counted(self) -> Iterator[OnStep]:
        """The operation, from begin to end; gives what counts its resources."""
        try:
            yield self._count
            self._style = "green"
        except BaseException:
            self._style = "red"
            raise
        finally:
            self._seconds = time.monotonic() - self._began

    def text(self) -> str:
        """Resources and seconds, so far or in all."""
        seconds = self._seconds
        if seconds is None:
            seconds = time.monotonic() - self._began
        return f"{self._resources:>3} resources {seconds:>4.0f} s"

    def styled(self) -> Text:
        """The same, in the colour of how it stands: going on, done, or failed."""
        return Text(self.text(), self._style)

    def _count(self, resources: int) -> None:
        self._resources = resources
