"""Plans of a project's stacks: each layer reads what the plan of the one below exports."""

import functools
import gc
import json
import multiprocessing
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.context import BaseContext

from layers.stack import PROJECT, StackName
from layers.stack_file import read
from strata.plan.monitor import Outputs
from strata.plan.recorder import ORGANIZATION, record
from strata.plan.recording import Recording
from strata.project import Project

SIDE_BY_SIDE = 4
"""Tenants from which on they are planned in several processes."""


def plan(project: Project, stacks: Sequence[StackName]) -> list[Recording]:
    """Plan stacks, and those below them that their plans read.

    Returns:
        One recording for each of `stacks`, in their order.

    Raises:
        ConfigError: A stack file is wrong.
    """
    wanted = sorted(
        {stack for given in stacks for stack in (given, *given.below())},
        key=lambda stack: stack.order,
    )
    tenants = [stack for stack in wanted if stack.layer == "tenant"]
    recordings: dict[StackName, Recording] = {}
    exports: dict[str, Outputs] = {}
    for stack in wanted[: len(wanted) - len(tenants)]:
        recordings[stack] = _planned(project, exports, stack)
        exports[f"{ORGANIZATION}/{PROJECT}/{stack}"] = recordings[stack].outputs
    recordings |= zip(tenants, _tenants(project, exports, tenants), strict=True)
    return [recordings[stack] for stack in stacks]


def configuration(project: Project, stack: StackName) -> dict[str, str]:
    """A stack's configuration, as Pulumi hands it to the program.

    Raises:
        ConfigError: The stack file is wrong.
    """
    file = project.stack_file(stack)
    values = read(file, project.source(file)).config
    return {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()
    }


def _planned(project: Project, exports: Outputs, stack: StackName) -> Recording:
    config = configuration(project, stack)
    return record(project.program(), stack=str(stack), config=config, below=exports)


def _tenants(
    project: Project, exports: Outputs, tenants: Sequence[StackName]
) -> Iterator[Recording]:
    one = functools.partial(_planned, project, exports)
    if len(tenants) < SIDE_BY_SIDE:
        yield from map(one, tenants)
        return
    with ProcessPoolExecutor(mp_context=_context(), initializer=_start) as pool:
        yield from pool.map(one, tenants, chunksize=SIDE_BY_SIDE)


def _context() -> BaseContext:
    """How processes are made: as copies, which start with all that is loaded, where that is safe.

    A copy has but one thread, and a lock that another held stays held. Frameworks of macOS do not
    take it at all.
    """
    safe = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if safe else "spawn")


def _start() -> None:
    # What is there stays: looking through it would copy memory that the processes share.
    gc.freeze()
    gc.set_threshold(100_000)
