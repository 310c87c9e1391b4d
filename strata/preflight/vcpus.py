"""vCPU quotas: EC2 counts the vCPUs of each kind of instance by itself, Spot apart from on-demand.

Types with other accelerators have quotas too; nothing here can use what they hold.

Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html and
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-limits.html
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from components.compute.instance_types import InstanceType
from components.compute.labels import CAPACITY_TYPE
from components.compute.node_pool import PoolSpec
from components.compute.pool_matching import matching

_STANDARD, _G, _X = r"([acdhimrtz]|im|is)[0-9]", r"(g|gr|vt)[0-9]", r"x[0-9]"


@dataclass(frozen=True, kw_only=True, slots=True)
class VcpuQuota:
    """One quota on vCPUs.

    Attributes:
        name: What it limits.
        code: Quota code at Service Quotas, service `ec2`.
        capacity_type: `on-demand` or `spot`.
        families: What the name of an instance type that counts begins with, as a pattern.
    """

    name: str
    code: str
    capacity_type: str
    families: str

    def at_most(self, pools: Iterable[PoolSpec]) -> int:
        """How many vCPUs count when every pool is at its limit and buys nothing else."""
        return sum(self._of_pool(pool) for pool in pools)

    def counts(self, type_: InstanceType) -> bool:
        """Whether a type counts against the quota."""
        return re.match(self.families, type_.name) is not None

    def _of_pool(self, pool: PoolSpec) -> int:
        if self.capacity_type not in _capacity_types(pool):
            return 0
        counted = [type_ for type_ in matching(pool.requirements) if self.counts(type_)]
        if not counted:
            return 0
        if "cpu" in pool.limits:
            return int(pool.limits["cpu"])
        gpus = int(pool.limits["nvidia.com/gpu"])
        return ceil(gpus * min(type_.vcpus / type_.gpus for type_ in counted))


def _capacity_types(pool: PoolSpec) -> list[str]:
    return [
        value
        for requirement in pool.requirements
        if requirement["key"] == CAPACITY_TYPE
        for value in requirement["values"]
    ]


ON_DEMAND = VcpuQuota(
    name="on-demand vCPUs", code="L-1216C47A", capacity_type="on-demand", families=_STANDARD
)
"""What the system nodes count against as well."""

QUOTAS = (
    ON_DEMAND,
    VcpuQuota(name="Spot vCPUs", code="L-34B43A08", capacity_type="spot", families=_STANDARD),
    VcpuQuota(
        name="on-demand vCPUs of GPU types",
        code="L-DB2E81BA",
        capacity_type="on-demand",
        families=_G,
    ),
    VcpuQuota(name="Spot vCPUs of GPU types", code="L-3819A6DF", capacity_type="spot", families=_G),
    VcpuQuota(
        name="on-demand vCPUs of X types",
        code="L-7295265B",
        capacity_type="on-demand",
        families=_X,
    ),
    VcpuQuota(name="Spot vCPUs of X types", code="L-E3A00192", capacity_type="spot", families=_X),
)
