"""Nodes: those that the platform itself needs, and what every node of a class is told."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, Field

from components.cluster.vpc_cni import CniOptions
from components.compute.instance_types import InstanceType, instance_types
from components.compute.karpenter import KarpenterOptions
from components.compute.max_pods import DEFAULT_MAX_PODS, kube_reserved, prefixes
from components.compute.node_class import ClassSpec, KubeletArgs
from components.compute.node_pool import PoolSpec
from components.compute.pool_matching import matching
from layers.aws_values import InstanceTypeName
from layers.profile import Profile
from layers.settings import Settings

# The most that AWS recommends for nodes of fewer than 30 vCPUs, and every class has some.
# Source: https://docs.aws.amazon.com/eks/latest/best-practices/custom-networking.html
MaxPods = Annotated[int, Field(ge=8, le=110)]


def _graviton(name: str) -> str:
    known = instance_types().get(name)
    if known is None:
        raise ValueError("is no EC2 instance type that is known here; write one such as m7g.large")
    if known.architecture != "arm64":
        raise ValueError("is no Graviton type; write one such as m7g.large")
    return name


class SystemNodeSettings(Settings):
    """The managed node group that runs what everything else needs."""

    instance_type: Annotated[InstanceTypeName, AfterValidator(_graviton)] | None = None
    """A Graviton type; unset: `m7g.xlarge` in dev, `m7g.2xlarge` in prod."""

    per_zone: Annotated[int, Field(ge=1, le=5)] = 1
    """Nodes in each zone. They run on demand, and around the clock."""

    max_pods: MaxPods = DEFAULT_MAX_PODS
    """Pods that a node runs at most."""

    def instance(self, profile: Profile) -> InstanceType:
        """Instance type of the nodes."""
        return instance_types()[self.instance_type or profile.system_instance_type]


class NodeClassSettings(Settings):
    """What the nodes of a class are told."""

    max_pods: MaxPods = DEFAULT_MAX_PODS
    """Pods that a node runs at most. 30 takes two prefixes of 16 addresses, and suits executors
    of 4 vCPUs on nodes of up to 64; Karpenter buys smaller nodes when it is too low. What a node
    keeps for itself follows from it. Changing it replaces the nodes of the class, one by one."""


class NodeClassesSettings(Settings):
    """The node classes: what image and disks nodes get."""

    general: NodeClassSettings = NodeClassSettings()
    """A root volume of 100 GiB."""

    spark_nvme: NodeClassSettings = NodeClassSettings()
    """Local NVMe disks as one array that holds pods and images."""

    spark_ebs: NodeClassSettings = NodeClassSettings()
    """A fast root volume of 200 GiB."""

    gpu: NodeClassSettings = NodeClassSettings()
    """A root volume of 200 GiB, and local disks as one array where there are some."""

    def max_pods(self, spec: ClassSpec) -> int:
        """Pods that a node of a class runs at most."""
        settings: NodeClassSettings = getattr(self, spec.name.replace("-", "_"))
        return settings.max_pods


class KarpenterSettings(Settings):
    """How Karpenter decides."""

    cpu: Annotated[str, Field(pattern=r"^[0-9]+m?$", examples=["1"])] | None = None
    """Its CPU request; unset: `500m` in dev, `1` in prod; `4` for a thousand nodes."""

    memory: Annotated[str, Field(pattern=r"^[0-9]+(Mi|Gi)$", examples=["2Gi"])] | None = None
    """Its memory; unset: `1Gi` in dev, `2Gi` in prod; `8Gi` for a thousand nodes."""

    batch_idle_seconds: Annotated[int, Field(ge=1, le=30)] = 1
    """Silence among new pods after which it decides. Bursts of thousands of executors get fewer,
    larger nodes with 3."""

    batch_max_seconds: Annotated[int, Field(ge=1, le=60)] = 10
    """How long it waits for that silence at most."""

    spot_to_spot: bool = False
    """Whether a Spot node may be replaced by a cheaper one: it saves, and interrupts."""

    def options(
        self, profile: Profile, *, isolated: bool, zonal_shift: bool, cni: CniOptions
    ) -> KarpenterOptions:
        """How the controller behaves."""
        return KarpenterOptions(
            cpu=self.cpu or profile.karpenter_cpu,
            memory=self.memory or profile.karpenter_memory,
            batch_idle_seconds=self.batch_idle_seconds,
            batch_max_seconds=self.batch_max_seconds,
            spot_to_spot=self.spot_to_spot,
            isolated=isolated,
            zonal_shift=zonal_shift,
            reserved_enis=1 if cni.custom_networking else 0,
        )


def kubelet(
    spec: ClassSpec, pools: Iterable[PoolSpec], max_pods: int, cni: CniOptions
) -> KubeletArgs:
    """What the kubelet of a class is told; what it keeps follows from the class's largest node."""
    largest = max(
        (
            type_.vcpus
            for pool in pools
            if pool.node_class == spec
            for type_ in matching(pool.requirements)
        ),
        default=0,
    )
    return KubeletArgs(
        max_pods=max_pods,
        kube_reserved=kube_reserved(max_pods, largest),
        # With custom networking the first interface, the only one at launch, feeds no pod.
        prefixes=prefixes(max_pods) if cni.prefix_delegation and not cni.custom_networking else 0,
    )
