"""Pools: what Karpenter may buy."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic.alias_generators import to_camel

from components.compute import default_pools
from components.compute.custom_pool import Architecture, CapacityType, CustomPool, pool_spec
from components.compute.default_pools import BatchWindow
from components.compute.max_pods import pod_capacity
from components.compute.node_pool import PoolSpec
from components.compute.pool_matching import check, matching
from layers.cluster.settings.nodes import NodeClassesSettings
from layers.cluster.settings.pod_network import CniSettings
from layers.settings import Distinct, Settings, in_words

MaxVcpus = Annotated[int, Field(ge=4, le=20_000)]

PoolName = Annotated[
    str,
    in_words(
        "must begin with a letter and hold small letters, digits and -, 40 at most",
        "memory",
        pattern=r"^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$",
    ),
]
_TAKEN = ("general", "gpu", "spark-driver", "spark-executor", "system")

GoDuration = Annotated[
    str, in_words("must be a duration", "5m", pattern=r"^([0-9]+(h|m|s))+$|^Never$")
]


class PoolSettings(Settings):
    """One pool."""

    max_vcpus: MaxVcpus
    """vCPUs that the pool may hold at the same time: the ceiling of its bill."""


class ExecutorPoolSettings(Settings):
    """The pools of Spark executors, which share one label."""

    max_vcpus: MaxVcpus = 2000
    """vCPUs of the newest Spot types, and as many of the generation before them."""

    max_on_demand_vcpus: MaxVcpus = 200
    """vCPUs bought on demand when no Spot is to be had."""


class GpuPoolSettings(Settings):
    """The pool of GPU nodes."""

    max_gpus: Annotated[int, Field(ge=0, le=1000)] = 16
    """GPUs that the pool may hold at the same time; 0: no such pool."""


class BatchWindowSettings(Settings):
    """Hours of every day in which no executor's node is taken to save money."""

    schedule: Annotated[
        str,
        in_words(
            "must be a cron line of five fields, in UTC",
            "0 0 * * *",
            pattern=r"^\S+ \S+ \S+ \S+ \S+$",
        ),
    ] = "0 0 * * *"
    """When they begin, in UTC."""

    duration: Annotated[
        str, in_words("must be hours or minutes", "8h", pattern=r"^[0-9]+h([0-9]+m)?$|^[0-9]+m$")
    ] = "8h"
    """How long they last."""

    def window(self) -> BatchWindow:
        """The hours."""
        return BatchWindow(schedule=self.schedule, duration=self.duration)


class OwnPoolSettings(Settings):
    """A pool in your own words. One that no instance type fits is refused."""

    max_vcpus: MaxVcpus
    """vCPUs that the pool may hold at the same time."""

    capacity_types: Distinct[CapacityType] = Field(default=("spot",), min_length=1)
    """What may be bought."""

    architectures: Distinct[Architecture] = Field(default=("arm64",), min_length=1)
    """Processors; `arm64` is Graviton, a fifth cheaper for the same work."""

    categories: Distinct[
        Annotated[str, in_words("must be a category", "r", pattern=r"^[a-z]+$")]
    ] = ("c", "m", "r")
    """Instance categories; an empty list: any."""

    families: Distinct[
        Annotated[str, in_words("must be a family", "r8gd", pattern=r"^[a-z0-9-]+$")]
    ] = ()
    """Instance families, such as `[r8gd]`; empty: any of the categories."""

    min_generation: Annotated[int, Field(ge=1, le=20)] = 6
    """Lowest generation."""

    min_vcpus: Annotated[int, Field(ge=2, le=192)] = 4
    """vCPUs of the smallest node."""

    max_node_vcpus: Annotated[int, Field(ge=2, le=192)] = 64
    """vCPUs of the largest node: what a lost one takes with it."""

    local_nvme: bool = False
    """Whether nodes must have local disks, which then hold pods and images."""

    weight: Annotated[int, Field(ge=1, le=100)] = 10
    """Which of the pools that fit a pod is tried first, the highest first."""

    tainted: bool = True
    """Whether only pods that tolerate `strata.platform/pool=<name>` may run there."""

    tenant: Annotated[
        str, in_words("must be a tenant's name", "ads", pattern=r"^([a-z][a-z0-9-]*)?$")
    ] = ""
    """Tenant that has the pool for itself; unset: none."""

    consolidate_after: GoDuration = "5m"
    """How long a node stays as it is before it may be replaced."""

    def spec(self, name: str) -> PoolSpec:
        """The pool."""
        return pool_spec(
            CustomPool(
                name=name,
                capacity_types=self.capacity_types,
                architectures=self.architectures,
                categories=self.categories,
                families=self.families,
                min_generation=self.min_generation,
                min_vcpus=self.min_vcpus,
                max_node_vcpus=self.max_node_vcpus,
                local_nvme=self.local_nvme,
                max_vcpus=self.max_vcpus,
                weight=self.weight,
                tainted=self.tainted,
                tenant=self.tenant,
                consolidate_after=self.consolidate_after,
            )
        )

    @model_validator(mode="after")
    def _can_buy_something(self) -> Self:
        check("this pool", self.spec("own").requirements)
        return self


