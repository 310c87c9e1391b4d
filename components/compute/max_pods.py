"""How many pods a node can feed with addresses, and what it keeps for itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from components.compute.instance_types import InstanceType

DEFAULT_MAX_PODS = 30
"""Two prefixes of 16 addresses: enough for executors of 4 vCPUs on 64, and what one interface of
the smallest types can feed."""

_PREFIX = 16
# kube-proxy and aws-node use the node's own address.
_ON_HOST_NETWORK = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class CniMode:
    """How the VPC CNI gives addresses.

    Attributes:
        prefix_delegation: Whether an interface takes addresses by sixteen.
        max_enis: Network interfaces that a node may use; None: all that its type has.
        custom_networking: Whether pods live in other subnets, so that no pod uses the first one.
    """

    prefix_delegation: bool
    max_enis: int | None
    custom_networking: bool


def pod_capacity(instance_type: InstanceType, mode: CniMode) -> int:
    """Pods that a node of this type can run, those on the host's network among them.

    Sources: https://docs.aws.amazon.com/eks/latest/best-practices/vpc-cni.html and
    https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.22.4/pkg/ipamd/ipamd.go (MAX_ENI; prefixes
    need Nitro, and any other type falls back to single addresses)
    """
    enis = min(instance_type.enis, mode.max_enis or instance_type.enis)
    feeding = enis - 1 if mode.custom_networking else enis
    slots = feeding * (instance_type.ipv4_per_eni - 1)
    by_prefix = mode.prefix_delegation and instance_type.hypervisor != "xen"
    return slots * (_PREFIX if by_prefix else 1) + _ON_HOST_NETWORK


def prefixes(max_pods: int) -> int:
    """Prefixes of 16 addresses that feed so many pods, of which two use the node's own address."""
    return ceil(max(addressed_pods(max_pods), 1) / _PREFIX)


def addressed_pods(max_pods: int) -> int:
    """Pods with an address of their own, of so many: two use the node's."""
    return max_pods - _ON_HOST_NETWORK


def kube_reserved(max_pods: int, vcpus: int) -> Mapping[str, str]:
    """What a node keeps from pods for kubelet and runtime, by nodeadm's own formulas.

    All three keys are said: what nodeadm does with a part of them is not documented.

    Args:
        max_pods: Pods that the node runs at most.
        vcpus: vCPUs of the largest node that gets this.

    Source: https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go
    """
    return {
        "cpu": f"{reserved_millicores(vcpus)}m",
        "memory": f"{reserved_mib(max_pods)}Mi",
        "ephemeral-storage": "1Gi",
    }


def reserved_mib(pods: int) -> int:
    """Memory that nodeadm keeps for a number of pods, MiB."""
    return 11 * pods + 255


def reserved_millicores(vcpus: int) -> int:
    """CPU that nodeadm keeps: 6 % of the first core, then 1, 0.5 twice, and 0.25 % of the rest."""
    shares = [60.0, 10.0, 5.0, 5.0][:vcpus]
    return int(sum(shares) + 2.5 * max(vcpus - len(shares), 0))


def eni_limited_pods(instance_type: InstanceType) -> int:
    """Pods that all interfaces of a type could feed, address by address.

    AL2023 reserves memory for so many unless kubeReserved is said, whatever maxPods says.
    """
    every_address = CniMode(prefix_delegation=False, max_enis=None, custom_networking=False)
    return pod_capacity(instance_type, every_address)
