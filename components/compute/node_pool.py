"""NodePool: what Karpenter may buy for pods of one kind, and when it may take it back.

Source: https://karpenter.sh/v1.14/concepts/nodepools/
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pulumi
import pulumi_kubernetes as kubernetes

from components import names
from components.base import Component
from components.compute import node_class

Requirement = Mapping[str, Any]
Consolidation = Literal["WhenEmpty", "WhenEmptyOrUnderutilized"]


def require(key: str, operator: str, *values: str) -> Requirement:
    """One requirement on an instance type, an offering or a label."""
    return {"key": key, "operator": operator, "values": list(values)}


@dataclass(frozen=True, kw_only=True, slots=True)
class PoolSpec:
    """What one pool is.

    Attributes:
        name: Name of the NodePool.
        pool: Value of its nodes' pool label, and of their taint; pools may share it.
        node_class: What image and disks its nodes get.
        requirements: What an instance type must offer.
        limits: What the pool may hold at the same time, such as `{"cpu": "200"}`.
        weight: Which pool is tried first, 1 to 100, the highest first.
        tainted: Whether only pods that tolerate the pool may run there.
        labels: Further labels of its nodes.
        taints: Further taints of its nodes.
        startup_taints: Taints that something in the cluster takes off once a node is ready.
        consolidation: When a node may be replaced.
        consolidate_after: How long a node stays as it is first, such as `5m`.
        budgets: How many nodes may go at the same time, as disruption budgets.
        expire_after: Age at which a node is drained, whatever the budgets say.
        grace: After it, pods are deleted from a draining node, whatever holds them.
    """

    name: str
    pool: str
    node_class: node_class.ClassSpec
    requirements: Sequence[Requirement]
    limits: Mapping[str, str]
    weight: int
    tainted: bool
    labels: Mapping[str, str] = field(default_factory=dict)
    taints: Sequence[Mapping[str, str]] = ()
    startup_taints: Sequence[Mapping[str, str]] = ()
    consolidation: Consolidation
    consolidate_after: str
    budgets: Sequence[Mapping[str, Any]]
    expire_after: str
    grace: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NodePoolArgs:
    """What a pool needs.

    Attributes:
        spec: What the pool is.
        node_class_name: Name of the EC2NodeClass of its nodes.
    """

    spec: PoolSpec
    node_class_name: pulumi.Input[str]


class NodePool(Component):
    """One Karpenter NodePool."""

    TYPE = "strata:compute:NodePool"

    def __init__(
        self, name: str, args: NodePoolArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        kubernetes.apiextensions.CustomResource(
            self.child("pool"),
            api_version="karpenter.sh/v1",
            kind="NodePool",
            metadata={"name": args.spec.name},
            spec=pulumi.Output.from_input(args.node_class_name).apply(
                lambda class_name: pool(args.spec, class_name)
            ),
            # Deleting waits until the last of its nodes has drained.
            opts=self.child_opts(custom_timeouts=pulumi.CustomTimeouts(delete="30m")),
        )
        self.finish()


def pool(spec: PoolSpec, node_class_name: str) -> dict[str, Any]:
    """The object's `spec`."""
    own = {"key": names.LABEL_POOL, "value": spec.pool, "effect": "NoSchedule"}
    taints = [*([own] if spec.tainted else []), *map(dict, spec.taints)]
    group, _, _ = node_class.API_VERSION.partition("/")
    return {
        "weight": spec.weight,
        "limits": dict(spec.limits),
        "template": {
            "metadata": {"labels": {names.LABEL_POOL: spec.pool, **spec.labels}},
            "spec": {
                "nodeClassRef": {
                    "group": group,
                    "kind": node_class.KIND,
                    "name": node_class_name,
                },
                "expireAfter": spec.expire_after,
                "terminationGracePeriod": spec.grace,
                "requirements": [dict(requirement) for requirement in spec.requirements],
                **({"taints": taints} if taints else {}),
                **(
                    {"startupTaints": [dict(taint) for taint in spec.startup_taints]}
                    if spec.startup_taints
                    else {}
                ),
            },
        },
        "disruption": {
            "consolidationPolicy": spec.consolidation,
            "consolidateAfter": spec.consolidate_after,
            "budgets": [dict(budget) for budget in spec.budgets],
        },
    }
