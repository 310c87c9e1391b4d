"""Traps of Airflow's chart, each held by name."""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

import kubernetes_validate
import pytest

from components import names, versions
from components.services.airflow import secrets
from components.services.airflow.airflow import ADDON, admin_secret
from components.services.airflow.facts import AirflowFacts, idle
from components.services.airflow.pod_files import FOLDER, VOLUME, checksum, files
from components.services.airflow.task_pod import task_pod
from components.services.airflow.values import SERVICE_ACCOUNTS, values
from components.sources import Sources
from tests.samples import AIRFLOW, AIRFLOW_DATABASE, AIRFLOW_LOGIN

LARGE = dataclasses.replace(
    AIRFLOW, replicas=2, scale="large", login=AIRFLOW_LOGIN, database=AIRFLOW_DATABASE
)
BOTH = pytest.mark.parametrize("facts", [AIRFLOW, LARGE], ids=["small", "large"])


def environment(facts: AirflowFacts) -> dict[str, Any]:
    [container] = task_pod(facts)["spec"]["containers"]
    return {one["name"]: one.get("value") for one in container["env"]}


@BOTH
def test_nothing_waits_for_a_hook_that_waits_for_it(facts: AirflowFacts) -> None:
    chart = values(facts)
    for job in ("migrateDatabaseJob", *(() if facts.login else ("createUserJob",))):
        assert chart[job]["useHelmHooks"] is False
        assert chart[job]["applyCustomEnv"] is False


@BOTH
def test_no_job_is_left_for_the_next_upgrade_to_trip_over(facts: AirflowFacts) -> None:
    assert values(facts)["migrateDatabaseJob"]["ttlSecondsAfterFinished"] == 0


@BOTH
def test_no_upgrade_makes_new_keys(facts: AirflowFacts) -> None:
    chart = values(facts)
    assert chart["fernetKeySecretName"] == secrets.FERNET
    assert chart["jwtSecretName"] == secrets.JWT
    assert chart["apiSecretKeySecretName"] == secrets.API
    assert {"fernetKey", "jwtSecret", "apiSecretKey"} & chart.keys() == set()


@BOTH
def test_the_way_to_the_database_stands_in_no_value(facts: AirflowFacts) -> None:
    chart = values(facts)
    assert chart["data"] == {"metadataSecretName": secrets.METADATA}
    assert chart["pgbouncer"]["configSecretName"] == secrets.PGBOUNCER
    exporter = chart["pgbouncer"]["metricsExporterSidecar"]
    assert exporter["statsSecretName"] == secrets.PGBOUNCER_STATS


def test_nobody_has_a_password_that_everybody_knows() -> None:
    job = values(AIRFLOW)["createUserJob"]
    assert "defaultUser" not in job
    assert '--password "$STRATA_ADMIN_PASSWORD"' in job["args"][-1]
    assert job["env"] == [
        {
            "name": "STRATA_ADMIN_PASSWORD",
            "valueFrom": {"secretKeyRef": {"name": "airflow-admin", "key": "password"}},
        }
    ]


def test_people_of_an_identity_provider_need_no_account_of_airflows() -> None:
    assert values(LARGE)["createUserJob"] == {"enabled": False}
    assert admin_secret(LARGE) == ""
    assert admin_secret(AIRFLOW) == "strata/dev/airflow/admin"


@BOTH
def test_both_versions_of_airflow_are_said(facts: AirflowFacts) -> None:
    chart = values(facts)
    assert chart["defaultAirflowTag"] == chart["airflowVersion"] == versions.AIRFLOW


@BOTH
def test_nothing_of_airflow_has_a_volume(facts: AirflowFacts) -> None:
    chart = values(facts)
    assert chart["triggerer"]["persistence"] == {"enabled": False}
    assert chart["postgresql"] == chart["redis"] == {"enabled": False}


@BOTH
def test_airflow_may_make_no_pod_next_to_its_own_secrets(facts: AirflowFacts) -> None:
    chart = values(facts)
    assert chart["allowPodLaunching"] is False
    assert chart["multiNamespaceMode"] is False


@BOTH
def test_the_scheduler_sees_the_end_of_tasks_in_every_namespace(facts: AirflowFacts) -> None:
    executor = values(facts)["config"]["kubernetes_executor"]
    assert executor["multi_namespace_mode"] == "True"
    # A list would have to grow with each tenant.
    assert "multi_namespace_mode_namespace_list" not in executor


@BOTH
def test_the_executor_is_the_one_that_knows_tenants(facts: AirflowFacts) -> None:
    module, _, name = values(facts)["executor"].rpartition(".")
    assert f"class {name}(KubernetesExecutor)" in files(facts)[f"{module}.py"]
    # The chart recognises its kind by the name.
    assert name.endswith("KubernetesExecutor")


@BOTH
def test_onboarding_a_tenant_changes_no_value(facts: AirflowFacts) -> None:
    processor = values(facts)["dagProcessor"]
    assert processor["dagBundleConfigList"] == []
    assert processor["args"][-1] == (
        f"exec python {FOLDER}/dag_processor.py --bucket {facts.dag_bucket}"
    )


@BOTH
def test_every_pod_is_given_the_files_and_restarts_when_one_changes(facts: AirflowFacts) -> None:
    chart = values(facts)
    assert chart["volumes"] == [{"name": VOLUME, "configMap": {"name": VOLUME}}]
    assert [mount["mountPath"] for mount in chart["volumeMounts"]] == [FOLDER]
    assert chart["airflowPodAnnotations"] == {"checksum/strata-files": checksum(facts)}
    assert checksum(LARGE) != checksum(AIRFLOW)


