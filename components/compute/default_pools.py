"""The pools that every cluster has: drivers, executors, GPUs, everything else.

Instance families and what they hold: https://karpenter.sh/v1.14/reference/instance-types/
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.compute import labels
from components.compute.node_class import GENERAL, GPU, SPARK_EBS, SPARK_NVME
from components.compute.node_pool import PoolSpec, require

GIB_PER_VCPU = 8
"""The most memory that a type of the families c, m and r has for a vCPU."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchWindow:
    """Hours in which no executor's node is taken for the sake of money or a new image.

    Attributes:
        schedule: When it begins, as a cron line of five fields, in UTC.
        duration: How long it lasts, such as `8h`.
    """

    schedule: str
    duration: str


def vcpu_limits(vcpus: int) -> Mapping[str, str]:
    """Limits of a pool that may hold so many vCPUs."""
    return {"cpu": str(vcpus), "memory": f"{vcpus * GIB_PER_VCPU}Gi"}


def general(max_vcpus: int) -> PoolSpec:
    """On-demand nodes for everything that asks for nothing special."""
    return PoolSpec(
        name="general",
        pool="general",
        node_class=GENERAL,
        limits=vcpu_limits(max_vcpus),
        weight=5,
        tainted=False,
        requirements=(
            require(labels.CAPACITY_TYPE, "In", "on-demand"),
            require(labels.ARCHITECTURE, "In", "arm64", "amd64"),
            require(labels.CATEGORY, "In", "c", "m", "r"),
            require(labels.GENERATION, "Gte", "6"),
            # What a node keeps for itself is one amount a class: on a single core it would take a
            # quarter.
            require(labels.VCPUS, "Gte", "2"),
            require(labels.VCPUS, "Lte", "64"),
        ),
        # Pods here mount EBS volumes: the driver takes this off when its node part is ready.
        startup_taints=({"key": "ebs.csi.aws.com/agent-not-ready", "effect": "NoExecute"},),
        consolidation="WhenEmptyOrUnderutilized",
        consolidate_after="10m",
        budgets=({"nodes": "1"},),
        expire_after="720h",
        grace="1h",
    )


def spark_driver(max_vcpus: int) -> PoolSpec:
    """On-demand nodes for Spark drivers: a lost driver is a lost job."""
    return PoolSpec(
        name="spark-driver",
        pool="spark-driver",
        node_class=SPARK_EBS,
        limits=vcpu_limits(max_vcpus),
        weight=50,
        tainted=True,
        requirements=(
            require(labels.CAPACITY_TYPE, "In", "on-demand"),
            require(labels.ARCHITECTURE, "In", "arm64"),
            require(labels.CATEGORY, "In", "c", "m", "r"),
            require(labels.GENERATION, "Gte", "7"),
            require(labels.VCPUS, "In", "4", "8", "16", "32"),
        ),
        consolidation="WhenEmpty",
        consolidate_after="5m",
        # With a grace period, drift takes nodes in spite of do-not-disrupt: the first line stops
        # that. Source: https://karpenter.sh/v1.14/concepts/disruption/#terminationgraceperiod
        budgets=(
            {"nodes": "0", "reasons": ["Drifted", "Underutilized"]},
            {"nodes": "20%", "reasons": ["Empty"]},
        ),
        expire_after="336h",
        grace="24h",
    )


def spark_executors(
    max_vcpus: int, max_on_demand_vcpus: int, window: BatchWindow
) -> tuple[PoolSpec, ...]:
    """Nodes with local NVMe for Spark executors, tried in this order.

    All share one label and one taint, so a pod names no generation. Nothing asks for a hypervisor:
    bare metal has none, and it is cheap Spot capacity.
    """
    spot = require(labels.CAPACITY_TYPE, "In", "spot")
    quiet: dict[str, Any] = {
        "nodes": "0",
        "schedule": window.schedule,
        "duration": window.duration,
        "reasons": ["Underutilized", "Drifted"],
    }
    newest = _executors(
        "spark-executor",
        (
            spot,
            require(labels.CATEGORY, "In", "c", "m", "r"),
            require(labels.GENERATION, "Gte", "7"),
            require(labels.LOCAL_NVME, "Gt", "200"),
            require(labels.VCPUS, "Gte", "8"),
            require(labels.VCPUS, "Lte", "96"),
        ),
        weight=100,
        max_vcpus=max_vcpus,
        budgets=(quiet, {"nodes": "10%", "reasons": ["Underutilized", "Drifted"]}, _EMPTY),
    )
    older = _executors(
        "spark-executor-older",
        (
            spot,
            require(labels.FAMILY, "In", "c6gd", "m6gd", "r6gd"),
            require(labels.VCPUS, "Gte", "8"),
        ),
        weight=60,
        max_vcpus=max_vcpus,
        budgets=(quiet, {"nodes": "20%", "reasons": ["Underutilized", "Drifted"]}, _EMPTY),
    )
    on_demand = _executors(
        "spark-executor-on-demand",
        (
            require(labels.CAPACITY_TYPE, "In", "on-demand"),
            require(labels.CATEGORY, "In", "c", "m", "r"),
            require(labels.GENERATION, "Gte", "6"),
            require(labels.LOCAL_NVME, "Gt", "200"),
            require(labels.VCPUS, "Gte", "8"),
            require(labels.VCPUS, "Lte", "96"),
        ),
        weight=10,
        max_vcpus=max_on_demand_vcpus,
        # Dear: given back as soon as it may go.
        budgets=({"nodes": "30%"},),
        consolidate_after="2m",
    )
    return newest, older, on_demand


_EMPTY = {"nodes": "100%", "reasons": ["Empty"]}


def _executors(
    name: str,
    requirements: tuple[Mapping[str, Any], ...],
    *,
    weight: int,
    max_vcpus: int,
    budgets: tuple[Mapping[str, Any], ...],
    consolidate_after: str = "5m",
) -> PoolSpec:
    return PoolSpec(
        name=name,
        pool="spark-executor",
        node_class=SPARK_NVME,
        limits=vcpu_limits(max_vcpus),
        weight=weight,
        tainted=True,
        requirements=(require(labels.ARCHITECTURE, "In", "arm64"), *requirements),
        # Longer than Spark keeps an idle executor, so that a node is not taken between two stages.
        consolidation="WhenEmptyOrUnderutilized",
        consolidate_after=consolidate_after,
        budgets=budgets,
        expire_after="168h",
        grace="2h",
    )


def gpu(max_gpus: int) -> PoolSpec:
    """NVIDIA GPUs: reserved capacity first, then Spot, then on-demand."""
    return PoolSpec(
        name="gpu",
        pool="gpu",
        node_class=GPU,
        limits={"nvidia.com/gpu": str(max_gpus)},
        weight=20,
        tainted=True,
        # Without this label the device plugin's chart finds no node.
        labels={"nvidia.com/gpu.present": "true"},
        requirements=(
            require(labels.CAPACITY_TYPE, "In", "reserved", "spot", "on-demand"),
            require(labels.ARCHITECTURE, "In", "amd64"),
            require(labels.FAMILY, "In", "g5", "g6", "g6e", "g7e"),
            require(labels.GPU_COUNT, "Gte", "1"),
        ),
        consolidation="WhenEmpty",
        consolidate_after="15m",
        budgets=({"nodes": "10%"},),
        expire_after="168h",
        grace="2h",
    )
