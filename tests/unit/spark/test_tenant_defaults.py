"""What a tenant's jobs get that do not say otherwise."""

from dataclasses import replace
from pathlib import Path

import pytest

from components.spark import JobTenant, Shuffle, SparkJob, application, problems
from components.tenancy.priority_classes import PRIORITIES, Priority
from layers.problem import ConfigError
from layers.spark_job import read
from tests.plans import tenant_plan
from tests.unit.spark.samples import JOBS, TENANT

LEAST = "name: clicks\nmainApplicationFile: s3://b/clicks.py\n"


def job(tmp_path: Path, text: str, tenant: JobTenant = TENANT) -> SparkJob:
    file = tmp_path / "job.yaml"
    file.write_text(text)
    return read(file, tenant).job


def test_a_job_that_says_no_number_may_have_what_the_size_says(tmp_path: Path) -> None:
    assert job(tmp_path, LEAST).executors.most == TENANT.size.executors


@pytest.mark.parametrize("key", ["spark", "notebooks"])
def test_nothing_may_have_more_executors_than_the_tenant_has_pods(key: str) -> None:
    with pytest.raises(ConfigError) as error:
        tenant_plan(f"size: xs\n{key}: {{maxExecutors: 100}}")
    assert str(error.value) == (
        f"stacks/Pulumi.dev-tenant-ads.yaml: {key}.maxExecutors = 100: the tenant may have 100 "
        "pods in all, a driver among them; write 99 or less, or ask for a larger size"
    )
    tenant_plan(f"size: xs\n{key}: {{maxExecutors: 99}}")


def test_a_notebook_may_have_no_more_executors_than_the_tenant_has_volumes_for() -> None:
    lines = "size: xs\nspark: {{shuffle: {disk}}}\nnotebooks: {{maxExecutors: {most}}}"
    with pytest.raises(ConfigError) as error:
        tenant_plan(lines.format(disk="ebs", most=3))
    assert str(error.value) == (
        "stacks/Pulumi.dev-tenant-ads.yaml: notebooks.maxExecutors = 3: with shuffle on volumes "
        "they need 300Gi, and the tenant may have 200Gi; write less, or `spark: {shuffle: nvme}`, "
        "or ask for a larger size"
    )
    assert tenant_plan(lines.format(disk="ebs", most=2))
    assert tenant_plan(lines.format(disk="nvme", most=3))


def test_a_tenant_may_say_how_its_jobs_are(tmp_path: Path) -> None:
    tenant = replace(TENANT, max_executors=3, spot="none", shuffle="ebs")
    found = job(tmp_path, LEAST, tenant)
    assert (found.executors.most, found.spot, found.shuffle.disk) == (3, "none", "ebs")


def test_a_job_s_own_word_counts_more_than_the_tenant_s(tmp_path: Path) -> None:
    tenant = replace(TENANT, max_executors=3, spot="none", shuffle="ebs")
    text = LEAST + "executors: {max: 7}\nspot: executors\nshuffle: {disk: nvme}\npriority: low\n"
    found = job(tmp_path, text, tenant)
    assert (found.executors.most, found.spot, found.shuffle.disk) == (7, "executors", "nvme")
    assert found.priority == "low"


@pytest.mark.parametrize(
    ("highest", "usual"), [("low", "low"), ("normal", "normal"), ("high", "normal")]
)
def test_a_job_is_of_normal_priority_where_the_tenant_has_it(
    highest: Priority, usual: Priority, tmp_path: Path
) -> None:
    tenant = replace(TENANT, priority=highest)
    found = job(tmp_path, LEAST, tenant)
    assert found.priority == usual
    assert problems(found, tenant) == []


@pytest.mark.parametrize("priority", PRIORITIES)
def test_every_pod_of_a_job_has_its_priority(priority: Priority) -> None:
    tenant = replace(TENANT, priority="high")
    spec = application(replace(JOBS["gang"], priority=priority), tenant)["spec"]
    classes = {spec[role]["priorityClassName"] for role in ("driver", "executor")}
    assert classes == {f"strata-{priority}"}


def test_a_priority_above_the_tenant_s_is_told() -> None:
    assert [str(one) for one in problems(replace(JOBS["least"], priority="high"), TENANT)] == [
        (
            "priority = 'high': the tenant's pods may have low or normal; write normal, or ask for "
            "`quota: {priority: high}`"
        )
    ]


def test_a_volume_larger_than_any_may_be_is_told() -> None:
    wanted = replace(
        JOBS["ebs"],
        executors=replace(JOBS["ebs"].executors, most=2),
        shuffle=Shuffle(disk="ebs", size_gib=1025),
    )
    assert [str(one) for one in problems(wanted, TENANT)] == [
        (
            "shuffle.size = '1025Gi': a volume of a tenant holds 1024Gi at most; write 1024Gi or "
            "less, or more executors"
        )
    ]