class NodePoolSettings(Settings):
    """The pools that Karpenter buys nodes for. None costs anything while it is empty."""

    general: PoolSettings = PoolSettings.model_validate({"maxVcpus": 200})
    """On-demand nodes for everything that asks for nothing special."""

    spark_driver: PoolSettings = PoolSettings.model_validate({"maxVcpus": 500})
    """On-demand Graviton nodes for Spark drivers only: a lost driver is a lost job."""

    spark_executor: ExecutorPoolSettings = ExecutorPoolSettings()
    """Graviton nodes with local NVMe for Spark executors only: the newest Spot types first, then
    older ones, then on demand."""

    gpu: GpuPoolSettings = GpuPoolSettings()
    """Nodes with NVIDIA GPUs."""

    batch_window: BatchWindowSettings = BatchWindowSettings()
    """Hours of every day in which no executor's node is taken to save money."""

    own: dict[PoolName, OwnPoolSettings] = Field(
        default={}, examples=[{"memory": {"maxVcpus": 500, "families": ["r8gd"]}}]
    )
    """Pools of your own, by name."""

    @model_validator(mode="after")
    def _names_are_free(self) -> Self:
        for name in self.own:
            if name in _TAKEN or name.startswith("spark-executor"):
                raise ValueError(f"own pool {name}: that name is the platform's; write another one")
        return self

    def specs(self) -> tuple[PoolSpec, ...]:
        """Every pool."""
        executors = default_pools.spark_executors(
            self.spark_executor.max_vcpus,
            self.spark_executor.max_on_demand_vcpus,
            self.batch_window.window(),
        )
        gpus = self.gpu.max_gpus
        return (
            default_pools.general(self.general.max_vcpus),
            default_pools.spark_driver(self.spark_driver.max_vcpus),
            *executors,
            *([default_pools.gpu(gpus)] if gpus else []),
            *(settings.spec(name) for name, settings in self.own.items()),
        )


def unfed_pods(
    pools: NodePoolSettings, classes: NodeClassesSettings, cni: CniSettings
) -> list[str]:
    """Pools whose nodes could not give all their pods an address; one line each."""
    found = []
    for pool in pools.specs():
        wanted = classes.max_pods(pool.node_class)
        least, name = min(
            (pod_capacity(type_, cni.mode()), type_.name) for type_ in matching(pool.requirements)
        )
        if least < wanted:
            key = f"nodeClasses.{to_camel(pool.node_class.name.replace('-', '_'))}.maxPods"
            found.append(f"pool {pool.name}: {too_few(name, least, wanted, cni)}{key}: {least}")
    return found


def too_few(type_name: str, least: int, wanted: int, cni: CniSettings) -> str:
    """That a node could not feed its pods, up to the key that would mend it."""
    remedy = "" if cni.prefix_delegation else "cni.prefixDelegation: true or "
    return f"{type_name} gives {least} pods an address, and maxPods is {wanted}; write {remedy}"
