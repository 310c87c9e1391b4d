"""What is wrong with a job, told before anything is sent."""

from dataclasses import replace
from typing import Any

import kubernetes_validate
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components import versions
from components.spark import (
    DRIVER_SIZES,
    EXECUTOR_SIZES,
    Executors,
    JobError,
    JobTenant,
    PodSize,
    Shuffle,
    SparkJob,
    application,
    problems,
)
from components.spark.capacity import driver_rooms, executor_rooms
from components.tenancy.sizes import SIZES
from tests.unit.spark.pods import ROLES, pod, task_groups
from tests.unit.spark.samples import JOBS, TENANT
from tests.unit.test_scheduling import mib, millicores

LEAST = JOBS["least"]


def told(tenant: JobTenant = TENANT, run: str = "", **changes: Any) -> list[str]:
    return [str(one) for one in problems(replace(LEAST, **changes), tenant, run)]


@pytest.mark.parametrize("name", JOBS)
def test_nothing_is_wrong_with_the_samples(name: str) -> None:
    assert problems(JOBS[name], TENANT) == []


def test_a_job_that_is_wrong_is_not_rendered() -> None:
    with pytest.raises(JobError) as error:
        application(replace(LEAST, zone="f", main_class="Main"), TENANT)
    assert str(error.value).splitlines() == [
        "mainClass = 'Main': a Python job has none; remove it",
        "zone = 'f': must be auto, any, a or b; write one of them: the cluster has no other zone",
    ]


def test_a_name_leaves_room_for_what_is_added_to_it() -> None:
    assert told(name="a" * 40) == []
    assert told(name="a" * 35, run="20260102") == [
        (
            f"name = '{'a' * 35}': {'a' * 35}-20260102 has 44 characters, and 40 fit; choose a "
            "shorter one"
        )
    ]


def test_a_run_is_a_part_of_a_name() -> None:
    assert told(run="2026_01_02") == [
        (
            "run = '2026_01_02': must hold small letters, digits and - only; write one such as "
            "20260102"
        )
    ]


def test_code_comes_from_s3_or_from_the_image() -> None:
    assert told(main_application_file="https://example.com/a.py") == [
        (
            "mainApplicationFile = 'https://example.com/a.py': must begin with s3:// or local://; "
            "put the file into the tenant's bucket, or into the image"
        )
    ]


def test_a_language_that_nobody_tells_is_asked_for() -> None:
    assert told(main_application_file="s3://b/a.zip") == [
        "type: missing, and the file's ending tells no language; write Python, Scala, Java or R"
    ]


def test_a_jar_needs_a_class() -> None:
    assert told(main_application_file="s3://b/a.jar") == [
        (
            "mainClass: missing, and a Scala job needs one; add it, for example "
            "`mainClass: com.example.Main`"
        )
    ]


REGISTRY = "111122223333.dkr.ecr.eu-west-1.amazonaws.com"


@pytest.mark.parametrize(
    "image",
    [
        "docker.io/apache/spark:4.1.2",
        "apache/spark:4.1.2",
        "etl",
        "etl:latest",
        f"{REGISTRY}/ads/etl",
        f"{REGISTRY}.example.com/ads/etl:1",
        "etl:1 --privileged",
    ],
)
def test_an_image_comes_from_the_account_and_has_a_tag(image: str) -> None:
    assert told(image=image) == [
        (
            f"image = '{image}': must be of {REGISTRY}, not of another tenant, with a tag other "
            "than latest; push it to "
            f"{REGISTRY}/strata-dev/ads/<repository>, and write <repository>:<tag>"
        )
    ]


@pytest.mark.parametrize(
    "image", ["etl:7", f"{REGISTRY}/ads/team/etl:7", f"{REGISTRY}/etl@sha256:{'0' * 64}"]
)
def test_an_image_of_the_account_is_taken(image: str) -> None:
    assert told(image=image) == []


def test_the_platforms_image_has_one_version_of_spark() -> None:
    assert told(spark_version="4.0.1") == [
        (
            f"sparkVersion = '4.0.1': the platform's image has Spark {versions.SPARK}; remove it, "
            "or name an `image` with Spark 4.0.1"
        )
    ]
    assert told(spark_version="4.0.1", image="etl:7") == []


def test_the_least_executors_are_not_more_than_the_most() -> None:
    assert told(executors=Executors(least=3, most=2)) == [
        "executors.max = 2: is less than min, 3; write 3 or more"
    ]


