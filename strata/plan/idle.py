"""What the shared services cost while nobody uses them: part of a platform's plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.compute.instance_types import InstanceType
from components.services.spec import Idle
from layers.cluster import ClusterSettings
from layers.platform import PlatformSettings
from layers.platform.idle import idle
from strata.cost.prices import HOURS_A_MONTH, Price, price

REGION = "us-east-1"
"""Region whose list prices these are."""

_VOLUME = "ebs:gp3"

# How a node's price is split between its vCPUs and its memory, as on the cost dashboards.
# Source: https://github.com/opencost/opencost/blob/v1.120.0/configs/default.json (CPU, RAM)
_VCPU_WEIGHT = 0.031611
_GIB_WEIGHT = 0.004237


@dataclass(frozen=True, kw_only=True, slots=True)
class Nodes:
    """The system nodes, which run the services.

    Attributes:
        type: Their instance type.
        count: How many there are.
    """

    type: InstanceType
    count: int

    @property
    def vcpus(self) -> float:
        """All their vCPUs."""
        return float(self.count * self.type.vcpus)

    @property
    def memory_gib(self) -> float:
        """All their memory, GiB."""
        return self.count * self.type.memory_mib / 1024

    def usd_per_month(self, vcpus: float, memory_gib: float) -> float | None:
        """What a share of one node costs; None: the type's price is not known."""
        if self.type.usd_per_hour is None:
            return None
        whole = self.type.vcpus * _VCPU_WEIGHT + self.type.memory_mib / 1024 * _GIB_WEIGHT
        part = vcpus * _VCPU_WEIGHT + memory_gib * _GIB_WEIGHT
        return HOURS_A_MONTH * self.type.usd_per_hour * part / whole


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What one service, or all of them, cost while nobody uses them.

    Attributes:
        name: Name of the service.
        vcpus: vCPUs that its pods request.
        memory_gib: Memory that they request, GiB.
        usd: US dollars a month.
        unpriced: What is not in there, because its price is not known.
    """

    name: str
    vcpus: float
    memory_gib: float
    usd: float
    unpriced: tuple[str, ...]


def cost(name: str, held: Idle, nodes: Nodes) -> Cost:
    """Price what a service holds."""
    copies = [(pods, pods.copies * (nodes.count if pods.each_node else 1)) for pods in held.pods]
    vcpus = sum(number * pods.millicores for pods, number in copies) / 1000
    memory_gib = sum(number * pods.memory_mib for pods, number in copies) / 1024
    billed = _billed(held)
    prices = {item: _price(item) for item in billed}
    share = nodes.usd_per_month(vcpus, memory_gib)
    unpriced = [item for item, found in prices.items() if found is None]
    if share is None:
        unpriced.append(nodes.type.name)
    beside = sum(
        float(found.usd_per_month) * billed[item] for item, found in prices.items() if found
    )
    return Cost(
        name=name,
        vcpus=vcpus,
        memory_gib=memory_gib,
        usd=(share or 0) + beside,
        unpriced=tuple(sorted(unpriced)),
    )


def costs(environment: str, settings: PlatformSettings, cluster: ClusterSettings) -> list[Cost]:
    """What every service costs, and all of them in the last row."""
    nodes = system_nodes(cluster)
    held = idle(environment, settings, cluster)
    each = [cost(name, one, nodes) for name, one in held.items()]
    every = Cost(
        name="all",
        vcpus=sum(one.vcpus for one in each),
        memory_gib=sum(one.memory_gib for one in each),
        usd=sum(one.usd for one in each),
        unpriced=tuple(sorted({item for one in each for item in one.unpriced})),
    )
    return [*each, every]


def system_nodes(cluster: ClusterSettings) -> Nodes:
    """The system nodes of a cluster."""
    wanted = cluster.system_nodes
    return Nodes(type=wanted.instance(cluster.defaults), count=len(cluster.zones) * wanted.per_zone)


def as_data(
    environment: str, settings: PlatformSettings, cluster: ClusterSettings
) -> dict[str, Any]:
    """`{"services": [{"name", "vcpus", "memoryGib", "usdPerMonth", "unpriced"}], ...}`.

    `nodes` are those that the services run on, with all that they have.
    """
    *each, every = map(_row, costs(environment, settings, cluster))
    nodes = system_nodes(cluster)
    return {
        "services": each,
        "all": every,
        "nodes": {
            "instanceType": nodes.type.name,
            "count": nodes.count,
            "vcpus": nodes.vcpus,
            "memoryGib": nodes.memory_gib,
        },
        "region": REGION,
        "hoursAMonth": HOURS_A_MONTH,
        "pricesOf": _newest(environment, settings, cluster),
    }


def _billed(held: Idle) -> dict[str, int]:
    """What AWS bills for a service beside its share of nodes, and how many of each."""
    return {**(held.billed or {}), _VOLUME: held.volume_gib}


def _price(item: str) -> Price | None:
    """The region's own price; another's does not stand in."""
    found = price(item, REGION)
    return found if found and found.region == REGION else None


def _newest(environment: str, settings: PlatformSettings, cluster: ClusterSettings) -> str:
    """Date of the newest price that counts, `YYYY-MM-DD`."""
    items = {
        item for held in idle(environment, settings, cluster).values() for item in _billed(held)
    }
    return max(found.date for item in items if (found := _price(item))).isoformat()


def _row(one: Cost) -> Mapping[str, Any]:
    return {
        "name": one.name,
        "vcpus": round(one.vcpus, 3),
        "memoryGib": round(one.memory_gib, 3),
        "usdPerMonth": round(one.usd, 2),
        "unpriced": list(one.unpriced),
    }
