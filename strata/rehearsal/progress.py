"""Live progress of a rehearsal: a table on a terminal, plain lines elsewhere."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Literal, Protocol

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from layers.stack import StackName
from strata.rehearsal.engine import OnStep

Operation = Literal["up", "up again", "down"]

OPERATIONS: tuple[Operation, ...] = ("up", "up again", "down")


class Progress(Protocol):
    """Told what goes on."""

    def operation(self, stack: StackName, operation: Operation) -> AbstractContextManager[OnStep]:
        """One operation on one stack, from begin to end; gives what counts its resources."""


@contextmanager
def progress(console: Console, stacks: list[StackName]) -> Iterator[Progress]:
    """The kind of progress that suits the console."""
    if console.is_terminal:
        table = LiveTable(stacks)
        with Live(get_renderable=table.render, console=console, refresh_per_second=8):
            yield table
    else:
        yield PlainLines(console)


class PlainLines:
    """One line when an operation ends."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def operation(self, stack: StackName, operation: Operation) -> Iterator[OnStep]:
        """One operation; its line tells resources and seconds."""
        cell = _Cell()
        self._console.print(f"{stack}: {operation} ...", highlight=False)
        yield cell.count
        cell.end()
        self._console.print(f"{stack}: {operation} {cell.text()}", highlight=False)


class LiveTable:
    """A table with a row for each stack and a column for each operation."""

    def __init__(self, stacks: list[StackName]) -> None:
        self._stacks = stacks
        self._cells: dict[tuple[StackName, Operation], _Cell] = {}

    @contextmanager
    def operation(self, stack: StackName, operation: Operation) -> Iterator[OnStep]:
        """One operation, in its cell."""
        cell = self._cells[stack, operation] = _Cell()
        yield cell.count
        cell.end()

    def render(self) -> Table:
        """The table as it stands."""
        table = Table(box=None, padding=(0, 3, 0, 0))
        table.add_column("stack", style="bold", min_width=20)
        for operation in OPERATIONS:
            table.add_column(operation, min_width=22)
        for stack in self._stacks:
            cells = [self._cells.get((stack, operation)) for operation in OPERATIONS]
            table.add_row(str(stack), *[cell.styled() if cell else Text("") for cell in cells])
        return table


class _Cell:
    """One operation on one stack."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._seconds: float | None = None
        self._resources = 0

    def count(self, resources: int) -> None:
        self._resources = resources

    def end(self) -> None:
        self._seconds = time.monotonic() - self._began

    def text(self) -> str:
        seconds = self._seconds
        if seconds is None:
            seconds = time.monotonic() - self._began
        return f"{self._resources:>3} resources {seconds:>4.0f} s"

    def styled(self) -> Text:
        return Text(self.text(), "cyan" if self._seconds is None else "green")
