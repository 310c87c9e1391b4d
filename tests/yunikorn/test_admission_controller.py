"""The admission controller: whose pods it touches, and what it leaves in a cluster.

It is the real one. The API server cannot reach it, as no service has an address here; it is asked
what it would answer.
"""

import base64
import json
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from strata.toolchain.binary import YUNIKORN_ADMISSION_CONTROLLER
from strata.toolchain.resolve import Place, resolve
from tests.kubernetes.judge import Judge
from tests.samples import ROOT
from tests.yunikorn.cluster import Object, platform, room
from tests.yunikorn.programs import free, running

_PORT = 9089
_SERVICE = "yunikorn-admission-controller-service.yunikorn.svc"
_MUTATIONS = "yunikorn-admission-controller-mutations"
_WEBHOOKS = (_MUTATIONS, "yunikorn-admission-controller-validations")
USER = "system:serviceaccount:admitted:spark"
GROUPS = ["system:serviceaccounts", "system:serviceaccounts:admitted", "system:authenticated"]
WHO = {"username": USER, "groups": GROUPS}
_SECRET = {
    "apiVersion": "v1",
    "kind": "Secret",
    "metadata": {"name": "admission-controller-secrets", "namespace": "yunikorn"},
    "type": "Opaque",
}


@pytest.fixture(scope="module")
def before(judge: Judge) -> dict[str, Object]:
    """The webhooks as the stack makes them, before the controller runs."""
    objects = platform()
    return {name: judge.apply(objects[name]) for name in _WEBHOOKS}


@pytest.fixture(scope="module")
def controller(
    judge: Judge,
    before: dict[str, Object],
    kubeconfig: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The controller, at work."""
    assert before
    judge.apply(_SECRET)
    free(_PORT, YUNIKORN_ADMISSION_CONTROLLER.name)
    command = [str(resolve(YUNIKORN_ADMISSION_CONTROLLER, Place(ROOT), print))]
    log = tmp_path_factory.mktemp("admission") / "controller.log"
    access = {"NAMESPACE": "yunikorn", "KUBECONFIG": str(kubeconfig)}
    with running(command, log, lambda: _filled(judge), **access):
        yield


def _filled(judge: Judge) -> bool:
    return all("webhooks" in held(judge, name) for name in _WEBHOOKS)


def held(judge: Judge, name: str) -> Object:
    """A webhook configuration as the server holds it."""
    return judge.call("GET", f"{judge.path(platform()[name])}/{name}")


@pytest.mark.usefixtures("controller")
@pytest.mark.parametrize("name", _WEBHOOKS)
def test_trap_webhooks_made_at_run_time_are_those_of_the_stack(
    name: str, judge: Judge, before: dict[str, Object]
) -> None:
    now = held(judge, name)
    assert now["metadata"]["uid"] == before[name]["metadata"]["uid"]
    assert "webhooks" not in before[name]
    assert now["webhooks"][0]["clientConfig"]["caBundle"]


@pytest.mark.usefixtures("controller")
@pytest.mark.parametrize("name", _WEBHOOKS)
def test_another_deployment_leaves_them_as_the_controller_filled_them(
    name: str, judge: Judge
) -> None:
    filled = held(judge, name)["webhooks"]
    assert judge.apply(platform()[name])["webhooks"] == filled


@pytest.mark.usefixtures("controller")
def test_pods_of_tenants_are_scheduled_by_yunikorn(judge: Judge) -> None:
    judge.apply(room("admitted"))
    scheduler = {"op": "add", "path": "/spec/schedulerName", "value": "yunikorn"}
    assert scheduler in changes(judge, "admitted")


@pytest.mark.usefixtures("controller")
@pytest.mark.parametrize("namespace", ["default", "kube-system", "yunikorn", "monitoring"])
def test_pods_of_nobody_else_are(namespace: str, judge: Judge) -> None:
    metadata = {"name": namespace}
    judge.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": metadata})
    assert changes(judge, namespace) == []


@pytest.mark.usefixtures("controller")
def test_whose_a_pod_is_is_written_as_the_guardrail_for_it_expects(judge: Judge) -> None:
    judge.apply(room("admitted"))
    written = [
        change["value"]
        for change in changes(judge, "admitted")
        if change["path"] == "/metadata/annotations"
    ]
    groups = '","'.join(GROUPS)
    assert [one["yunikorn.apache.org/user.info"] for one in written] == [
        f'{{"user":"{USER}","groups":["{groups}"]}}'
    ]


def changes(judge: Judge, namespace: str) -> list[Any]:
    """What the controller changes in a pod of a namespace.

    It is reached as the API server would reach it: by the name and the certificate of its webhook.
    """
    (webhook,) = held(judge, _MUTATIONS)["webhooks"]
    certificate = base64.b64decode(webhook["clientConfig"]["caBundle"]).decode()
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "pod"}, "spec": {}}
    request = {
        "uid": "1",
        "kind": {"group": "", "version": "v1", "kind": "Pod"},
        "operation": "CREATE",
        "namespace": namespace,
        "userInfo": WHO,
        "object": pod,
    }
    review = {
        "apiVersion": "admission.k8s.io/v1",
        "kind": "AdmissionReview",
        "request": request,
    }
    trusted = ssl.create_default_context(cadata=certificate)
    with httpx.Client(verify=trusted) as client:
        answer = client.post(
            f"https://127.0.0.1:{_PORT}{webhook['clientConfig']['service']['path']}",
            json=review,
            extensions={"sni_hostname": _SERVICE},
        )
    response = answer.raise_for_status().json()["response"]
    assert response["allowed"]
    patch: list[Any] = json.loads(base64.b64decode(response.get("patch", "W10=")))
    return patch
