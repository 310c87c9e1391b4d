"""How many pods a node can feed, and what it keeps for itself."""

import pytest

from components.compute.instance_types import InstanceType, instance_types
from components.compute.max_pods import (
    CniMode,
    eni_limited_pods,
    kube_reserved,
    pod_capacity,
    prefixes,
    recommended_limit,
    reserved_mib,
    reserved_millicores,
)

TYPES = instance_types()


def mode(
    *, prefix_delegation: bool = False, max_enis: int | None = None, custom: bool = False
) -> CniMode:
    return CniMode(prefix_delegation=prefix_delegation, max_enis=max_enis, custom_networking=custom)


# Source: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/misc/eni-max-pods.txt (default) and
# the formulas of https://docs.aws.amazon.com/eks/latest/best-practices/vpc-cni.html
@pytest.mark.parametrize(
    ("name", "default", "one_interface", "one_with_prefixes"),
    [
        ("c5.2xlarge", 58, 16, 226),
        ("c5.18xlarge", 737, 51, 786),
        ("m5.large", 29, 11, 146),
        ("c7gd.medium", 8, 5, 50),
        ("c7gd.xlarge", 58, 16, 226),
        ("c7gd.4xlarge", 234, 31, 466),
        ("c7gd.16xlarge", 737, 51, 786),
        ("r8gd.24xlarge", 737, 51, 786),
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


def test_more_interfaces_or_prefixes_never_feed_fewer_pods_on_any_type() -> None:
    for type_ in TYPES.values():
        few, more = pod_capacity(type_, mode(max_enis=1)), pod_capacity(type_, mode(max_enis=2))
        assert 2 < few <= more <= pod_capacity(type_, mode())
        assert pod_capacity(type_, mode(prefix_delegation=True, max_enis=1)) > few


def test_one_interface_with_prefixes_feeds_thirty_pods_on_nitro() -> None:
    with_prefixes = mode(prefix_delegation=True, max_enis=1)
    feeds = {
        type_.name: pod_capacity(type_, with_prefixes)
        for type_ in TYPES.values()
        if type_.hypervisor != "xen" and type_.ipv4_per_eni >= 4
    }
    assert min(feeds.values()) >= 30


# The trap: AL2023 reserves memory for as many pods as all interfaces could feed.
@pytest.mark.parametrize(
    ("name", "mebibytes"),
    [("r8gd.4xlarge", 2829), ("c7gd.metal", 8362), ("m7gd.metal", 8362), ("r8gd.16xlarge", 8362)],
)
def test_left_alone_a_node_reserves_for_pods_that_it_will_never_run(
    name: str, mebibytes: int
) -> None:
    assert reserved_mib(eni_limited_pods(TYPES[name])) == mebibytes


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


@pytest.mark.parametrize(("name", "limit"), [("m7g.large", 110), ("m7g.8xlarge", 250)])
def test_aws_recommends_a_limit_by_size(name: str, limit: int) -> None:
    assert recommended_limit(TYPES[name]) == limit


def test_the_table_holds_every_type_once_with_its_limits() -> None:
    assert len(TYPES) == 1258
    assert TYPES["r8gd.4xlarge"] == InstanceType(
        name="r8gd.4xlarge",
        architecture="arm64",
        vcpus=16,
        memory_mib=131072,
        local_nvme_gb=950,
        network_mbps=TYPES["r8gd.4xlarge"].network_mbps,
        ebs_mbps=TYPES["r8gd.4xlarge"].ebs_mbps,
        gpus=0,
        gpu_name="",
        enis=8,
        ipv4_per_eni=30,
        hypervisor="nitro",
        usd_per_hour=TYPES["r8gd.4xlarge"].usd_per_hour,
    )
