"""Which instance types a pool may buy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.compute.instance_types import instance_types
from components.compute.node_pool import PoolSpec, Requirement, require
from components.compute.pool_matching import NoInstanceTypeError, check, matching
from layers.cluster.settings.pools import NodePoolSettings

DEFAULTS = {pool.name: pool for pool in NodePoolSettings().specs()}
AWS = "karpenter.k8s.aws/instance-"


def types_of(pool: PoolSpec) -> set[str]:
    return {type_.name for type_ in matching(pool.requirements)}


@pytest.mark.parametrize("pool", DEFAULTS.values(), ids=lambda pool: pool.name)
def test_every_default_pool_has_fifteen_types_to_choose_from(pool: PoolSpec) -> None:
    # With fewer, Spot replaces no Spot node.
    # Source: https://karpenter.sh/v1.14/concepts/disruption/#consolidation
    assert len(matching(pool.requirements)) >= 15


def test_executors_may_be_bare_metal_which_has_no_hypervisor() -> None:
    assert "c7gd.metal" in types_of(DEFAULTS["spark-executor"])
    assert instance_types()["c7gd.metal"].labels()[f"{AWS}hypervisor"] == ""


def test_executors_go_from_the_newest_spot_to_older_spot_to_on_demand() -> None:
    executors = [pool for pool in DEFAULTS.values() if pool.pool == "spark-executor"]
    ranked = sorted(executors, key=lambda pool: -pool.weight)
    assert [pool.name for pool in ranked] == [
        "spark-executor",
        "spark-executor-older",
        "spark-executor-on-demand",
    ]
    capacity = [pool.requirements[1]["values"] for pool in ranked]
    assert capacity == [["spot"], ["spot"], ["on-demand"]]
    assert not types_of(ranked[0]) & types_of(ranked[1])
    assert types_of(ranked[0]) | types_of(ranked[1]) <= types_of(ranked[2]) | types_of(ranked[1])


def test_every_executor_node_has_a_local_disk() -> None:
    for name, pool in DEFAULTS.items():
        if name.startswith("spark-executor"):
            assert all(type_.local_nvme_gb > 200 for type_ in matching(pool.requirements))


def test_gpu_nodes_have_nvidia_gpus() -> None:
    found = matching(DEFAULTS["gpu"].requirements)
    assert all(type_.gpus >= 1 and "radeon" not in type_.gpu_name for type_ in found)


@pytest.mark.parametrize(
    ("operator", "values", "expected"),
    [
        ("In", ["8"], {"c7gd.2xlarge"}),
        ("NotIn", ["8"], {"c7gd.xlarge"}),
        ("Gt", ["4"], {"c7gd.2xlarge"}),
        ("Gte", ["8"], {"c7gd.2xlarge"}),
        ("Lt", ["8"], {"c7gd.xlarge"}),
        ("Lte", ["4"], {"c7gd.xlarge"}),
        ("Exists", [], {"c7gd.xlarge", "c7gd.2xlarge"}),
        ("DoesNotExist", [], set()),
    ],
)
def test_each_operator_means_what_karpenter_means(
    operator: str, values: list[str], expected: set[str]
) -> None:
    two = require("node.kubernetes.io/instance-type", "In", "c7gd.xlarge", "c7gd.2xlarge")
    found = matching([two, require(f"{AWS}cpu", operator, *values)])
    assert {type_.name for type_ in found} == expected


def test_a_label_that_is_not_there_matches_only_its_absence() -> None:
    no_disk = require("node.kubernetes.io/instance-type", "In", "c7g.xlarge")
    assert matching([no_disk, require(f"{AWS}local-nvme", "DoesNotExist")])
    assert not matching([no_disk, require(f"{AWS}local-nvme", "Gt", "0")])


def test_what_an_offering_says_limits_no_type() -> None:
    spot = require("karpenter.sh/capacity-type", "In", "spot")
    assert len(matching([spot])) == len(instance_types())


def test_a_pool_that_nothing_fits_names_the_requirement_that_empties_it() -> None:
    requirements = [
        require(f"{AWS}family", "In", "c7gd"),
        require(f"{AWS}local-nvme", "Gt", "99999"),
        require(f"{AWS}cpu", "Gte", "8"),
    ]
    with pytest.raises(NoInstanceTypeError) as error:
        check("pool big", requirements)
    assert str(error.value) == (
        "pool big can buy nothing: `instance-local-nvme Gt 99999` leaves none of the 9 instance "
        "types that what stands before it allows; loosen it"
    )


def test_what_empties_a_pool_is_told_without_values_where_it_has_none() -> None:
    requirements = [
        require(f"{AWS}family", "In", "c7g"),
        require(f"{AWS}local-nvme", "Exists"),
    ]
    with pytest.raises(NoInstanceTypeError) as error:
        check("pool big", requirements)
    assert str(error.value) == (
        "pool big can buy nothing: `instance-local-nvme Exists` leaves none of the 9 instance "
        "types that what stands before it allows; loosen it"
    )


def test_a_bound_on_a_label_that_is_no_number_fits_nothing() -> None:
    assert matching([require(f"{AWS}family", "Gt", "0")]) == ()


@pytest.mark.parametrize(
    "key", [f"{AWS}cpu-manufacturer", "karpenter.k8s.aws/capacity-reservation-id", "example.com/a"]
)
def test_what_the_table_does_not_tell_rules_nothing_out(key: str) -> None:
    assert len(matching([require(key, "In", "x")])) == len(instance_types())


WELL_KNOWN = "https://karpenter.sh/v1.14/concepts/scheduling/#well-known-labels"


@pytest.mark.parametrize("key", [f"{AWS}colour", "karpenter.sh/capacity"])
def test_a_label_that_karpenter_does_not_know_is_told(key: str) -> None:
    with pytest.raises(ValueError, match="Karpenter knows no such label") as error:
        matching([require(key, "In", "red")])
    assert str(error.value) == f"{key}: Karpenter knows no such label; write one of {WELL_KNOWN}"


def test_an_operator_that_karpenter_does_not_know_is_told() -> None:
    with pytest.raises(ValueError, match="is no operator") as error:
        matching([require(f"{AWS}cpu", "Equals", "8")])
    assert str(error.value) == (
        "`instance-cpu Equals 8`: Equals is no operator; write one of In, NotIn, Exists, "
        "DoesNotExist, Gt, Gte, Lt, Lte"
    )


@pytest.mark.parametrize(
    ("operator", "values", "words"),
    [("Gt", ["many"], "Gt many"), ("Lte", ["8", "16"], "Lte 8, 16"), ("Gte", [], "Gte")],
)
def test_a_bound_that_is_no_number_is_told(operator: str, values: list[str], words: str) -> None:
    with pytest.raises(ValueError, match="takes one whole number") as error:
        matching([require(f"{AWS}cpu", operator, *values)])
    assert str(error.value) == (
        f"`instance-cpu {words}`: {operator} takes one whole number; write one"
    )


labels = st.sampled_from(
    [f"{AWS}{name}" for name in ("category", "cpu", "family", "generation", "local-nvme", "size")]
)
values = st.lists(st.sampled_from(["c", "r", "8", "16", "c7gd", "7", "474", "xlarge"]), max_size=3)
listed = st.builds(
    lambda key, name, wanted: require(key, name, *wanted),
    labels,
    st.sampled_from(["In", "NotIn", "Exists", "DoesNotExist"]),
    values,
)
bounded = st.builds(
    lambda key, name, bound: require(key, name, str(bound)),
    labels,
    st.sampled_from(["Gt", "Gte", "Lt", "Lte"]),
    st.integers(0, 1000),
)
pools = st.lists(listed | bounded, max_size=4)


@settings(max_examples=25)
@given(pools, listed | bounded)
def test_one_requirement_more_never_adds_a_type(
    requirements: list[Requirement], one_more: Requirement
) -> None:
    assert set(matching([*requirements, one_more])) <= set(matching(requirements))


@settings(max_examples=25)
@given(pools)
def test_a_pool_is_refused_exactly_when_nothing_matches(requirements: list[Requirement]) -> None:
    try:
        check("a pool", requirements)
    except NoInstanceTypeError:
        assert matching(requirements) == ()
    else:
        assert matching(requirements)


@settings(max_examples=25)
@given(labels, values)
def test_not_in_is_all_that_in_leaves(key: str, wanted: list[str]) -> None:
    inside = {type_.name for type_ in matching([require(key, "In", *wanted)])}
    outside = {type_.name for type_ in matching([require(key, "NotIn", *wanted)])}
    assert (inside & outside, inside | outside) == (set(), set(instance_types()))
