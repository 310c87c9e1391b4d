"""EC2 instance types, and the labels by which Karpenter chooses them."""

from dataclasses import replace
from importlib import resources

import pytest

from components.compute.instance_types import InstanceType, instance_types

TYPES = instance_types()
AWS = "karpenter.k8s.aws/instance-"


def test_the_table_holds_every_type_once() -> None:
    table = resources.files("components.compute").joinpath("instance_types.csv").read_text()
    rows = [line for line in table.splitlines() if not line.startswith("#")]
    assert len(TYPES) == len(rows) - 1 == 1258


def test_the_table_says_where_it_comes_from() -> None:
    table = resources.files("components.compute").joinpath("instance_types.csv").read_text()
    assert "Source: karpenter-provider-aws v1.14.1" in table.splitlines()[0]


def test_the_table_is_read_once() -> None:
    assert instance_types() is TYPES


def test_a_type_has_its_limits_and_its_price() -> None:
    assert TYPES["r8gd.4xlarge"] == InstanceType(
        name="r8gd.4xlarge",
        architecture="arm64",
        vcpus=16,
        memory_mib=131072,
        local_nvme_gb=950,
        network_mbps=7500,
        ebs_mbps=10000,
        gpus=0,
        gpu_name="",
        enis=8,
        ipv4_per_eni=30,
        hypervisor="nitro",
        usd_per_hour=1.17568,
    )


def test_a_price_that_is_not_told_is_not_nothing() -> None:
    assert TYPES["p5e.48xlarge"].usd_per_hour is None
    assert all(type_.usd_per_hour != 0 for type_ in TYPES.values())


def test_every_type_can_feed_a_pod() -> None:
    for type_ in TYPES.values():
        assert min(type_.vcpus, type_.memory_mib, type_.enis, type_.ipv4_per_eni - 1) >= 1


# Source of each: https://karpenter.sh/v1.14/reference/instance-types/
@pytest.mark.parametrize(
    ("name", "labels"),
    [
        (
            "r8gd.4xlarge",
            {
                "node.kubernetes.io/instance-type": "r8gd.4xlarge",
                "kubernetes.io/arch": "arm64",
                f"{AWS}category": "r",
                f"{AWS}family": "r8gd",
                f"{AWS}generation": "8",
                f"{AWS}size": "4xlarge",
                f"{AWS}cpu": "16",
                f"{AWS}memory": "131072",
                f"{AWS}local-nvme": "950",
                f"{AWS}network-bandwidth": "7500",
                f"{AWS}ebs-bandwidth": "10000",
                f"{AWS}hypervisor": "nitro",
                f"{AWS}capability-flex": "false",
            },
        ),
        (
            "c1.medium",
            {
                "node.kubernetes.io/instance-type": "c1.medium",
                "kubernetes.io/arch": "amd64",
                f"{AWS}category": "c",
                f"{AWS}family": "c1",
                f"{AWS}generation": "1",
                f"{AWS}size": "medium",
                f"{AWS}cpu": "2",
                f"{AWS}memory": "1740",
                f"{AWS}hypervisor": "xen",
                f"{AWS}capability-flex": "false",
            },
        ),
    ],
)
def test_labels_are_those_that_karpenter_gives(name: str, labels: dict[str, str]) -> None:
    assert TYPES[name].labels() == labels


@pytest.mark.parametrize(
    ("name", "category", "generation"),
    [
        ("c7gd.metal", "c", "7"),
        ("im4gn.large", "im", "4"),
        ("inf2.xlarge", "inf", "2"),
        ("c7i-flex.large", "c", "7"),
        ("p6-b200.48xlarge", "p", "6"),
        ("u-6tb1.56xlarge", "u", "1"),
        ("u7i-6tb.112xlarge", "u", "7"),
    ],
)
def test_category_and_generation_are_the_letters_and_the_number_of_the_family(
    name: str, category: str, generation: str
) -> None:
    labels = replace(TYPES["m5.large"], name=name).labels()
    assert (labels[f"{AWS}category"], labels[f"{AWS}generation"]) == (category, generation)


def test_bare_metal_has_a_hypervisor_label_that_is_empty() -> None:
    metal = {name for name in TYPES if ".metal" in name}
    assert metal == {
        name for name, type_ in TYPES.items() if type_.labels()[f"{AWS}hypervisor"] == ""
    }


def test_only_gpu_types_have_gpu_labels() -> None:
    assert TYPES["g5.12xlarge"].labels()[f"{AWS}gpu-name"] == "a10g"
    assert TYPES["g5.12xlarge"].labels()[f"{AWS}gpu-count"] == "4"
    assert not {f"{AWS}gpu-name", f"{AWS}gpu-count"} & set(TYPES["c7gd.metal"].labels())


def test_flex_types_say_so() -> None:
    flexible = {
        name for name, type_ in TYPES.items() if type_.labels()[f"{AWS}capability-flex"] == "true"
    }
    assert flexible == {name for name in TYPES if "-flex." in name} != set()
