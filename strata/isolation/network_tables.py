"""Tables of who reaches what over the network, as rows of text."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from strata.isolation.network_matrix import Row as Connection

NOBODY = "-"

Row = tuple[str, ...]


def outward_rows(connections: Sequence[Connection], pods: Sequence[str]) -> list[Row]:
    """What a tenant's pods reach: a row a target and its ports, with the pods that get there.

    Args:
        connections: Everything that is tried.
        pods: Names of the tenant's pods.
    """
    tried = [one for one in connections if one.source in pods]
    return [
        (target, ports, _said(found, pods, target)) for target, ports, found in _together(tried)
    ]


def inward_rows(connections: Sequence[Connection], pods: Sequence[str]) -> list[Row]:
    """Who of the platform reaches a tenant's pods: a row for each, with what it gets to."""
    tried = [one for one in connections if one.source not in pods]
    sources = dict.fromkeys(one.source for one in tried)
    return [
        (
            source,
            "; ".join(
                f"{one.target}, {one.port}" for one in tried if one.source == source and one.allowed
            )
            or NOBODY,
        )
        for source in sources
    ]


def _together(tried: Iterable[Connection]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Ports of a target on which the same sources get there, as one."""
    by_target = sorted(tried, key=lambda one: one.target.casefold())
    for target, of_target in groupby(by_target, lambda one: one.target):
        reached: dict[str, list[str]] = {}
        for one in of_target:
            sources = reached.setdefault(one.port, [])
            if one.allowed:
                sources.append(one.source)
        alike: dict[tuple[str, ...], list[str]] = {}
        for port, sources in reached.items():
            alike.setdefault(tuple(sources), []).append(port)
        for found, ports in alike.items():
            yield target, ", ".join(ports), found


def _said(found: Sequence[str], pods: Sequence[str], target: str) -> str:
    everyone = [pod for pod in pods if not target.endswith(f" {pod}")]
    if set(found) >= set(everyone):
        return "every pod"
    if len(found) > len(everyone) / 2:
        return f"every pod but {', '.join(pod for pod in everyone if pod not in found)}"
    return ", ".join(found) or NOBODY
