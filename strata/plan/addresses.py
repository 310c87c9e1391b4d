"""The address budget of a cluster, and what its endpoints cost: part of its plan."""

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from components.compute.max_pods import addressed_pods, prefixes
from components.network.address_budget import NAU_CEILING, NAU_QUOTA, AddressBudget
from components.network.endpoints import SERVICES, usd_per_hour
from layers.cluster import ClusterSettings


def address_budget(settings: ClusterSettings) -> AddressBudget:
    """What fits, if every node is an executors' node: those are the many."""
    max_pods = settings.node_classes.spark_nvme.max_pods
    held = prefixes(max_pods) if settings.cni.prefix_delegation else 0
    return settings.network.address_budget(
        settings.zones, prefixes=held, pods=addressed_pods(max_pods)
    )


def as_data(settings: ClusterSettings) -> dict[str, Any]:
    """`{"zones": [{"zone", "cidr", "nodes", "pods"}], "nodes", "pods", "units", ...}`."""
    found = address_budget(settings)
    return {
        "zones": [
            {"zone": zone.zone, "cidr": str(zone.cidr), "nodes": zone.nodes, "pods": zone.pods}
            for zone in found.zones
        ],
        "nodes": found.nodes,
        "pods": found.pods,
        "networkAddressUnits": found.units,
        "networkAddressUnitsQuota": NAU_QUOTA,
        "endpointsUsdPerHour": _endpoints(settings),
    }


def as_text(settings: ClusterSettings) -> RenderableType:
    """A table of zones, and a line each on units and endpoints."""
    found = address_budget(settings)
    table = Table("zone", "nodes and pods live in", box=None, padding=(0, 3, 0, 0))
    table.add_column("nodes", justify="right")
    table.add_column("pods", justify="right")
    for zone in found.zones:
        table.add_row(zone.zone, str(zone.cidr), f"{zone.nodes:,}", f"{zone.pods:,}")
    table.add_row("all", "", f"{found.nodes:,}", f"{found.pods:,}", style="bold")
    return Group(Text("addresses", "bold"), table, *map(Text, _lines(settings, found)), Text())


def _lines(settings: ClusterSettings, found: AddressBudget) -> list[str]:
    lines = [
        (
            f"a node holds {found.addresses_per_node} addresses at most, and takes "
            f"{found.units_per_node} network address units"
        )
    ]
    quota = f"of {NAU_QUOTA:,} units (at most {NAU_CEILING:,})"
    if found.units > NAU_QUOTA:
        lines.append(
            f"{found.nodes_within_quota:,} nodes fit into the VPC's default quota {quota}; "
            "more need an increase"
        )
    else:
        lines.append(f"{found.units:,} units in all, within the VPC's default quota {quota}")
    network = settings.network
    count = len(SERVICES[network.endpoints])
    if count:
        lines.append(
            f"{count} interface endpoints, {_endpoints(settings):.2f} USD an hour in us-east-1"
        )
    return lines


def _endpoints(settings: ClusterSettings) -> float:
    return usd_per_hour(settings.network.endpoints, len(settings.zones))