def test_a_tenant_has_a_limit_on_pods() -> None:
    assert told(executors=Executors(most=999)) == []
    assert told(executors=Executors(most=1000)) == [
        (
            "executors.max = 1000: the tenant may have 1000 pods in all, the driver among them; "
            "write 999 or less, or ask for a larger tenant"
        )
    ]


def test_a_driver_that_no_node_holds_is_told_the_largest() -> None:
    assert told(driver=PodSize(cores=8, memory_mib=300 * 1024)) == [
        (
            "driver: no node holds 8 cores, 300Gi; make it smaller: the largest, r7g.8xlarge, "
            "holds 34 cores, 235Gi"
        ),
    ]


def test_an_executor_that_no_node_holds_is_told_the_largest() -> None:
    assert told(
        executors=Executors(most=2), shuffle=Shuffle(size_gib=9000), tenant=larger("xl")
    ) == [
        (
            "executors: no node holds 4 cores, 14Gi and 9000Gi of disk; make it smaller: the "
            "largest, r8gd.24xlarge, holds 105 cores, 708Gi and 4776Gi of disk"
        )
    ]


def larger(size: Any) -> JobTenant:
    return replace(TENANT, size=SIZES[size])


def test_a_job_that_its_queue_never_holds_is_told_so() -> None:
    executors = Executors(least=2, most=9, size=EXECUTOR_SIZES["l"])
    assert told(executors=executors, tenant=larger("s")) == []
    assert told(executors=executors, tenant=larger("xs")) == [
        (
            "executors: the driver and 2 executors ask for 16.2 vCPUs and 62Gi; the tenant's queue "
            "never holds more than 16 and 64Gi; make them smaller or fewer, or ask for a larger "
            "tenant"
        )
    ]


def test_volumes_beyond_the_tenants_quota_are_told() -> None:
    assert told(shuffle=Shuffle(disk="ebs"), tenant=larger("s")) == [
        (
            "shuffle: 20 executors need 20 volumes, 2000Gi in all; the tenant may have 150 and "
            "1024Gi; lower executors.max or shuffle.size, or write `disk: nvme`"
        )
    ]


sizes = st.sampled_from([*DRIVER_SIZES.values(), *EXECUTOR_SIZES.values()]) | st.builds(
    PodSize, cores=st.integers(1, 96), memory_mib=st.integers(1, 800).map(lambda gib: gib * 1024)
)
jobs = st.builds(
    SparkJob,
    name=st.from_regex(r"[a-z]([a-z0-9-]{0,38}[a-z0-9])?", fullmatch=True),
    main_application_file=st.sampled_from(["s3://b/a.py", "local:///a.R"]),
    arguments=st.lists(st.text(max_size=5), max_size=2).map(tuple),
    driver=sizes,
    executors=st.builds(Executors, least=st.integers(1, 4), most=st.integers(4, 900), size=sizes),
    shuffle=st.builds(
        Shuffle,
        disk=st.sampled_from(["nvme", "ebs"]),
        size_gib=st.none() | st.integers(1, 9999),
    ),
    spot=st.sampled_from(["executors", "none"]),
    zone=st.sampled_from(["auto", "any", "a"]),
    gang=st.booleans(),
    dataset=st.sampled_from(["", "clicks"]),
    deadline_seconds=st.none() | st.integers(60, 10**6),
    retries=st.integers(0, 10),
)


@settings(max_examples=60, deadline=None)
@given(job=jobs)
def test_whatever_is_rendered_fits_a_node_and_a_queue(job: SparkJob) -> None:
    if problems(job, TENANT):
        return
    made = application(job, TENANT)
    rooms = {
        "driver": driver_rooms(),
        "executor": executor_rooms(on_demand=job.spot == "none"),
    }
    for role in ROLES:
        requests = pod(made, role)["spec"]["containers"][0]["resources"]["requests"]
        assert any(
            room.holds(
                millicores=millicores(requests["cpu"]),
                memory_mib=mib(requests["memory"]),
                disk_gib=mib(requests.get("ephemeral-storage", "0Gi")) // 1024,
            )
            for room in rooms[role]
        )
    groups = task_groups(made).values()
    held = sum(mib(one["minResource"]["memory"]) * one["minMember"] for one in groups)
    assert held <= TENANT.size.max_gib * 1024


@settings(max_examples=10, deadline=None)
@given(job=jobs)
def test_whatever_is_rendered_becomes_pods_that_kubernetes_knows(job: SparkJob) -> None:
    if problems(job, TENANT):
        return
    made = application(job, TENANT)
    for role in ROLES:
        kubernetes_validate.validate(pod(made, role), versions.KUBERNETES, strict=True)
