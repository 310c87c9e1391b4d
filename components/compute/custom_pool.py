"""A pool that a platform team describes in its own words."""

from dataclasses import dataclass
from typing import Literal

from components import names
from components.compute import labels
from components.compute.default_pools import vcpu_limits
from components.compute.node_class import GENERAL, SPARK_NVME
from components.compute.node_pool import PoolSpec, Requirement, require

CapacityType = Literal["reserved", "spot", "on-demand"]
Architecture = Literal["arm64", "amd64"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomPool:
    """What a pool of one's own is.

    Attributes:
        name: Name of the pool, and value of its nodes' pool label.
        capacity_types: What may be bought; the first that exists is the cheapest.
        architectures: Processors.
        categories: Instance categories, such as `r`; empty: any.
        families: Instance families, such as `r8gd`; empty: any.
        min_generation: Lowest generation, such as 7.
        min_vcpus: Smallest node.
        max_node_vcpus: Largest node.
        local_nvme: Whether nodes must have local disks; they become one array.
        max_vcpus: vCPUs that the pool may hold at the same time.
        weight: Which pool is tried first, 1 to 100, the highest first.
        tainted: Whether only pods that tolerate the pool may run there.
        tenant: Tenant that has it for itself; empty: none.
        consolidate_after: How long a node stays as it is, such as `5m`.
    """

    name: str
    capacity_types: tuple[CapacityType, ...]
    architectures: tuple[Architecture, ...]
    categories: tuple[str, ...]
    families: tuple[str, ...]
    min_generation: int
    min_vcpus: int
    max_node_vcpus: int
    local_nvme: bool
    max_vcpus: int
    weight: int
    tainted: bool
    tenant: str
    consolidate_after: str


def pool_spec(wanted: CustomPool) -> PoolSpec:
    """The pool, bounded like every other one."""
    tenant = {"key": names.LABEL_TENANT, "value": wanted.tenant, "effect": "NoSchedule"}
    return PoolSpec(
        name=wanted.name,
        pool=wanted.name,
        node_class=SPARK_NVME if wanted.local_nvme else GENERAL,
        requirements=_requirements(wanted),
        limits=vcpu_limits(wanted.max_vcpus),
        weight=wanted.weight,
        tainted=wanted.tainted,
        labels={names.LABEL_TENANT: wanted.tenant} if wanted.tenant else {},
        taints=(tenant,) if wanted.tenant else (),
        consolidation="WhenEmptyOrUnderutilized",
        consolidate_after=wanted.consolidate_after,
        budgets=({"nodes": "10%"},),
        expire_after="336h",
        grace="2h",
    )


def _requirements(wanted: CustomPool) -> tuple[Requirement, ...]:
    found = [
        require(labels.CAPACITY_TYPE, "In", *wanted.capacity_types),
        require(labels.ARCHITECTURE, "In", *wanted.architectures),
    ]
    if wanted.categories:
        found.append(require(labels.CATEGORY, "In", *wanted.categories))
    if wanted.families:
        found.append(require(labels.FAMILY, "In", *wanted.families))
    found += [
        require(labels.GENERATION, "Gte", str(wanted.min_generation)),
        require(labels.VCPUS, "Gte", str(wanted.min_vcpus)),
        require(labels.VCPUS, "Lte", str(wanted.max_node_vcpus)),
    ]
    if wanted.local_nvme:
        found.append(require(labels.LOCAL_NVME, "Exists"))
    return tuple(found)
