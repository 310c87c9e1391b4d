"""Whether a pod fits a node of its pool."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from components.compute import default_pools
from components.compute import labels as node_labels
from components.compute.default_pools import BatchWindow
from components.compute.instance_types import InstanceType
from components.compute.max_pods import DEFAULT_MAX_PODS, reserved_mib, reserved_millicores
from components.compute.node_pool import PoolSpec
from components.compute.pool_matching import matching
from components.tenancy import dedicated_pool
from components.tenancy.sizes import SIZES

DAEMONS_MILLICORES = 500
DAEMONS_MIB = 768
"""What DaemonSets of all layers may ask for on a node."""

_GIB = 1024**3
_GB = 10**9

# How many nodes a pool may hold changes nothing about what fits one of them.
_SOME = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """What a node leaves for pods.

    Attributes:
        instance_type: Its instance type.
        millicores: CPU, in thousandths of a vCPU.
        memory_mib: Memory, MiB.
        disk_gib: Local disk, GiB; 0: none of its own.
    """

    instance_type: str
    millicores: int
    memory_mib: int
    disk_gib: int

    def holds(self, *, millicores: int, memory_mib: int, disk_gib: int) -> bool:
        """Whether a pod fits."""
        return (
            millicores <= self.millicores
            and memory_mib <= self.memory_mib
            and disk_gib <= self.disk_gib
        )


@cache
def driver_rooms() -> tuple[Room, ...]:
    """What each node for drivers leaves."""
    return _rooms([default_pools.spark_driver(_SOME)])


@cache
def executor_rooms(*, on_demand: bool) -> tuple[Room, ...]:
    """What each node for executors leaves.

    Args:
        on_demand: Whether only nodes count that are bought on demand.
    """
    window = BatchWindow(schedule="0 0 * * *", duration="8h")
    pools = default_pools.spark_executors(_SOME, _SOME, window)
    return _rooms([pool for pool in pools if not on_demand or _sells_on_demand(pool)])


@cache
def dedicated_rooms() -> tuple[Room, ...]:
    """What each of a tenant's own nodes leaves: every tenant's are alike, and sold in both ways."""
    return _rooms([dedicated_pool.pool_spec("any", SIZES["xs"])])


def largest(rooms: Sequence[Room]) -> Room:
    """The room that holds the most memory."""
    return max(rooms, key=lambda room: (room.memory_mib, room.millicores))


def _sells_on_demand(pool: PoolSpec) -> bool:
    return any(
        one["key"] == node_labels.CAPACITY_TYPE and "on-demand" in one["values"]
        for one in pool.requirements
    )


def _rooms(pools: Sequence[PoolSpec]) -> tuple[Room, ...]:
    types = {one.name: one for pool in pools for one in matching(pool.requirements)}
    return tuple(_room(one) for one in types.values())


def _room(one: InstanceType) -> Room:
    """What a node leaves: the hypervisor, kubelet and DaemonSets take their share first.

    Sources: https://karpenter.sh/v1.14/reference/settings/ (7.5 % of memory) and
    https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/ (100 MiB of
    memory and a tenth of the disk are kept)
    """
    memory = (one.memory_mib - 64) * 0.925 - reserved_mib(DEFAULT_MAX_PODS) - 100 - DAEMONS_MIB
    millicores = one.vcpus * 1000 - reserved_millicores(one.vcpus) - DAEMONS_MILLICORES
    disk = one.local_nvme_gb * _GB * 0.9 / _GIB - 1
    return Room(
        instance_type=one.name,
        millicores=millicores,
        memory_mib=int(memory),
        disk_gib=max(int(disk), 0),
    )
