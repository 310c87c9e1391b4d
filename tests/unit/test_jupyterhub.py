"""JupyterHub in a tenant's namespace."""

import json
from typing import Any

import pytest

from components import versions
from strata.plan.recording import Recording
from strata.wire import Secret
from tests.plans import tenant_plan
from tests.samples import ROOT


@pytest.fixture(scope="module")
def plan() -> Recording:
    return tenant_plan("notebooks: {}")


@pytest.fixture(scope="module")
def values(plan: Recording) -> dict[str, Any]:
    found: dict[str, Any] = plan.named("dev-ads-notebooks-chart-release").inputs["values"]
    return found


def defaults(values: dict[str, Any]) -> dict[str, str]:
    text = values["singleuser"]["extraFiles"]["spark-defaults"]["stringData"]
    return dict(line.split(" ", 1) for line in text.splitlines())


def test_a_tenant_has_none_unless_it_asks() -> None:
    assert tenant_plan().of_type("kubernetes:helm.sh/v3:Release") == []


def test_nobody_enters_without_the_generated_password(
    plan: Recording, values: dict[str, Any]
) -> None:
    assert values["hub"]["config"]["JupyterHub"]["authenticator_class"] == "shared-password"
    assert isinstance(plan.named("dev-ads-notebooks-secret").inputs["stringData"], Secret)


def test_no_load_balancer_of_the_charts_own_stands_on_the_internet(
    values: dict[str, Any],
) -> None:
    assert values["proxy"]["service"]["type"] == "ClusterIP"


def test_the_chart_adds_nothing_to_what_the_tenant_s_policies_let_through(
    values: dict[str, Any],
) -> None:
    # It counts 100.64.0.0/10, where all pods live, among what is not private, and its hub may
    # reach the node's metadata.
    parts = (values["hub"], values["proxy"]["chp"], values["singleuser"])
    assert [part["networkPolicy"] for part in parts] == [{"enabled": False}] * 3


def test_hub_and_servers_say_that_they_call_kubernetes(values: dict[str, Any]) -> None:
    label = {"strata.platform/kubernetes-api": "enabled"}
    assert values["hub"]["labels"] == values["singleuser"]["extraLabels"] == label


def test_no_container_asks_for_what_restricted_refuses(values: dict[str, Any]) -> None:
    assert values["singleuser"]["cloudMetadata"] == {"blockWithIptables": False}
    spawner = values["hub"]["config"]["KubeSpawner"]
    assert spawner["container_security_context"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
    }
    assert spawner["pod_security_context"]["runAsNonRoot"] is True
    assert spawner["pod_security_context"]["seccompProfile"] == {"type": "RuntimeDefault"}


def test_no_image_is_pulled_on_nodes_that_nobody_needs(values: dict[str, Any]) -> None:
    assert values["prePuller"] == {"hook": {"enabled": False}, "continuous": {"enabled": False}}
    assert values["scheduling"]["userPlaceholder"] == {"enabled": False}


def test_no_scheduler_passes_by_the_tenants_queue(values: dict[str, Any]) -> None:
    assert values["scheduling"]["userScheduler"] == {"enabled": False}


def test_a_notebook_has_the_rights_of_a_job(values: dict[str, Any]) -> None:
    assert values["singleuser"]["serviceAccountName"] == "notebook"


def test_a_session_is_made_like_a_job(values: dict[str, Any]) -> None:
    found = defaults(values)
    assert found["spark.kubernetes.scheduler.name"] == "yunikorn"
    assert found["spark.decommission.enabled"] == "true"
    assert found["spark.kubernetes.executor.podTemplateFile"] == "/opt/spark/conf/executor.json"
    executor = json.loads(values["singleuser"]["extraFiles"]["executor"]["stringData"])
    assert executor["spec"]["nodeSelector"]["strata.platform/pool"] == "spark-executor"


def test_an_open_notebook_that_computes_nothing_holds_no_executor(values: dict[str, Any]) -> None:
    found = defaults(values)
    assert found["spark.dynamicAllocation.minExecutors"] == "0"
    assert found["spark.dynamicAllocation.maxExecutors"] == "10"


def test_executors_find_the_notebook_by_its_address(values: dict[str, Any]) -> None:
    assert values["singleuser"]["extraEnv"]["SPARK_LOCAL_HOSTNAME"] == {
        "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}
    }


def test_hub_and_servers_speak_one_protocol() -> None:
    recipe = (ROOT / "images/notebook/Dockerfile").read_text()
    assert f"ARG JUPYTERHUB_VERSION={versions.JUPYTERHUB_SERVER}\n" in recipe


def test_driver_and_executors_run_the_same_spark(values: dict[str, Any]) -> None:
    image = values["singleuser"]["image"]
    executors = defaults(values)["spark.kubernetes.container.image"]
    assert image["tag"] == f"{versions.SPARK_IMAGE}-notebook"
    assert executors.endswith(f":{versions.SPARK_IMAGE}")
