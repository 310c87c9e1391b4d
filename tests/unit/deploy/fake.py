"""Stacks that are up in memory, in the place of those that a real engine brings up."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from layers.stack import StackName
from strata.deploy.workspace import Counts, DeployError, Held
from strata.engine.watch import OnStep


class FakeWorkspace:
    """Keeps what was asked of it, in order.

    Attributes:
        done: What was done, and to which stack.
        there: What each stack holds.
        failing: What goes wrong with a stack.
    """

    def __init__(self, **there: tuple[Held, ...]) -> None:
        self.done: list[tuple[str, str]] = []
        self.there = {name.replace("_", "-"): held for name, held in there.items()}
        self.failing: dict[str, str] = {}
        self._lock = threading.Lock()

    def existing(self) -> tuple[StackName, ...]:
        return tuple(StackName.parse(name) for name in self.there)

    def up(self, stack: StackName, on_step: OnStep) -> Counts:
        self._do("up", stack)
        on_step(1)
        if str(stack) in self.there:
            return {"same": 3}
        self.there[str(stack)] = ()
        return {"create": 3}

    def preview(self, stack: StackName, on_step: OnStep) -> Counts:
        self._do("preview", stack)
        on_step(1)
        return {"same": 2, "update": 1}

    def held(self, stack: StackName) -> tuple[Held, ...]:
        return self.there[str(stack)]

    def preview_destroy(self, stack: StackName) -> Counts:
        self._do("preview destroy", stack)
        return {"delete": len(self.there[str(stack)])}

    def destroy(self, stack: StackName, on_step: OnStep) -> Counts:
        self._do("destroy", stack)
        on_step(1)
        return {"delete": len(self.there.pop(str(stack)))}

    def names(self, what: str) -> list[str]:
        """Stacks to which something was done."""
        return [name for done, name in self.done if done == what]

    def _do(self, what: str, stack: StackName) -> None:
        with self._lock:
            self.done.append((what, str(stack)))
        if problem := self.failing.get(str(stack)):
            raise DeployError(problem)


class Silent:
    """Shows nothing."""

    @contextmanager
    def operation(self, _stack: StackName, _operation: str) -> Iterator[OnStep]:
        yield lambda _: None
