"""Running a program against the recorder."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pulumi
from pulumi.runtime import mocks
from pulumi.runtime import resource as registration
from pulumi.runtime.proto import source_pb2
from pulumi.runtime.settings import get_root_resource, set_root_resource
from pulumi.runtime.stack import Stack

from layers.stack import PROJECT
from strata.plan.monitor import Monitor, Outputs
from strata.plan.recording import Recording
from strata.wire import Secret

# What the engine calls the organisation of a backend that has none.
ORGANIZATION = "organization"


def record(
    program: Callable[[], None],
    *,
    stack: str = "test",
    config: Mapping[str, str] | None = None,
    below: Outputs | None = None,
) -> Recording:
    """Run a program and return what it registered.

    Args:
        program: What Pulumi would run.
        stack: Name of the stack.
        config: Configuration, as `<project>:<key>` -> text; JSON for a map or a list.
        below: What lower stacks export.

    Raises:
        Exception: Whatever the program raises.
    """
    into = Recording(stack)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    monitor = Monitor(into, below or {})
    try:
        # The stack's own resource, with what it exports, belongs to one run.
        set_root_resource(None)  # type: ignore[arg-type]  # the SDK tests for None
        mocks.set_mocks(
            monitor.mocks,
            project=PROJECT,
            stack=stack,
            monitor=monitor,
            organization=ORGANIZATION,
        )
        pulumi.runtime.set_all_config(dict(config or {}))
        with _without_stack_traces():
            mocks.test(_exporting(program, into))()  # type: ignore[no-untyped-call]  # the SDK's
    finally:
        loop.close()
    # The SDK registers from several tasks, so the order of arrival means nothing.
    into.resources.sort(key=lambda resource: resource.urn)
    into.read.sort()
    return into


@contextmanager
def _without_stack_traces() -> Iterator[None]:
    """Register resources without the lines that asked for them.

    The SDK collects them for every resource, a quarter of the time of a plan, and nobody reads
    them here.
    """
    collect = registration._get_stack_trace  # noqa: SLF001 - it cannot be told not to
    registration._get_stack_trace = source_pb2.StackTrace  # noqa: SLF001
    try:
        yield
    finally:
        registration._get_stack_trace = collect  # noqa: SLF001


def _exporting(program: Callable[[], None], into: Recording) -> Callable[[], pulumi.Output[None]]:
    def run() -> pulumi.Output[None]:
        program()
        root = get_root_resource()
        exports = root.outputs if isinstance(root, Stack) else {}
        told = {name: _marked(value) for name, value in exports.items()}
        return pulumi.Output.from_input(told).apply(into.outputs.update)

    return run


def _marked(value: pulumi.Input[Any]) -> pulumi.Output[Any]:
    """A value as it will be, and marked if it is secret."""
    output = pulumi.Output.from_input(value)
    secret: pulumi.Output[bool] = pulumi.Output.from_input(output.is_secret())
    return pulumi.Output.all(output, secret).apply(
        lambda pair: Secret(pair[0]) if pair[1] else pair[0]
    )
