"""A suspended tenant on a real API server: nothing new runs, and what is there stays."""

from typing import Any

import pytest

from components import names
from components.guardrails.suspended_tenants import MESSAGE
from strata.plan.recording import Recording
from strata.rehearsal.api_server import until
from tests.kubernetes.conftest import objects, told
from tests.kubernetes.judge import Judge, Object, RefusedError
from tests.plans import tenant_plan
from tests.samples import ACCOUNT, REGION

TENANT = "ads"
# A name of its own: other tests have `ads` active.
ROOM = "ads-at-rest"
QUOTA = "tenant-objects"


def moved(value: Any) -> Any:
    """A manifest of the tenant, in the namespace of this test."""
    match value:
        case dict():
            return {
                key: ROOM if key == "namespace" and item == TENANT else moved(item)
                for key, item in value.items()
            }
        case list():
            return [moved(item) for item in value]
        case _:
            return value


def namespace(plan: Recording) -> Object:
    manifest = told(plan.named("dev-ads-room-namespace").inputs)
    return {**manifest, "metadata": {**manifest["metadata"], "name": ROOM}}


def quota(plan: Recording) -> Object:
    manifest: Object = moved(told(plan.named("dev-ads-objects-quota").inputs))
    return manifest


def pod(name: str) -> Object:
    container = {
        "name": "main",
        "image": names.spark_image("dev", ACCOUNT, REGION, "1"),
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
    }
    security = {
        "runAsNonRoot": True,
        "runAsUser": 185,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": name,
            "namespace": ROOM,
            "labels": {names.LABEL_APPLICATION: names.application(ROOM, name)},
        },
        "spec": {
            "schedulerName": "yunikorn",
            "securityContext": security,
            "containers": [container],
        },
    }


def job(name: str) -> Object:
    made = pod(name)
    template = {
        "metadata": {"labels": made["metadata"]["labels"]},
        "spec": {**made["spec"], "restartPolicy": "Never"},
    }
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": name, "namespace": ROOM},
        "spec": {"template": template, "suspend": True},
    }


def refusal(judge: Judge, manifest: Object) -> str:
    """The server's word against an object that is not made; empty: it would be."""
    try:
        judge.call("POST", judge.path(manifest), manifest, dryRun="All")
    except RefusedError as error:
        return str(error)
    return ""


def accepted(judge: Judge, *manifests: Object) -> None:
    """Wait until the server would make them: quotas and policies count a little later."""
    until(
        lambda: not any(refusal(judge, one) for one in manifests),
        lambda: "; ".join(refusal(judge, one) for one in manifests),
    )


@pytest.fixture(scope="module")
def room(judge: Judge, dev: dict[str, Recording]) -> Judge:
    """An active tenant's room with a job in it, and the platform's policies."""
    for one in objects(dev["dev-platform"]):
        if "AdmissionPolicy" in one.type:
            judge.apply(told(one.inputs))
    judge.apply(namespace(tenant_plan()))
    judge.apply(quota(tenant_plan()))
    accepted(judge, pod("first"), job("running"))
    judge.apply(job("running"))
    return judge


@pytest.fixture(scope="module")
def suspended(room: Judge) -> Judge:
    """The same room, once its tenant is suspended and the server knows."""
    room.apply(namespace(tenant_plan("lifecycle: suspended")))
    until(lambda: bool(refusal(room, pod("next"))), lambda: "a pod is still let in")
    return room


def test_a_suspended_tenant_s_new_pod_is_refused_in_words(suspended: Judge) -> None:
    assert refusal(suspended, pod("next")) == (
        "pods \"next\" is forbidden: ValidatingAdmissionPolicy 'strata-suspended-tenants' with "
        f"binding 'strata-suspended-tenants' denied request: {MESSAGE}"
    )


def test_a_suspended_tenant_s_quota_lets_no_job_be_made(suspended: Judge) -> None:
    suspended.apply(quota(tenant_plan("lifecycle: suspended")))
    until(
        lambda: "exceeded quota" in refusal(suspended, job("next")),
        lambda: "a job is still let in",
    )


def test_what_a_suspended_tenant_has_stays(suspended: Judge) -> None:
    path = suspended.path(job("running"))
    assert suspended.call("GET", f"{path}/running")["metadata"]["name"] == "running"


def test_a_revived_tenant_works_again(suspended: Judge) -> None:
    suspended.apply(quota(tenant_plan()))
    suspended.apply(namespace(tenant_plan()))
    accepted(suspended, pod("again"), job("again"))
    labels = suspended.call("GET", f"/api/v1/namespaces/{ROOM}")["metadata"]["labels"]
    assert "strata.platform/lifecycle" not in labels
