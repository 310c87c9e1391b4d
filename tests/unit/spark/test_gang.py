"""How YuniKorn sees a job: one test for each way in which it could see another one."""

import dataclasses

import pytest

from components.services import spark_operator
from components.spark import application
from tests.samples import SPARK_OPERATOR
from tests.unit.spark.pods import ROLES, Role, pod, spec_of, task_groups
from tests.unit.spark.samples import JOBS, TENANT

APPLICATIONS = {name: application(job, TENANT) for name, job in JOBS.items()}
SPECS = {name: spec_of(one) for name, one in APPLICATIONS.items()}

each_job = pytest.mark.parametrize("name", JOBS)
each_role = pytest.mark.parametrize("role", ROLES)


@each_job
@each_role
def test_trap_a_every_pod_is_scheduled_by_yunikorn(name: str, role: Role) -> None:
    # The operator's default alone gives pods the annotations of a gang and no scheduler.
    assert SPECS[name]["batchScheduler"] == "yunikorn"
    assert pod(APPLICATIONS[name], role)["spec"]["schedulerName"] == "yunikorn"


@each_job
@each_role
def test_trap_b_a_placeholder_goes_where_its_pod_goes(name: str, role: Role) -> None:
    # The operator makes placeholders of fields alone; a template's place is not seen.
    made = pod(APPLICATIONS[name], role)
    group = task_groups(APPLICATIONS[name])[f"spark-{role}"]
    for key in ("nodeSelector", "tolerations", "affinity"):
        assert group[key] == made["spec"].get(key)
    assert group["labels"].items() <= made["metadata"]["labels"].items()


@each_job
@each_role
def test_trap_c_a_placeholder_is_as_large_as_its_pod(name: str, role: Role) -> None:
    # The operator sees sizes in fields alone; a property's is not seen.
    [container] = pod(APPLICATIONS[name], role)["spec"]["containers"]
    group = task_groups(APPLICATIONS[name])[f"spark-{role}"]
    requests = {
        key: value
        for key, value in container["resources"]["requests"].items()
        if key != "ephemeral-storage"
    }
    assert group["minResource"] == requests
    sized = ("memory", "cores", "instances", "Executors", "dynamicAllocation")
    assert [key for key in SPECS[name]["sparkConf"] if key.endswith(sized)] == []


def test_trap_d_a_gang_has_as_many_members_as_executors_are_kept() -> None:
    # The operator counts two, unless dynamic allocation stands in its own field.
    assert task_groups(APPLICATIONS["gang"])["spark-executor"]["minMember"] == 5
    assert task_groups(APPLICATIONS["least"])["spark-executor"]["minMember"] == 1


def test_trap_e_the_operator_is_told_of_yunikorn_where_it_listens() -> None:
    # At the top level of its values nobody reads it.
    values = spark_operator.values(SPARK_OPERATOR)
    assert "batchScheduler" not in values
    assert values["controller"]["batchScheduler"] == {"enable": True, "default": "yunikorn"}


def test_a_gangs_executors_ask_for_nothing_that_their_placeholders_did_not() -> None:
    [container] = pod(APPLICATIONS["gang"], "executor")["spec"]["containers"]
    group = task_groups(APPLICATIONS["gang"])["spark-executor"]
    assert container["resources"]["requests"] == group["minResource"]


@each_job
def test_no_job_names_a_queue(name: str) -> None:
    spec = SPECS[name]
    assert "batchSchedulerOptions" not in spec
    for role in ROLES:
        assert not [key for key in spec[role]["labels"] if key.endswith("queue")]


@pytest.mark.parametrize(
    ("job", "names_submissions", "parameters"),
    [
        ("least", True, "placeholderTimeoutInSeconds=120 gangSchedulingStyle=Soft"),
        ("gang", True, "placeholderTimeoutInSeconds=900 gangSchedulingStyle=Hard"),
        # After a failure under the same name the scheduler would let every later run wait.
        ("gang", False, "placeholderTimeoutInSeconds=900 gangSchedulingStyle=Soft"),
    ],
)
def test_a_gang_fails_alone_where_its_next_try_has_another_name(
    job: str, parameters: str, *, names_submissions: bool
) -> None:
    tenant = dataclasses.replace(TENANT, names_submissions=names_submissions)
    annotations = spec_of(application(JOBS[job], tenant))["driver"]["annotations"]
    assert annotations["yunikorn.apache.org/schedulingPolicyParameters"] == parameters
