"""The address budget of a cluster as a person reads it."""

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text


def as_text(found: dict[str, Any]) -> RenderableType:
    """A table of zones, and a line each on units and endpoints.

    Args:
        found: What `strata.plan.addresses` tells.
    """
    table = Table("zone", "nodes and pods live in", box=None, padding=(0, 3, 0, 0))
    table.add_column("nodes", justify="right")
    table.add_column("pods", justify="right")
    for zone in found["zones"]:
        table.add_row(zone["zone"], zone["cidr"], f"{zone['nodes']:,}", f"{zone['pods']:,}")
    table.add_row("all", "", f"{found['nodes']:,}", f"{found['pods']:,}", style="bold")
    return Group(Text("addresses", "bold"), table, *map(Text, _lines(found)), Text())


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield (
        f"a node holds {found['addressesPerNode']} addresses at most, and takes "
        f"{found['networkAddressUnitsPerNode']} network address units"
    )
    units, most = found["networkAddressUnits"], found["networkAddressUnitsQuota"]
    quota = f"of {most:,} units (at most {found['networkAddressUnitsCeiling']:,})"
    if units > most:
        yield (
            f"{found['nodesWithinQuota']:,} nodes fit into the VPC's default quota {quota}; "
            "more need an increase"
        )
    else:
        yield f"{units:,} units in all, within the VPC's default quota {quota}"
    if found["endpoints"]:
        yield (
            f"{found['endpoints']} interface endpoints, {found['endpointsUsdPerHour']:.2f} USD an "
            "hour in us-east-1"
        )
