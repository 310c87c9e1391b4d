"""How much a Karpenter pool may buy: its limits, against the types that its requirements allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from components.compute.instance_types import InstanceType
from components.compute.labels import CAPACITY_TYPE
from components.compute.pool_matching import matching
from strata.cost.charge import amount
from strata.plan.recording import Planned

POOL = "kubernetes:karpenter.sh/v1:NodePool"
CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"

_MIB = 1024**2


@dataclass(frozen=True, kw_only=True, slots=True)
class Pool:
    """One NodePool of a plan.

    Attributes:
        urn: Its URN.
        name: Its name in the cluster.
        types: Instance types that it may buy.
        limits: What it may hold: `cpu`, `memory` in MiB, `nvidia.com/gpu`; empty: no limit.
        capacity_types: `on-demand`, `spot`, `reserved`; empty: any.
        node_class: What its EC2NodeClass says; empty: the class is not in the plan.
    """

    urn: str
    name: str
    types: tuple[InstanceType, ...]
    limits: Mapping[str, Decimal]
    capacity_types: frozenset[str]
    node_class: Mapping[str, Any]

    @property
    def may_buy_spot(self) -> bool:
        """Whether Spot is among what it may buy."""
        return not self.capacity_types or "spot" in self.capacity_types

    @property
    def may_buy_on_demand(self) -> bool:
        """Whether on demand is among what it may buy."""
        return not self.capacity_types or "on-demand" in self.capacity_types

    def nodes(self, type_: InstanceType) -> int | None:
        """How many nodes of one type reach a limit; None: none does.

        Karpenter buys as long as a limit is not passed, so the last node may stand beyond it.
        Source: https://karpenter.sh/v1.14/concepts/nodepools/#speclimits
        """
        holds = resources(type_)
        counts = [limit / holds[name] for name, limit in self.limits.items() if holds.get(name)]
        return int(min(counts).to_integral_value(ROUND_CEILING)) if counts else None

    @property
    def most_nodes(self) -> int | None:
        """How many nodes it may have, if all are of its smallest type; None: no limit holds."""
        counts = [self.nodes(type_) for type_ in self.types]
        known = [count for count in counts if count is not None]
        return max(known, default=0) if len(known) == len(counts) else None


def pools(plan: Sequence[Planned]) -> tuple[Pool, ...]:
    """Every NodePool of a plan, by URN."""
    classes = {one.inputs["metadata"]["name"]: one.inputs["spec"] for one in _of_type(plan, CLASS)}
    return tuple(_pool(one, classes) for one in _of_type(plan, POOL))


def resources(type_: InstanceType) -> Mapping[str, Decimal]:
    """What a node counts for against a pool's limits."""
    return {
        "cpu": Decimal(type_.vcpus),
        "memory": Decimal(type_.memory_mib),
        "nvidia.com/gpu": Decimal(type_.gpus),
    }


def _pool(resource: Planned, classes: Mapping[str, Mapping[str, Any]]) -> Pool:
    spec = resource.inputs["spec"]
    template = spec["template"]["spec"]
    requirements = template.get("requirements", [])
    limits = {name: amount(value) for name, value in spec.get("limits", {}).items()}
    return Pool(
        urn=resource.urn,
        name=str(resource.inputs["metadata"]["name"]),
        types=matching(requirements),
        limits={
            name: value / _MIB if name == "memory" else value
            for name, value in limits.items()
            if value is not None
        },
        capacity_types=frozenset(
            value
            for requirement in requirements
            if requirement["key"] == CAPACITY_TYPE and requirement["operator"] == "In"
            for value in requirement["values"]
        ),
        node_class=classes.get(template["nodeClassRef"]["name"], {}),
    )


def _of_type(plan: Sequence[Planned], type_: str) -> list[Planned]:
    return [resource for resource in plan if resource.type == type_]
