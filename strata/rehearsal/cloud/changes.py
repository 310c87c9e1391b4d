"""Changes: what differs between two sets of inputs, and what that means for a resource."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from strata.rehearsal.cloud.kind import Kind

# On every AWS resource; moving one to another region makes a new one.
_ALWAYS_CREATE_ONLY = ("region",)


@dataclass(frozen=True, slots=True)
class Change:
    """One property that changes.

    Attributes:
        path: Where, such as `tags.Name` or `subnetIds[1]`.
        action: What happens to it.
        replaces: Whether the resource must be made anew.
    """

    path: str
    action: Literal["add", "delete", "update"]
    replaces: bool


def changes(kind: Kind, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Compare inputs, property by property."""
    create_only = kind.create_only + _ALWAYS_CREATE_ONLY
    return [
        Change(path, action, _is_within(path, create_only))
        for path, action in _differences(old, new, "")
    ]


def _differences(
    old: Any, new: Any, path: str
) -> Iterator[tuple[str, Literal["add", "delete", "update"]]]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in [*old, *(name for name in new if name not in old)]:
            where = f"{path}.{name}" if path else name
            yield from _differences(old.get(name), new.get(name), where)
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            before, after = (
                values[index] if index < len(values) else None for values in (old, new)
            )
            yield from _differences(before, after, f"{path}[{index}]")
    elif old != new and not _mean_the_same(old, new):
        yield path, "add" if old is None else "delete" if new is None else "update"


def _mean_the_same(old: Any, new: Any) -> bool:
    """Two policy documents that differ in white space or the order of keys are the same."""
    if not (isinstance(old, str) and isinstance(new, str) and old[:1] == new[:1] == "{"):
        return False
    try:
        return bool(json.loads(old) == json.loads(new))
    except ValueError:
        return False


def _is_within(path: str, properties: tuple[str, ...]) -> bool:
    return any(path == name or path.startswith((f"{name}.", f"{name}[")) for name in properties)
