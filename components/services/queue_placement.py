"""Placement rules of a queue file: which queue an application goes to.

Source: https://github.com/apache/yunikorn-core/blob/v1.8.0-1/pkg/common/configs/configvalidator.go
(checkPlacementRules) and pkg/scheduler/placement/rule.go there
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Node = Mapping[str, Any]

_KEYS = frozenset({"name", "value", "create", "parent"})
_KINDS = ("fixed", "provided", "tag", "user")
_OF_A_VALUE = ("fixed", "tag")


def problems(rules: Sequence[Node], root: Node) -> Iterator[str]:
    """What is wrong with placement rules, one line each.

    Args:
        rules: The rules, in the order in which they are tried.
        root: The queue at the top.
    """
    for number, rule in enumerate(rules, start=1):
        found = list(_of_each(f"placement rule {number}", rule))
        yield from found
        if not found:
            yield from _path(f"placement rule {number}", rule, root)


def _of_each(where: str, rule: Node) -> Iterator[str]:
    for key in sorted(rule.keys() - _KEYS):
        yield f"{where}: {key} is no key here; write one of {', '.join(sorted(_KEYS))}"
    kind = str(rule.get("name")).lower()
    if kind not in _KINDS:
        yield f"{where}: {kind} is no rule; write one of {', '.join(_KINDS)}"
    if kind in _OF_A_VALUE and not rule.get("value"):
        yield f"{where}: {kind} needs a value; write the name of a queue or of a tag"
    if rule.get("parent"):
        yield from _of_each(f"{where}: parent", rule["parent"])


def _path(where: str, rule: Node, root: Node) -> Iterator[str]:
    """Follow the part of the path that is the same for every application."""
    chain = _chain(rule)
    fixed = []
    for one in chain:
        if one["name"].lower() != "fixed":
            break
        fixed.append(str(one["value"]))
    nested = [value for value in fixed[1:] if value.startswith("root")]
    if nested:
        yield f"{where}: {nested[0]} is a whole path, which has no parent; write its last part"
        return
    if not fixed:
        return
    path = ".".join(fixed).lower()
    names = path.split(".") if path.startswith("root") else ["root", *path.split(".")]
    yield from _end(where, names, root, dynamic=len(fixed) < len(chain), rule=rule)


def _chain(rule: Node) -> list[Node]:
    """A rule after those that give its parent."""
    parent = rule.get("parent")
    return [*(_chain(parent) if parent else []), rule]


def _end(where: str, names: list[str], root: Node, *, dynamic: bool, rule: Node) -> Iterator[str]:
    """Whether the queue at the end of a path can take what the rule puts there."""
    path, create = ".".join(names), rule.get("create", False)
    if names[0] != "root":
        yield f"{where}: {path} does not begin with root; write the whole path"
        return
    queue = root
    for depth, name in enumerate(names[1:], start=1):
        children = queue.get("queues") or []
        below = next((one for one in children if one["name"] == name), None)
        if below is None:
            home = ".".join(names[:depth])
            if not children and not queue.get("parent"):
                yield f"{where}: {home} takes no queues; give it parent: true, for {path}"
            elif not create:
                yield f"{where}: there is no queue {path}; add it, or let the rule create it"
            return
        queue = below
    if dynamic and not queue.get("parent"):
        yield f"{where}: {path} takes no queues; give it parent: true"
    if not dynamic and queue.get("parent"):
        yield f"{where}: {path} takes queues and no applications; name a queue below it"
