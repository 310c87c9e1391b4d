"""Whom the executor believes: the scheduler, not the author of a DAG."""

import logging
from types import ModuleType
from types import SimpleNamespace as Of
from typing import Any

import pytest
from kubernetes.client import models  # type: ignore[import-untyped]

from tests.unit.airflow.mounted import load


class KubernetesExecutor:
    """Stands for Airflow's: it notes what it is told."""

    log = logging.getLogger("executor")

    def __init__(self) -> None:
        self.queued: list[Any] = []
        self.changed: list[Any] = []

    def execute_async(self, **given: Any) -> None:
        self.queued.append(given)

    def _change_state(self, results: Any) -> None:
        self.changed.append(results)


@pytest.fixture(scope="module")
def module() -> Any:
    airflow = ModuleType("kubernetes_executor")
    airflow.KubernetesExecutor = KubernetesExecutor  # type: ignore[attr-defined]
    folder = "airflow__providers__cncf__kubernetes"
    modules = {
        "airflow": ModuleType("airflow"),
        "airflow__providers": ModuleType("providers"),
        "airflow__providers__cncf": ModuleType("cncf"),
        folder: ModuleType("kubernetes"),
        f"{folder}__executors": ModuleType("executors"),
        f"{folder}__executors__kubernetes_executor": airflow,
        "airflow_local_settings": load("airflow_local_settings"),
    }
    return load("tenant_executor", **modules)


def queued(module: Any, executor_config: Any) -> Any:
    executor = module.TenantKubernetesExecutor()
    workload = Of(bundle_info=Of(name="ads"))
    executor.execute_async(key="key", command=[workload], executor_config=executor_config)
    [given] = executor.queued
    assert given["command"] == [workload]
    return given["executor_config"]


def override(**metadata: Any) -> Any:
    container = models.V1Container(name="base", args=["sh"], image="example:1")
    return models.V1Pod(
        metadata=models.V1ObjectMeta(**metadata), spec=models.V1PodSpec(containers=[container])
    )


def test_the_bundle_comes_from_the_scheduler(module: Any) -> None:
    [(key, pod)] = queued(module, None).items()
    assert key == "pod_override"
    assert pod.metadata.annotations == {"strata.platform/dag-bundle": "ads"}


def test_an_author_cannot_choose_namespace_name_or_whose_task_it_is(module: Any) -> None:
    wanted = override(
        namespace="billing",
        name="mine",
        annotations={"dag_id": "billing_x", "strata.platform/dag-bundle": "billing"},
        labels={"airflow-worker": "1", "strata.platform/tenant": "billing"},
        owner_references=["example"],
    )
    metadata = queued(module, {"pod_override": wanted})["pod_override"].metadata
    assert (
        metadata.to_dict()
        == models.V1ObjectMeta(
            annotations={"strata.platform/dag-bundle": "ads"}, labels={}
        ).to_dict()
    )


def test_an_author_may_say_what_the_cost_is_of(module: Any) -> None:
    labels = {"strata.platform/dataset": "clicks", "strata.platform/pipeline": "hourly"}
    wanted = override(labels=labels)
    assert queued(module, {"pod_override": wanted})["pod_override"].metadata.labels == labels


def test_an_author_may_choose_what_runs_in_the_tenants_own_namespace(module: Any) -> None:
    wanted = override()
    assert queued(module, {"pod_override": wanted})["pod_override"].spec == wanted.spec


def test_an_authors_own_object_stays_as_it_was(module: Any) -> None:
    wanted = override(namespace="billing")
    queued(module, {"pod_override": wanted})
    assert wanted.metadata.namespace == "billing"


def test_an_author_cannot_name_a_file_of_the_scheduler(module: Any) -> None:
    config = queued(module, {"pod_template_file": "/etc/passwd", "pod_override": override()})
    assert set(config) == {"pod_override"}


def test_what_is_no_pod_is_left_for_the_executor_to_refuse(module: Any) -> None:
    assert queued(module, {"pod_override": {"metadata": {}}}) == {"pod_override": {"metadata": {}}}


def test_the_end_of_a_tenants_own_pod_counts(module: Any) -> None:
    executor = module.TenantKubernetesExecutor()
    result = Of(namespace="ads", pod_name="a", key=Of(dag_id="ads_clicks"))
    executor._change_state(result)
    assert executor.changed == [result]


def test_a_pod_that_claims_to_be_another_tenants_task_counts_for_nothing(module: Any) -> None:
    executor = module.TenantKubernetesExecutor()
    forged = Of(namespace="ads", pod_name="a", key=Of(dag_id="billing_invoices"))
    executor._change_state(forged)
    assert executor.changed == []


def test_the_log_of_a_running_task_is_looked_for_in_its_tenants_namespace(module: Any) -> None:
    executor = module.TenantKubernetesExecutor()
    assert executor._get_pod_namespace(Of(dag_id="ads-eu_clicks")) == "ads-eu"
