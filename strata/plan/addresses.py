"""The address budget of a cluster, and what its endpoints cost: part of its plan."""

from typing import Any

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
    """`{"zones": [{"zone", "cidr", "nodes", "pods"}], "nodes", "pods", ...}`.

    `addressesPerNode` and `networkAddressUnitsPerNode` are a full node's; `nodesWithinQuota` fit
    into the VPC's default quota of units.
    """
    found = address_budget(settings)
    network = settings.network
    return {
        "zones": [
            {"zone": zone.zone, "cidr": str(zone.cidr), "nodes": zone.nodes, "pods": zone.pods}
            for zone in found.zones
        ],
        "nodes": found.nodes,
        "pods": found.pods,
        "addressesPerNode": found.addresses_per_node,
        "networkAddressUnits": found.units,
        "networkAddressUnitsPerNode": found.units_per_node,
        "networkAddressUnitsQuota": NAU_QUOTA,
        "networkAddressUnitsCeiling": NAU_CEILING,
        "nodesWithinQuota": found.nodes_within_quota,
        "endpoints": len(SERVICES[network.endpoints]),
        "endpointsUsdPerHour": usd_per_hour(network.endpoints, len(settings.zones)),
    }
