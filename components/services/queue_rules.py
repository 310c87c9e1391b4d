"""The rules of a queue file, checked before YuniKorn sees it.

They are those of its validator, and what the validator lets pass but YuniKorn then leaves out
without a word: a misspelt property, an impossible value, an unknown placement rule.

Source: https://github.com/apache/yunikorn-core/blob/v1.8.0-1/pkg/common/configs/configvalidator.go
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from components.services import queue_amounts, queue_placement, queue_properties
from components.services.queue_amounts import Amounts

Node = Mapping[str, Any]

_NAME = re.compile(r"[a-zA-Z0-9_:#/@-]{1,64}", re.ASCII)

_RESOURCES = frozenset({"guaranteed", "max"})
_TEMPLATE = frozenset({"maxapplications", "properties", "resources"})
_QUEUE = _TEMPLATE | {"name", "parent", "adminacl", "submitacl", "childtemplate", "queues"}
_PARTITION = frozenset({"name", "queues", "placementrules", "preemption", "nodesortpolicy"})
_PREEMPTION = frozenset({"enabled", "quotapreemptionenabled"})
_NODE_SORT = frozenset({"type", "resourceweights"})
_NODE_SORT_TYPES = ("fair", "binpacking")


def problems(queue_file: Node) -> list[str]:
    """What is wrong with a queue file, one line each: what, why, and what to do; empty: nothing.

    Limits of users and groups are no part of it: every pod comes from an operator's account, so
    they would limit all tenants together.
    """
    return list(_file(queue_file))


def unknown_keys(where: str, given: Node, known: frozenset[str]) -> Iterator[str]:
    """Keys that YuniKorn refuses, or that mean nothing on this platform."""
    for key in sorted(given.keys() - known):
        yield f"{where}: {key} is no key here; write one of {', '.join(sorted(known))}"


def _file(queue_file: Node) -> Iterator[str]:
    yield from unknown_keys("queue file", queue_file, frozenset({"partitions"}))
    partitions = queue_file.get("partitions") or []
    called = [str(one.get("name") or "default").lower() for one in partitions]
    if called != ["default"]:
        found = ", ".join(called) or "none"
        yield f"queue file: partitions are {found}; write one, called default"
    for partition in partitions:
        yield from _partition(partition)


def _partition(partition: Node) -> Iterator[str]:
    yield from unknown_keys("partition", partition, _PARTITION)
    yield from unknown_keys("preemption", partition.get("preemption") or {}, _PREEMPTION)
    yield from _node_sort(partition.get("nodesortpolicy") or {})
    if partition.get("queues") is None:
        yield "partition: there are no queues; write at least root"
        return
    root = _root(partition["queues"])
    if "resources" in root:
        yield "queue root: resources may not stand here; write them at the queues below"
    yield from _queue("root", root)
    yield from _amounts("root", {**root, "resources": {}}, {})
    yield from _applications("root", root)
    yield from queue_placement.problems(partition.get("placementrules") or [], root)


def _root(queues: list[Node]) -> Node:
    """The queue at the top; YuniKorn adds it when it is missing."""
    if len(queues) == 1 and str(queues[0].get("name")).lower() == "root":
        return {**queues[0], "parent": True}
    return {"name": "root", "parent": True, "queues": queues}


def _node_sort(policy: Node) -> Iterator[str]:
    yield from unknown_keys("nodesortpolicy", policy, _NODE_SORT)
    kind = policy.get("type") or "fair"
    if kind not in _NODE_SORT_TYPES:
        yield f"nodesortpolicy: type is {kind}; write {' or '.join(_NODE_SORT_TYPES)}"
    for resource, weight in (policy.get("resourceweights") or {}).items():
        if weight < 0:
            yield f"nodesortpolicy: weight of {resource} is {weight}; write 0 or more"


def _queue(path: str, queue: Node) -> Iterator[str]:
    """What can be said of each queue by itself."""
    yield from unknown_keys(f"queue {path}", queue, _QUEUE)
    for key in ("adminacl", "submitacl"):
        access = str(queue.get(key) or "")
        if len(access.split()) > 2:
            yield (
                f"queue {path}: {key} is '{access}'; write users and groups, each list with "
                "commas, and one space between the two"
            )
    yield from _settings(f"queue {path}", queue)
    template = queue.get("childtemplate") or {}
    yield from unknown_keys(f"queue {path}: childtemplate", template, _TEMPLATE)
    yield from _settings(f"queue {path}: childtemplate", template)
    seen: set[str] = set()
    for child in queue.get("queues") or []:
        name = str(child.get("name"))
        if not _NAME.fullmatch(name):
            yield (
                f"queue {path}: {name} is no name of a queue; write 1 to 64 letters, digits or "
                "_ : # / @ -, and no dots"
            )
        if name.lower() in seen:
            yield f"queue {path}: {name} is there twice; rename one (upper case is lower case)"
        seen.add(name.lower())
        yield from _queue(f"{path}.{name}", child)


def _settings(where: str, queue: Node) -> Iterator[str]:
    """What a queue and a template have in common."""
    resources = queue.get("resources") or {}
    yield from unknown_keys(f"{where}: resources", resources, _RESOURCES)
    for kind in sorted(_RESOURCES & resources.keys()):
        for resource, amount in (resources[kind] or {}).items():
            try:
                queue_amounts.parse(resource, amount)
            except ValueError as error:
                yield f"{where}: {kind} {resource} is {amount}, which {error}"
    guaranteed, most = _read(queue, "guaranteed"), _read(queue, "max")
    for resource in queue_amounts.excess(guaranteed, most):
        yield (
            f"{where}: guaranteed {_said(resource, guaranteed)} is above max "
            f"{_said(resource, most)}; raise max or guarantee less"
        )
    applications = queue.get("maxapplications", 0)
    if not isinstance(applications, int) or applications < 0:
        yield f"{where}: maxapplications is {applications}; write a whole number of 0 or more"
    yield from queue_properties.problems(where, queue.get("properties") or {})


def _amounts(path: str, queue: Node, above: Amounts) -> Iterator[str]:
    """What queues demand of those above them, resource by resource."""
    most = _read(queue, "max")
    for resource in queue_amounts.excess(most, above):
        yield (
            f"queue {path}: max {_said(resource, most)} is above the max "
            f"{_said(resource, above)} of the queue over it; lower it or raise the other"
        )
    most = queue_amounts.least(most, above)
    children = queue.get("queues") or []
    for child in children:
        yield from _amounts(f"{path}.{child.get('name')}", child, most)
    below = queue_amounts.total(_guaranteed(child) for child in children)
    for limit, limits in (("guaranteed", _read(queue, "guaranteed")), ("max", most)):
        for resource in queue_amounts.excess(below, limits):
            yield (
                f"queue {path}: {limit} {_said(resource, limits)} is below "
                f"{_said(resource, below)}, the guaranteed sum of its children; raise it or "
                "guarantee less"
            )


def _guaranteed(queue: Node) -> Amounts:
    """What a queue guarantees: what it says, or what its children do together."""
    own = _read(queue, "guaranteed")
    if any(own.values()):
        return own
    return queue_amounts.total(_guaranteed(child) for child in queue.get("queues") or [])


def _applications(path: str, queue: Node) -> Iterator[str]:
    most = queue.get("maxapplications") or 0
    for child in queue.get("queues") or []:
        name, own = f"{path}.{child.get('name')}", child.get("maxapplications") or 0
        if most and not own:
            yield (
                f"queue {name}: maxapplications is missing, and {path} has {most}; write "
                f"1 to {most}"
            )
        if most and own > most:
            yield f"queue {name}: maxapplications {own} is above the {most} of {path}; lower it"
        yield from _applications(name, child)


def _read(queue: Node, kind: str) -> Amounts:
    """Amounts that can be read; of the others there is a line already."""
    amounts = {}
    for resource, text in ((queue.get("resources") or {}).get(kind) or {}).items():
        try:
            amounts[resource] = queue_amounts.parse(resource, text)
        except ValueError:
            continue
    return amounts


def _said(resource: str, amounts: Amounts) -> str:
    return f"{resource} {queue_amounts.shown(resource, amounts[resource])}"
