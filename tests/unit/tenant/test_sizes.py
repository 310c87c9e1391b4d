"""What a size means, and what a platform may make of it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.tenancy.limit_range import limits
from components.tenancy.object_quota import hard
from components.tenancy.sizes import SIZES, Size, heard, size_problems, told
from layers.platform.settings import PlatformSettings
from layers.platform.settings.sizes import SizesSettings
from layers.problem import ConfigError
from layers.settings import load
from strata.plan.recording import Recording
from tests.plans import tenant_plan

NAMES = st.sampled_from(list(SIZES))
figures = st.integers(1, 100_000)
sizes = st.builds(
    Size,
    guaranteed_vcpus=figures,
    guaranteed_gib=figures,
    max_vcpus=figures,
    max_gib=figures,
    applications=figures,
    executors=figures,
    storage_gib=figures,
    pods=figures,
)


def table(text: dict[str, Any]) -> SizesSettings:
    return load(SizesSettings, json.dumps(text), "Pulumi.dev-platform.yaml")


def test_the_usual_sizes_have_nothing_wrong() -> None:
    assert [problem for size in SIZES.values() for problem in size_problems(size)] == []


def test_without_a_word_of_the_platform_sizes_are_as_usual() -> None:
    assert table({}).table() == SIZES


@given(name=NAMES, vcpus=st.integers(4096, 100_000))
def test_a_figure_that_a_platform_says_is_the_only_one_that_changes(name: str, vcpus: int) -> None:
    changed = table({name: {"maxVcpus": vcpus}}).table()
    assert {one: size for one, size in changed.items() if one != name} == {
        one: size for one, size in SIZES.items() if one != name
    }
    found, usual = (one[name].told() for one in (changed, SIZES))  # type: ignore[index]
    assert found == {**usual, "max_vcpus": vcpus}


@given(sizes=st.dictionaries(NAMES, sizes))
def test_a_table_is_heard_as_it_was_told(sizes: dict[Any, Size]) -> None:
    # A stack's state knows no whole numbers.
    wire = {
        name: {key: float(value) for key, value in row.items()} for name, row in told(sizes).items()
    }
    assert heard(wire) == sizes


def test_figures_that_contradict_each_other_are_told_all_at_once() -> None:
    with pytest.raises(ConfigError) as error:
        load(
            PlatformSettings,
            json.dumps({"sizes": {"s": {"guaranteedVcpus": 65}, "m": {"pods": 300}}}),
            "Pulumi.dev-platform.yaml",
        )
    assert str(error.value).splitlines() == [
        (
            "Pulumi.dev-platform.yaml: sizes: m has 300 pods for 200 executors, of which one "
            "job's successors wait while it ends; write pods: 400 or more"
        ),
        (
            "Pulumi.dev-platform.yaml: sizes: s guarantees 65 vCPUs of at most 64; lower "
            "guaranteedVcpus or raise maxVcpus"
        ),
    ]


def test_a_platform_s_size_reaches_the_tenant_s_queue_and_quota() -> None:
    plan = tenant_plan(platform="sizes: {s: {maxVcpus: 100, storageGib: 7}}")
    metadata = plan.named("dev-ads-room-namespace").inputs["metadata"]
    quota = json.loads(metadata["annotations"]["yunikorn.apache.org/namespace.quota"])
    assert quota == {"cpu": "100", "memory": "256Gi"}
    hard_ = plan.named("dev-ads-objects-quota").inputs["spec"]["hard"]
    assert hard_["requests.storage"] == "7Gi"


@given(size=sizes, gpus=st.integers(0, 1000))
def test_a_quota_counts_neither_cpu_nor_memory(size: Size, gpus: int) -> None:
    assert not [key for key in hard(size, gpus) if "cpu" in key or "memory" in key]


@given(size=sizes, gpus=st.integers(1, 1000))
def test_a_pod_beyond_the_queue_s_gpus_waits_instead_of_being_refused(
    size: Size, gpus: int
) -> None:
    assert int(hard(size, gpus)["requests.nvidia.com/gpu"]) > gpus
    assert hard(size)["requests.nvidia.com/gpu"] == "0"


@given(size=sizes)
def test_every_application_that_may_run_has_room_for_its_objects(size: Size) -> None:
    found = {key: int(value) for key, value in hard(size).items() if value.isdigit()}
    assert found["count/sparkapplications.sparkoperator.k8s.io"] >= size.applications
    assert found["count/configmaps"] >= 4 * size.applications
    assert found["count/services"] >= 2 * size.applications
    assert found["persistentvolumeclaims"] >= size.executors


def test_a_tenant_reaches_nobody_outside_by_a_service_of_its_own() -> None:
    for size in SIZES.values():
        assert (hard(size)["services.loadbalancers"], hard(size)["services.nodeports"]) == (
            "0",
            "0",
        )


def test_trap_15_no_greatest_amount_of_a_container_becomes_every_container_s() -> None:
    [container] = [one for one in limits() if one["type"] == "Container"]
    assert set(container) == {"type", "default_request", "default"}
    assert set(container["default"]) == {"memory"}


def test_gpus_wait_in_the_queue() -> None:
    plan = tenant_plan("quota: {gpu: 4, maxApps: 7}")
    notes = plan.named("dev-ads-room-namespace").inputs["metadata"]["annotations"]
    quota = json.loads(notes["yunikorn.apache.org/namespace.quota"])
    assert quota["nvidia.com/gpu"] == "4"
    assert notes["yunikorn.apache.org/namespace.maxApps"] == "7"


def test_a_platform_hands_its_table_on(dev: dict[str, Recording]) -> None:
    assert dev["dev-platform"].outputs["sizes"] == told(SIZES)
