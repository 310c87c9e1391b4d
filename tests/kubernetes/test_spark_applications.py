"""What is rendered of Spark jobs, judged by a real API server and the operator's definitions."""

import copy
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from components.spark import SparkJob, application, problems
from components.spark.denied_conf import denied
from components.tenancy import namespace
from components.tenancy.service_accounts import DRIVER, EXECUTOR
from components.versions import SPARK_OPERATOR
from strata.toolchain.crds import definition_files
from tests.kubernetes.judge import Judge, RefusedError, lost
from tests.samples import ROOT
from tests.samples import TENANT as NAMESPACE
from tests.unit.spark.pods import ROLES, Pod, Role, pod
from tests.unit.spark.samples import JOBS
from tests.unit.spark.samples import TENANT as ADS
from tests.unit.spark.test_problems import jobs

TENANT = replace(ADS, name="jobs")

each_job = pytest.mark.parametrize("name", JOBS)
each_role = pytest.mark.parametrize("role", ROLES)


@pytest.fixture(scope="module")
def room(judge: Judge) -> Judge:
    """The server with the namespace and the service account of a tenant that has jobs.

    No other test's tenant, and no quota: its controller takes half a minute to learn of the
    operator's kinds, and until then refuses them.
    """
    name = TENANT.name
    labels = namespace.labels(replace(NAMESPACE, tenant=name))
    for kind, metadata in (
        ("Namespace", {"name": name, "labels": labels}),
        ("ServiceAccount", {"name": DRIVER, "namespace": name}),
        ("ServiceAccount", {"name": EXECUTOR, "namespace": name}),
    ):
        judge.apply({"apiVersion": "v1", "kind": kind, "metadata": metadata})
    return judge


def tried(judge: Judge, manifest: dict[str, Any]) -> dict[str, Any]:
    """Create an object in earnest but for keeping it; no unknown field passes."""
    query = {"dryRun": "All", "fieldValidation": "Strict"}
    return judge.call("POST", judge.path(manifest), manifest, **query)


def refusal(judge: Judge, manifest: dict[str, Any]) -> str:
    with pytest.raises(RefusedError) as error:
        tried(judge, manifest)
    return str(error.value)


@each_job
def test_an_application_is_accepted_and_nothing_of_it_is_lost(name: str, room: Judge) -> None:
    manifest = application(JOBS[name], TENANT)
    assert list(lost(manifest, tried(room, manifest))) == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(job=jobs)
def test_every_job_that_is_right_is_accepted(job: SparkJob, room: Judge) -> None:
    if not problems(job, TENANT):
        manifest = application(job, TENANT)
        assert list(lost(manifest, tried(room, manifest))) == []


def test_a_misspelt_field_is_refused(room: Judge) -> None:
    manifest = copy.deepcopy(application(JOBS["least"], TENANT))
    manifest["spec"]["executor"]["instance"] = 2
    assert 'unknown field "spec.executor.instance"' in refusal(room, manifest)


@each_job
@each_role
def test_a_pod_of_the_application_may_be_in_the_tenants_namespace(
    name: str, role: Role, room: Judge
) -> None:
    made = pod(application(JOBS[name], TENANT), role)
    assert tried(room, made)["spec"]["schedulerName"] == "yunikorn"


@each_role
@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("allowPrivilegeEscalation", "allowPrivilegeEscalation != false"),
        ("capabilities", "unrestricted capabilities"),
    ],
)
def test_a_container_that_may_do_more_is_refused(
    key: str, words: str, role: Role, room: Judge
) -> None:
    made = pod(application(JOBS["least"], TENANT), role)
    del made["spec"]["containers"][0]["securityContext"][key]
    assert words in refusal(room, made)


@each_role
@pytest.mark.parametrize(
    ("key", "words"),
    [("runAsNonRoot", "runAsNonRoot != true"), ("seccompProfile", "seccompProfile")],
)
def test_a_pod_that_may_do_more_is_refused(key: str, words: str, role: Role, room: Judge) -> None:
    made: Pod = pod(application(JOBS["least"], TENANT), role)
    del made["spec"]["securityContext"][key]
    assert words in refusal(room, made)


def operator() -> Path:
    """The source of the pinned operator."""
    [file] = [one for one in definition_files(ROOT) if "_sparkapplications" in one.name]
    return file.parents[3]


def test_every_property_that_the_operators_webhook_refuses_is_refused_here() -> None:
    validator = (operator() / "internal/webhook/sparkconf_validator.go").read_text()
    constants = (operator() / "pkg/common/spark.go").read_text()
    values = dict(re.findall(r'^\s*(\w+)\s*=\s*"([^"]+)"$', constants, re.MULTILINE))
    used = set(re.findall(r"common\.(\w+)", validator))
    assert len(used) == 14
    assert [values[name] for name in sorted(used) if denied(values[name], "x") is None] == []


def test_the_operator_is_the_one_that_the_platform_runs() -> None:
    assert operator().name == f"v2@v{SPARK_OPERATOR.version}"
