"""NodePool: what Karpenter may buy for pods of one kind, and when it may take it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components import names
from components.base import Component
from components.compute import node_class

_GIB_PER_VCPU = 8

Requirement = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class PoolSpec:
    """What one pool is.

    Attributes:
        pool: Name of the pool, and value of its nodes' pool label.
        tainted: Whether only pods that tolerate the pool may run there.
        root_gib: Size of the root volume, GiB.
        local_nvme: Whether the local disks become one array that holds pods and images.
        requirements: What an instance type must offer, as NodePool requirements.
        consolidation: When a node may be replaced: `WhenEmpty` or `WhenEmptyOrUnderutilized`.
        consolidate_after: How long a node stays as it is first, such as `5m`.
        budgets: How many nodes may go at the same time, as NodePool disruption budgets.
        expire_after: Age at which a node is drained, whatever the budgets say.
        grace: After it, pods are deleted from a draining node, whatever holds them.
    """

    pool: str
    tainted: bool
    root_gib: int
    local_nvme: bool
    requirements: Sequence[Requirement]
    consolidation: str
    consolidate_after: str
    budgets: Sequence[Mapping[str, Any]]
    expire_after: str
    grace: str


def _require(key: str, operator: str, *values: str) -> Requirement:
    return {"key": key, "operator": operator, "values": list(values)}


GENERAL = PoolSpec(
    pool="general",
    tainted=False,
    root_gib=100,
    local_nvme=False,
    requirements=(
        _require("karpenter.sh/capacity-type", "In", "on-demand"),
        _require("kubernetes.io/arch", "In", "arm64", "amd64"),
        _require("karpenter.k8s.aws/instance-category", "In", "c", "m", "r"),
        _require("karpenter.k8s.aws/instance-generation", "Gte", "6"),
    ),
    consolidation="WhenEmptyOrUnderutilized",
    consolidate_after="10m",
    budgets=({"nodes": "1"},),
    expire_after="720h",
    grace="1h",
)

# Nothing here asks for a hypervisor: bare metal has none, and it is cheap Spot capacity.
SPARK_EXECUTOR = PoolSpec(
    pool="spark-executor",
    tainted=True,
    root_gib=50,
    local_nvme=True,
    requirements=(
        _require("karpenter.sh/capacity-type", "In", "spot"),
        _require("kubernetes.io/arch", "In", "arm64"),
        _require("karpenter.k8s.aws/instance-category", "In", "c", "m", "r"),
        _require("karpenter.k8s.aws/instance-generation", "Gte", "7"),
        _require("karpenter.k8s.aws/instance-local-nvme", "Gt", "200"),
        _require("karpenter.k8s.aws/instance-cpu", "Gte", "8"),
        _require("karpenter.k8s.aws/instance-cpu", "Lte", "96"),
    ),
    # Longer than Spark keeps an idle executor, so that a node is not taken between two stages.
    consolidation="WhenEmptyOrUnderutilized",
    consolidate_after="5m",
    budgets=(
        {"nodes": "10%", "reasons": ["Underutilized", "Drifted"]},
        {"nodes": "100%", "reasons": ["Empty"]},
    ),
    expire_after="168h",
    grace="2h",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class NodePoolArgs:
    """What a pool needs.

    Attributes:
        spec: What the pool is.
        node_class_name: Name of the EC2NodeClass of its nodes.
        max_vcpus: vCPUs that it may buy at the same time.
    """

    spec: PoolSpec
    node_class_name: pulumi.Input[str]
    max_vcpus: int


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
            metadata={"name": args.spec.pool},
            spec=pulumi.Output.from_input(args.node_class_name).apply(
                lambda class_name: pool(args.spec, class_name, args.max_vcpus)
            ),
            # Deleting waits until the last of its nodes has drained.
            opts=self.child_opts(custom_timeouts=pulumi.CustomTimeouts(delete="30m")),
        )
        self.finish()


def pool(spec: PoolSpec, node_class_name: str, max_vcpus: int) -> dict[str, Any]:
    """The object's `spec`.

    Source: https://karpenter.sh/v1.14/concepts/nodepools/
    """
    taint = {"key": names.LABEL_POOL, "value": spec.pool, "effect": "NoSchedule"}
    group, _, _ = node_class.API_VERSION.partition("/")
    return {
        "limits": {"cpu": str(max_vcpus), "memory": f"{max_vcpus * _GIB_PER_VCPU}Gi"},
        "template": {
            "metadata": {"labels": {names.LABEL_POOL: spec.pool}},
            "spec": {
                "nodeClassRef": {
                    "group": group,
                    "kind": node_class.KIND,
                    "name": node_class_name,
                },
                "expireAfter": spec.expire_after,
                "terminationGracePeriod": spec.grace,
                "requirements": [dict(requirement) for requirement in spec.requirements],
                **({"taints": [taint]} if spec.tainted else {}),
            },
        },
        "disruption": {
            "consolidationPolicy": spec.consolidation,
            "consolidateAfter": spec.consolidate_after,
            "budgets": [dict(budget) for budget in spec.budgets],
        },
    }
