"""A tenant's namespace, as the layer makes it, on a real API server; and a Spark."""

import json
from pathlib import Path
from typing import Any

import pytest

from components.spark.submit import properties, template
from strata.plan.recording import Recording
from strata.rehearsal.api_server import ApiServer, until
from tests.kubernetes.conftest import judge, objects, programs, server, told
from tests.kubernetes.judge import Judge
from tests.spark.distribution import Spark, spark

__all__ = ["judge", "programs", "server"]

TENANT = "ads"
PRIORITY_CLASS = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
GUARDRAIL = "ValidatingAdmissionPolicy"


@pytest.fixture(scope="session")
def distribution() -> Spark:
    return spark()


@pytest.fixture(scope="session")
def room(judge: Judge, dev: dict[str, Recording]) -> Judge:
    """The server, with the priorities and guardrails of all tenants and the room of one."""
    shared = [
        one
        for one in objects(dev["dev-platform"])
        if one.type == PRIORITY_CLASS or GUARDRAIL in one.type
    ]
    for one in (*shared, *objects(dev[f"dev-tenant-{TENANT}"])):
        judge.apply(told(one.inputs))
    until(lambda: _guarded(judge), lambda: "the guardrails are not at work")
    return judge


def _guarded(judge: Judge) -> bool:
    """Whether a pod that nothing else refuses is refused: a new policy takes a moment."""
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "foreign", "namespace": TENANT},
        "spec": {
            "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
            "containers": [
                {
                    "name": "main",
                    "image": "example.com/foreign:1",
                    "securityContext": {
                        "allowPrivilegeEscalation": False,
                        "capabilities": {"drop": ["ALL"]},
                    },
                }
            ],
        },
    }
    path = f"/api/v1/namespaces/{TENANT}/pods"
    answer = judge.http.post(path, params={"dryRun": "All"}, json=pod)
    return answer.is_error and "strata-pods" in answer.text


def token(room: Judge, account: str) -> str:
    """What a pod of one of the tenant's accounts would show to the API server."""
    path = f"/api/v1/namespaces/{TENANT}/serviceaccounts/{account}/token"
    request = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}}
    found: str = room.call("POST", path, request)["status"]["token"]
    return found


def submission(application: dict[str, Any], folder: Path) -> dict[str, str]:
    """The properties of a job, and its pod templates in a folder."""
    conf = properties(application)
    for role in ("driver", "executor"):
        file = folder / f"{role}.json"
        file.write_text(json.dumps(template(application, role)))
        conf[f"spark.kubernetes.{role}.podTemplateFile"] = str(file)
    # There is no S3 to write an event log to.
    return {**conf, "spark.eventLog.enabled": "false"}


def pods(server: Judge, role: str) -> list[dict[str, Any]]:
    """The tenant's pods of a Spark role."""
    path = f"/api/v1/namespaces/{TENANT}/pods"
    found: list[dict[str, Any]] = server.call("GET", path, labelSelector=f"spark-role={role}")[
        "items"
    ]
    return found


def master(server: ApiServer) -> str:
    """The server, as Spark calls it."""
    return f"k8s://{server.address}"
