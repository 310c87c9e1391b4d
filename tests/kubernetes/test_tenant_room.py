"""A tenant's room on a real API server: whose namespace it is, and what may stand in it."""

from typing import Any

import pytest

from components import names
from strata.plan.recording import Recording
from strata.rehearsal.api_server import until
from tests.kubernetes.conftest import objects, told
from tests.kubernetes.judge import Judge, Object, RefusedError
from tests.samples import ACCOUNT, REGION

TENANT = "ads"
OURS = "pulumi-kubernetes"
"""What the Kubernetes provider calls itself."""


def namespace(name: str, **labels: str) -> Object:
    metadata = {"name": name, "labels": {key.replace("_", "-"): labels[key] for key in labels}}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}


def adopted(judge: Judge, manifest: Object) -> Object:
    """What the provider does to an object that is there, with `upsertExistingObjects`."""
    path = f"{judge.path(manifest)}/{manifest['metadata']['name']}"
    return judge.call("PATCH", path, manifest, fieldManager=OURS)


@pytest.fixture(scope="module")
def room(judge: Judge, dev: dict[str, Recording]) -> Judge:
    """The tenant's room, as planned."""
    for one in objects(dev[f"dev-tenant-{TENANT}"]):
        judge.apply(told(one.inputs))
    return judge


def container(**resources: dict[str, str]) -> Object:
    return {
        "name": "main",
        "image": names.spark_image("dev", ACCOUNT, REGION, "1"),
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
        **({"resources": resources} if resources else {}),
    }


def pod(name: str, **resources: dict[str, str]) -> Object:
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
            "namespace": TENANT,
            "labels": {names.LABEL_APPLICATION: names.application(TENANT, name)},
        },
        "spec": {
            "schedulerName": "yunikorn",
            "securityContext": security,
            "containers": [container(**resources)],
        },
    }


def admitted(room: Judge, manifest: Object) -> dict[str, Any]:
    """Resources of the pod's container as the server admits it, without making it."""
    made = room.call("POST", room.path(manifest), manifest, dryRun="All")
    [only] = made["spec"]["containers"]
    found: dict[str, Any] = only.get("resources", {})
    return found


def refusal(room: Judge, manifest: Object) -> str:
    with pytest.raises(RefusedError) as error:
        admitted(room, manifest)
    return str(error.value)


def test_a_namespace_that_is_there_is_not_made_again(judge: Judge) -> None:
    judge.apply(namespace("somebodys"))
    with pytest.raises(RefusedError) as error:
        judge.create(namespace("somebodys"))
    assert str(error.value) == 'namespaces "somebodys" already exists'


def test_an_adopted_namespace_keeps_what_others_wrote(judge: Judge) -> None:
    judge.apply(namespace("legacy", team="search"))
    held = adopted(judge, namespace("legacy", owned="yes"))["metadata"]["labels"]
    assert (held["team"], held["owned"]) == ("search", "yes")


def test_adopting_does_not_overwrite_what_somebody_else_says(judge: Judge) -> None:
    judge.apply(namespace("disputed", team="search"))
    with pytest.raises(RefusedError) as error:
        adopted(judge, namespace("disputed", team="ads"))
    assert str(error.value) == (
        'Apply failed with 1 conflict: conflict with "test": .metadata.labels.team'
    )


def test_the_account_that_kubernetes_makes_gets_no_token(room: Judge) -> None:
    account = room.call("GET", f"/api/v1/namespaces/{TENANT}/serviceaccounts/default")
    assert account["automountServiceAccountToken"] is False


def test_the_account_that_kubernetes_makes_is_as_before_once_the_patch_is_gone(
    judge: Judge,
) -> None:
    judge.apply(namespace("passing"))
    path = "/api/v1/namespaces/passing/serviceaccounts/default"
    until(lambda: judge.http.get(path).is_success, lambda: "there is no account default")
    said = {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": "default", "namespace": "passing"},
    }
    judge.call("PATCH", path, {**said, "automountServiceAccountToken": False}, fieldManager=OURS)
    # What the provider does to a patch that goes: it gives up its fields.
    held = judge.call("PATCH", path, said, fieldManager=OURS)
    assert "automountServiceAccountToken" not in held


def test_a_container_that_says_nothing_gets_neither_cpu_limit_nor_gpu(room: Judge) -> None:
    assert admitted(room, pod("silent")) == {
        "requests": {"cpu": "250m", "memory": "512Mi", "ephemeral-storage": "1Gi"},
        "limits": {"memory": "4Gi"},
    }


def test_spark_s_requests_stay_as_they_are(room: Judge) -> None:
    asked = {
        "requests": {"cpu": "14400m", "memory": "57344Mi", "ephemeral-storage": "640Gi"},
        "limits": {"memory": "57344Mi"},
    }
    assert admitted(room, pod("executor", **asked)) == {
        "requests": {"cpu": "14400m", "memory": "56Gi", "ephemeral-storage": "640Gi"},
        "limits": {"memory": "56Gi"},
    }


def test_without_a_gpu_quota_no_pod_gets_a_gpu(room: Judge) -> None:
    gpu = {"nvidia.com/gpu": "1"}
    assert refusal(room, pod("gpu", requests=gpu, limits=gpu)) == (
        'pods "gpu" is forbidden: exceeded quota: tenant-objects, requested: '
        "requests.nvidia.com/gpu=1, used: requests.nvidia.com/gpu=0, limited: "
        "requests.nvidia.com/gpu=0"
    )


def test_a_volume_beyond_a_tebibyte_is_refused(room: Judge) -> None:
    claim = {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": "huge", "namespace": TENANT},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": "1025Gi"}},
        },
    }
    with pytest.raises(RefusedError) as error:
        room.create(claim)
    assert str(error.value) == (
        'persistentvolumeclaims "huge" is forbidden: maximum storage usage per '
        "PersistentVolumeClaim is 1Ti, but request is 1025Gi"
    )
