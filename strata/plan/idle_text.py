"""What idle services cost, as a person reads it."""

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text


def as_text(found: dict[str, Any]) -> RenderableType:
    """A table of services, and a line each on nodes and prices.

    Args:
        found: What `strata.plan.idle` tells.
    """
    table = Table("idle cost", box=None, padding=(0, 3, 0, 0))
    for heading in ("vCPU", "GiB", "USD a month"):
        table.add_column(heading, justify="right")
    for one in found["services"]:
        table.add_row(*_cells(one))
    table.add_row(*_cells(found["all"]), style="bold")
    return Group(table, *map(Text, _lines(found)), Text())


def _cells(one: dict[str, Any]) -> tuple[str, ...]:
    more = " + ?" if one["unpriced"] else ""
    cost = f"{one['usdPerMonth']:,.2f}{more}"
    return one["name"], f"{one['vcpus']:.2f}", f"{one['memoryGib']:.1f}", cost


def _lines(found: dict[str, Any]) -> Iterator[str]:
    every, nodes = found["all"], found["nodes"]
    yield (
        f"vCPU and GiB are shares of {nodes['count']} system nodes, {nodes['instanceType']}: "
        f"{nodes['vcpus']:.0f} vCPU, {nodes['memoryGib']:.0f} GiB"
    )
    yield (
        f"list prices of {found['region']} of {found['pricesOf']}, {found['hoursAMonth']} hours a "
        "month"
    )
    if every["vcpus"] > nodes["vcpus"] or every["memoryGib"] > nodes["memoryGib"]:
        yield (
            "that is more than these nodes have; choose a larger systemNodes.instanceType, or "
            "more systemNodes.perZone"
        )
    if every["unpriced"]:
        yield f"without {', '.join(every['unpriced'])}: no price is known"
