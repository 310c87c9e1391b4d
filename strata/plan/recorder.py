"""Running a program against the recorder."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import pulumi
from pulumi.runtime import mocks
from pulumi.runtime.settings import get_root_resource, set_root_resource
from pulumi.runtime.stack import Stack

from layers.stack import PROJECT, StackName
from layers.stack_file import read
from strata.plan.monitor import Monitor, Outputs
from strata.plan.recording import Recording
from strata.project import Project
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
        mocks.test(_exporting(program, into))()  # type: ignore[no-untyped-call]  # the SDK's
    finally:
        loop.close()
    # The SDK registers from several tasks, so the order of arrival means nothing.
    into.resources.sort(key=lambda resource: resource.urn)
    into.read.sort()
    return into


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


def plan(project: Project, stacks: list[StackName]) -> list[Recording]:
    """Plan stacks of one environment, and those below them that their plans read.

    Returns:
        One recording for each of `stacks`, in their order.

    Raises:
        ConfigError: A stack file is wrong.
    """
    wanted = {stack for given in stacks for stack in (given, *given.below())}
    recordings: dict[StackName, Recording] = {}
    exports: dict[str, dict[str, Any]] = {}
    for stack in sorted(wanted, key=lambda stack: stack.order):
        recordings[stack] = record(
            project.program(), stack=str(stack), config=configuration(project, stack), below=exports
        )
        exports[f"{ORGANIZATION}/{PROJECT}/{stack}"] = recordings[stack].outputs
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
