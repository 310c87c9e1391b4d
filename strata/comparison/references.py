"""What a resource's inputs take from other resources: the placeholders of a plan, and references.

A value that only a deployment tells reads `${name.property}` in a plan; a component is given others
by their URN.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from strata.plan.placeholder import PLACEHOLDER
from strata.plan.recording import Planned, Recording
from strata.wire import ResourceReference, Secret


class Names:
    """The resources of the plans of one environment, by logical name."""

    def __init__(self, recordings: Sequence[Recording]) -> None:
        self._of_stack: dict[str, dict[str, list[Planned]]] = {}
        for recording in recordings:
            names = self._of_stack[recording.stack] = defaultdict(list)
            for one in recording.resources:
                # A component has no values of its own, but often its only child's name.
                if not one.type.startswith(("strata:", "eks:")):
                    names[one.name].append(one)

    def taken(self, one: Planned, stack: str) -> Iterator[tuple[str, str]]:
        """Every input that takes something from another resource: its path, and the other's URN.

        Args:
            one: A resource.
            stack: The stack that makes it; what it has not is taken from stacks below.
        """
        for path, value in leaves(one.inputs):
            if isinstance(value, ResourceReference):
                yield path, value.urn
                continue
            for found in PLACEHOLDER.findall(value):
                for other in self._named(found, one, stack):
                    yield path, other.urn

    def _named(self, placeholder: str, one: Planned, stack: str) -> Sequence[Planned]:
        own = self._of_stack.get(stack, {})
        homes = [own, *(names for name, names in self._of_stack.items() if name != stack)]
        for home in homes:
            for name in _prefixes(placeholder):
                if name in home:
                    near = [other for other in home[name] if other.urn in one.depends_on]
                    return near or home[name]
        return ()


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str | ResourceReference]]:
    """Every text and reference in a value, and the dotted path to it; items of a list have none."""
    match value:
        case str() | ResourceReference():
            yield path, value
        case Secret():
            yield from leaves(value.value, path)
        case Mapping():
            for name, item in value.items():
                yield from leaves(item, f"{path}.{name}" if path else str(name))
        case list() | tuple():
            for item in value:
                yield from leaves(item, path)


def renamed(one: Planned, names: Mapping[str, str]) -> Planned:
    """A resource whose placeholders use other logical names."""
    return replace(one, inputs=_renamed(one.inputs, names)) if names else one


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    match value:
        case str():
            return PLACEHOLDER.sub(lambda found: _retold(found[1], names), value)
        case Secret():
            return Secret(_renamed(value.value, names))
        case Mapping():
            return {key: _renamed(item, names) for key, item in value.items()}
        case list() | tuple():
            return [_renamed(item, names) for item in value]
        case _:
            return value


def _retold(placeholder: str, names: Mapping[str, str]) -> str:
    for name in _prefixes(placeholder):
        if name in names:
            placeholder = names[name] + placeholder.removeprefix(name)
            break
    return f"${{{placeholder}}}"


def _prefixes(placeholder: str) -> Iterator[str]:
    """What of a placeholder may be the name: a name may have dots of its own."""
    yield from (placeholder[: dot.start()] for dot in re.finditer(r"\.", placeholder))
