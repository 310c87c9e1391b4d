"""Stacks one layer after the other, those of a layer at the same time."""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from layers.stack import StackName
from strata.deploy.workspace import Counts, DeployError
from strata.engine.progress import Progress
from strata.engine.watch import OnStep

Act = Callable[[StackName, OnStep], Counts]
"""What is done to a stack; raises DeployError."""

_LEFT_ALONE = frozenset({"same", "read", "refresh"})


class State(StrEnum):
    """What became of a stack."""

    DONE = "done"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    NOT_REACHED = "not reached"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one stack.

    Attributes:
        stack: Its name.
        state: How it ended.
        counts: How many resources something was done to, by the engine's word for it.
        seconds: How long it took.
        problem: What went wrong, one line a problem; empty if nothing did.
    """

    stack: StackName
    state: State
    counts: Counts = field(default_factory=dict)
    seconds: float = 0.0
    problem: str = ""


def rounds(stacks: Iterable[StackName]) -> list[list[StackName]]:
    """Stacks by layer, in the order that they have."""
    return [[*layer] for _, layer in groupby(stacks, lambda stack: stack.layer)]


def run(
    layers: Iterable[Sequence[StackName]],
    act: Act,
    *,
    operation: str,
    progress: Progress,
    parallel: int,
) -> list[Outcome]:
    """Do something to every stack; after a layer in which one failed, the others are not reached.

    Args:
        layers: Stacks, layer by layer.
        act: What is done to each.
        operation: What that is called.
        progress: Told what goes on.
        parallel: How many stacks of a layer are worked on at the same time.
    """

    def one(stack: StackName) -> Outcome:
        began = time.monotonic()
        try:
            with progress.operation(stack, operation) as on_step:
                counts = act(stack, on_step)
        except DeployError as error:
            seconds = time.monotonic() - began
            return Outcome(stack=stack, state=State.FAILED, seconds=seconds, problem=str(error))
        changed = any(count for word, count in counts.items() if word not in _LEFT_ALONE)
        return Outcome(
            stack=stack,
            state=State.DONE if changed else State.UNCHANGED,
            counts=counts,
            seconds=time.monotonic() - began,
        )

    outcomes: list[Outcome] = []
    for layer in layers:
        if any(done.state is State.FAILED for done in outcomes):
            outcomes += [Outcome(stack=stack, state=State.NOT_REACHED) for stack in layer]
        else:
            outcomes += _together(one, layer, parallel)
    return outcomes


def _together(
    one: Callable[[StackName], Outcome], layer: Sequence[StackName], parallel: int
) -> list[Outcome]:
    pool = ThreadPoolExecutor(max_workers=parallel)
    try:
        return [*pool.map(one, layer)]
    finally:
        # Interrupted, the engines end in order, and no further one begins.
        pool.shutdown(cancel_futures=True)
