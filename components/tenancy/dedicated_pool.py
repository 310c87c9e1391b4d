"""DedicatedPool: nodes that one tenant has for itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components import names
from components.base import Component
from components.compute import labels, node_class
from components.compute.node_class import SPARK_NVME
from components.compute.node_pool import NodePool, NodePoolArgs, PoolSpec, require
from components.tenancy.sizes import Size


@dataclass(frozen=True, kw_only=True, slots=True)
class DedicatedPoolArgs:
    """What a tenant's own nodes need.

    Attributes:
        tenant: The tenant's name.
        size: What the nodes may hold, all together.
        node_class: `spec` of the EC2NodeClass that theirs begins with.
        tags: AWS tags of instances and volumes, by which the bill names the tenant.
    """

    tenant: str
    size: Size
    node_class: pulumi.Input[Mapping[str, Any]]
    tags: Mapping[str, str]


class DedicatedPool(Component):
    """A NodePool whose nodes only the tenant's Spark pods tolerate, with a class of its own.

    The class is the one that the cluster gives executors, but for the tags.
    """

    TYPE = "strata:tenancy:DedicatedPool"

    def __init__(
        self, name: str, args: DedicatedPoolArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        made = kubernetes.apiextensions.CustomResource(
            self.child("class"),
            api_version=node_class.API_VERSION,
            kind=node_class.KIND,
            metadata={"name": names.dedicated_pool(args.tenant)},
            spec=pulumi.Output.from_input(args.node_class).apply(
                lambda spec: {**spec, "tags": dict(args.tags)}
            ),
            # Deleting waits until its last node has drained.
            opts=self.child_opts(custom_timeouts=pulumi.CustomTimeouts(delete="30m")),
        )
        NodePool(
            self.child("nodes"),
            # The ID of an object outside namespaces is its name.
            NodePoolArgs(spec=pool_spec(args.tenant, args.size), node_class_name=made.id),
            opts=self.child_opts(),
        )
        self.finish()


def pool_spec(tenant: str, size: Size) -> PoolSpec:
    """The pool, which drivers and executors share: a tenant's own nodes are few.

    A driver asks for a node on demand by itself; where nothing is asked, Karpenter takes Spot while
    there is some.
    """
    return PoolSpec(
        name=names.dedicated_pool(tenant),
        pool=names.dedicated_pool(tenant),
        node_class=replace(SPARK_NVME, name=names.dedicated_pool(tenant)),
        requirements=(
            require(labels.CAPACITY_TYPE, "In", "spot", "on-demand"),
            require(labels.ARCHITECTURE, "In", "arm64"),
            require(labels.CATEGORY, "In", "c", "m", "r"),
            require(labels.GENERATION, "Gte", "6"),
            require(labels.LOCAL_NVME, "Gt", "200"),
            require(labels.VCPUS, "Gte", "4"),
            require(labels.VCPUS, "Lte", "96"),
        ),
        limits={"cpu": str(size.max_vcpus), "memory": f"{size.max_gib}Gi"},
        weight=100,
        tainted=False,
        labels={names.LABEL_TENANT: tenant},
        taints=({"key": names.LABEL_TENANT, "value": tenant, "effect": "NoSchedule"},),
        consolidation="WhenEmptyOrUnderutilized",
        consolidate_after="5m",
        # With a grace period, drift takes a driver's node in spite of do-not-disrupt.
        # Source: https://karpenter.sh/v1.14/concepts/disruption/#terminationgraceperiod
        budgets=(
            {"nodes": "0", "reasons": ["Drifted"]},
            {"nodes": "10%", "reasons": ["Underutilized"]},
            {"nodes": "100%", "reasons": ["Empty"]},
        ),
        expire_after="336h",
        grace="24h",
    )