@BOTH
def test_accounts_have_the_names_that_tenants_bind(facts: AirflowFacts) -> None:
    chart = values(facts)
    given = {
        part: chart[key]["serviceAccount"]["name"]
        for part, key in {
            "api-server": "apiServer",
            "dag-processor": "dagProcessor",
            "scheduler": "scheduler",
            "triggerer": "triggerer",
        }.items()
    }
    assert given == SERVICE_ACCOUNTS == {part: f"airflow-{part}" for part in given}


@BOTH
def test_only_two_parts_may_ask_kubernetes_for_anything(facts: AirflowFacts) -> None:
    chart = values(facts)
    with_token = {
        key
        for key, part in chart.items()
        if isinstance(part, Mapping)
        and part.get("enabled", True)
        and "serviceAccount" in part
        and part["serviceAccount"].get("automountServiceAccountToken", True)
        and part["serviceAccount"].get("create", True)
    }
    assert with_token == {"apiServer", "scheduler"}


def test_one_copy_has_no_budget_that_would_hold_its_node() -> None:
    chart = values(AIRFLOW)
    for part in ("scheduler", "apiServer", "triggerer", "pgbouncer"):
        assert chart[part]["podDisruptionBudget"]["enabled"] is False
        assert values(LARGE)[part]["podDisruptionBudget"]["enabled"] is True


def test_a_small_airflow_leaves_room_on_the_system_nodes() -> None:
    pods = idle(AIRFLOW).pods
    assert sum(pod.copies * pod.millicores for pod in pods) <= 1200
    assert sum(pod.copies * pod.memory_mib for pod in pods) <= 5 * 1024


def test_what_airflow_costs_while_idle_names_both_instances() -> None:
    assert idle(AIRFLOW).billed == {"rds:db.t4g.micro": 1}
    assert idle(AIRFLOW).volume_gib == 20
    assert idle(LARGE).billed == {"rds:db.m7g.large": 2}
    assert idle(LARGE).volume_gib == 100


@BOTH
def test_the_database_allows_twice_what_the_pools_hold(facts: AirflowFacts) -> None:
    assert facts.max_connections >= 2 * facts.pods("pgbouncer").copies * facts.pool_size


def test_more_pools_need_more_connections() -> None:
    many = dataclasses.replace(LARGE, pool_size=50)
    assert many.max_connections == 220


@BOTH
def test_a_tasks_pod_holds_nothing_of_the_platforms(facts: AirflowFacts) -> None:
    # Neither could be there: a pod mounts what its own namespace holds.
    assert "volumes" not in task_pod(facts)["spec"]
    [container] = task_pod(facts)["spec"]["containers"]
    sources = [one["valueFrom"] for one in container["env"] if "valueFrom" in one]
    assert sources == [{"fieldRef": {"fieldPath": "metadata.namespace"}}]


def test_kubernetes_knows_the_tenant_before_anything_uses_it() -> None:
    [container] = task_pod(AIRFLOW)["spec"]["containers"]
    assert container["env"][0]["name"] == "STRATA_TENANT"


def test_a_task_reads_the_bundle_of_its_namespace_alone() -> None:
    setting = environment(AIRFLOW)["AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST"]
    [bundle] = json.loads(setting.replace("$(STRATA_TENANT)", "ads"))
    assert bundle["name"] == "ads"
    assert bundle["kwargs"]["prefix"] == "ads/"
    assert bundle["kwargs"]["bucket_name"] == AIRFLOW.dag_bucket


def test_a_task_asks_for_its_tenants_secrets_alone() -> None:
    setting = environment(AIRFLOW)["AIRFLOW__WORKERS__SECRETS_BACKEND_KWARGS"]
    prefixes = json.loads(setting.replace("$(STRATA_TENANT)", "ads"))
    assert prefixes["connections_prefix"] == "strata/dev/ads/airflow/connections"
    assert prefixes["variables_prefix"] == "strata/dev/ads/airflow/variables"


@BOTH
def test_a_task_finds_airflow_from_any_namespace(facts: AirflowFacts) -> None:
    address = environment(facts)["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"]
    assert address == "http://airflow-api-server.airflow.svc.cluster.local:8080/execution/"
    # A base URL of its own would be put in its place.
    assert values(facts)["config"]["core"]["execution_api_server_url"] == address


def test_a_tasks_pod_is_one_that_kubernetes_takes() -> None:
    pod = {**task_pod(AIRFLOW)}
    kubernetes_validate.validate(pod, versions.KUBERNETES, strict=True)


def test_the_chart_finds_no_template_in_the_tasks_pod() -> None:
    text = values(AIRFLOW)["podTemplate"]
    assert "{{" not in text
    assert json.loads(text) == task_pod(AIRFLOW)


def test_tasks_never_run_where_the_platform_does() -> None:
    spec = task_pod(AIRFLOW)["spec"]
    assert spec["nodeSelector"] == {names.LABEL_POOL: "general"}
    assert "tolerations" not in spec


@BOTH
def test_each_image_can_come_from_a_copy(facts: AirflowFacts) -> None:
    registries = {"docker.io": "copy.example.com/hub", "quay.io": "copy.example.com/quay"}
    moved = Sources(registries=registries).images(ADDON.images)
    assert moved["defaultAirflowRepository"] == "copy.example.com/hub/apache/airflow"
    assert {image["repository"] for image in moved["images"].values()} == {
        "copy.example.com/hub/apache/airflow",
        "copy.example.com/quay/prometheus/statsd-exporter",
    }
    assert values(facts)["images"] == {"migrationsWaitTimeout": 300}
