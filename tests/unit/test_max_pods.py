"""How many pods a node can feed, and what it keeps for itself."""

from math import ceil

import pytest

from components.compute.instance_types import InstanceType, instance_types
from components.compute.max_pods import (
    CniMode,
    eni_limited_pods,
    kube_reserved,
    pod_capacity,
    prefixes,
    reserved_mib,
    reserved_millicores,
)

TYPES = instance_types()


def mode(
    *, prefix_delegation: bool = False, max_enis: int | None = None, custom: bool = False
) -> CniMode:
    return CniMode(prefix_delegation=prefix_delegation, max_enis=max_enis, custom_networking=custom)


# Source: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.22.4/misc/eni-max-pods.txt (default) and
# the formulas of https://docs.aws.amazon.com/eks/latest/best-practices/vpc-cni.html
@pytest.mark.parametrize(
    ("name", "default", "one_interface", "one_with_prefixes"),
    [
        ("c5.2xlarge", 58, 16, 226),
        ("c5.18xlarge", 737, 51, 786),
        ("m5.large", 29, 11, 146),
        ("c7gd.medium", 8, 5, 50),
        ("c5d.large", 29, 11, 146),
        ("c7gd.xlarge", 58, 16, 226),
        ("c7gd.2xlarge", 58, 16, 226),
        ("r8gd.xlarge", 58, 16, 226),
        ("c7gd.4xlarge", 234, 31, 466),
        ("c7gd.12xlarge", 234, 31, 466),
        ("m7gd.8xlarge", 234, 31, 466),
        ("m8gd.4xlarge", 234, 31, 466),
        ("c7gd.16xlarge", 737, 51, 786),
        ("c7gd.metal", 737, 51, 786),
        ("r7gd.16xlarge", 737, 51, 786),
        ("r8gd.24xlarge", 737, 51, 786),
        ("c8gd.48xlarge", 737, 51, 786),
        ("c8i.metal-48xl", 1514, 65, 1010),
        # Two network cards, of which the CNI uses one.
        ("c6in.32xlarge", 394, 51, 786),
    ],
)
def test_capacities_are_those_of_the_cni(
    name: str, default: int, one_interface: int, one_with_prefixes: int
) -> None:
    type_ = TYPES[name]
    assert pod_capacity(type_, mode()) == default
    assert pod_capacity(type_, mode(max_enis=1)) == one_interface
    assert pod_capacity(type_, mode(prefix_delegation=True, max_enis=1)) == one_with_prefixes


def test_custom_networking_costs_an_interface() -> None:
    assert pod_capacity(TYPES["c5.2xlarge"], mode(custom=True)) == 3 * 14 + 2


def test_more_interfaces_never_feed_fewer_pods_on_any_type() -> None:
    for type_ in TYPES.values():
        for prefix_delegation in (False, True):
            capacities = [
                pod_capacity(type_, mode(prefix_delegation=prefix_delegation, max_enis=count))
                for count in (1, 2, type_.enis, None)
            ]
            assert capacities[0] > 2
            assert capacities == sorted(capacities)


def test_prefixes_never_feed_fewer_pods_on_any_type() -> None:
    for type_ in TYPES.values():
        for max_enis in (1, None):
            assert pod_capacity(
                type_, mode(prefix_delegation=True, max_enis=max_enis)
            ) >= pod_capacity(type_, mode(max_enis=max_enis))


def test_more_interfaces_than_a_type_has_feed_no_more() -> None:
    type_ = TYPES["m5.large"]
    assert pod_capacity(type_, mode(max_enis=99)) == pod_capacity(type_, mode())


def test_what_is_not_nitro_takes_single_addresses_whatever_is_asked() -> None:
    # Source: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.22.4/pkg/ipamd/ipamd.go
    xen = TYPES["c4.xlarge"]
    assert pod_capacity(xen, mode(prefix_delegation=True)) == pod_capacity(xen, mode())


def test_bare_metal_takes_prefixes() -> None:
    metal = TYPES["c7gd.metal"]
    assert pod_capacity(metal, mode(prefix_delegation=True, max_enis=1)) == 786


def test_a_custom_network_with_one_interface_feeds_no_pod_of_its_own() -> None:
    for type_ in TYPES.values():
        assert pod_capacity(type_, mode(max_enis=1, custom=True)) == 2


def test_one_interface_with_prefixes_feeds_thirty_pods_on_nitro() -> None:
    with_prefixes = mode(prefix_delegation=True, max_enis=1)
    feeds = {
        type_.name: pod_capacity(type_, with_prefixes)
        for type_ in TYPES.values()
        if type_.hypervisor != "xen" and type_.ipv4_per_eni >= 4
    }
    assert min(feeds.values()) >= 30


# The trap: AL2023 reserves memory for as many pods as all interfaces could feed.
# Source: https://karpenter.sh/v1.14/reference/instance-types/ (memory that is left for pods)
@pytest.mark.parametrize(
    ("name", "reserved", "left"),
    [
        ("r8gd.4xlarge", 2829, 118_253),
        ("c7gd.metal", 8362, 112_720),
        ("m7gd.metal", 8362, 233_962),
        ("r8gd.16xlarge", 8362, 476_445),
    ],
)
def test_left_alone_a_node_reserves_for_pods_that_it_will_never_run(
    name: str, reserved: int, left: int
) -> None:
    assert reserved_mib(eni_limited_pods(TYPES[name])) == reserved
    assert allocatable(TYPES[name], reserved) == left


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("r8gd.4xlarge", 120_058),
        ("c7gd.metal", 120_058),
        ("m7gd.metal", 241_300),
        ("r8gd.16xlarge", 483_783),
    ],
)
def test_what_is_said_about_reserved_memory_goes_to_the_pods(name: str, left: int) -> None:
    assert allocatable(TYPES[name], 1024) == left


def allocatable(type_: InstanceType, reserved: int) -> int:
    """What Karpenter expects pods to get, MiB: less 64 for Graviton, 7.5 %, and 100 for eviction.

    Source: https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/instancetype/types.go
    """
    seen = type_.memory_mib - 64 * (type_.architecture == "arm64")
    return seen - ceil(seen * 0.075) - reserved - 100


def test_reserved_memory_for_thirty_pods_never_exceeds_what_a_larger_node_reserves_anyway() -> None:
    for type_ in TYPES.values():
        if eni_limited_pods(type_) >= 30:
            assert reserved_mib(30) <= reserved_mib(eni_limited_pods(type_))


def test_every_type_keeps_something_for_pods() -> None:
    for type_ in TYPES.values():
        assert reserved_millicores(type_.vcpus) < 1000 * type_.vcpus


def test_all_three_reservations_are_said() -> None:
    assert kube_reserved(30, 96) == {
        "cpu": "310m",
        "memory": "585Mi",
        "ephemeral-storage": "1Gi",
    }


# Source: https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go
@pytest.mark.parametrize(
    ("vcpus", "millicores"), [(1, 60), (2, 70), (4, 80), (8, 90), (16, 110), (64, 230)]
)
def test_reserved_cpu_is_nodeadm_s(vcpus: int, millicores: int) -> None:
    assert reserved_millicores(vcpus) == millicores


@pytest.mark.parametrize(("pods", "count"), [(8, 1), (18, 1), (19, 2), (30, 2), (34, 2), (35, 3)])
def test_pods_on_the_host_s_network_need_no_prefix(pods: int, count: int) -> None:
    assert prefixes(pods) == count
