"""Where a task's pod may run, and what a DAG may be called."""

from types import SimpleNamespace as Of
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kubernetes.client import models  # type: ignore[import-untyped]

from components import names
from components.services.airflow import task_pod, values
from tests.samples import AIRFLOW
from tests.unit.airflow.mounted import load

HOOK = load("airflow_local_settings")
TENANTS = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)


def pod(**annotations: str) -> Any:
    return models.V1Pod(
        metadata=models.V1ObjectMeta(namespace="airflow", annotations=annotations),
        spec=models.V1PodSpec(
            containers=[models.V1Container(name="base")], service_account_name="somebody"
        ),
    )


def task(tenant: str, dag_id: str) -> Any:
    return pod(**{HOOK.BUNDLE_ANNOTATION: tenant, "dag_id": dag_id})


def test_a_task_runs_in_its_tenants_namespace_as_its_tenants_account() -> None:
    made = task("ads", "ads_clicks")
    HOOK.pod_mutation_hook(made)
    assert made.metadata.namespace == "ads"
    assert made.spec.service_account_name == "airflow-task"
    assert made.metadata.labels == {"strata.platform/tenant": "ads"}


def test_the_accounts_former_field_cannot_name_another() -> None:
    made = task("ads", "ads_clicks")
    made.spec.service_account = "admin"
    HOOK.pod_mutation_hook(made)
    assert made.spec.service_account is None


def test_a_pod_of_no_known_bundle_is_not_made() -> None:
    with pytest.raises(ValueError, match="names no DAG bundle") as error:
        HOOK.pod_mutation_hook(pod(dag_id="ads_clicks"))
    assert str(error.value) == (
        "the pod names no DAG bundle, so there is no namespace that it may run in"
    )


def test_a_pod_without_annotations_is_not_made() -> None:
    made = models.V1Pod(metadata=models.V1ObjectMeta(), spec=models.V1PodSpec(containers=[]))
    with pytest.raises(ValueError, match="names no DAG bundle"):
        HOOK.pod_mutation_hook(made)


def test_a_dag_named_after_another_tenant_starts_nothing() -> None:
    with pytest.raises(ValueError, match="came from bundle") as error:
        HOOK.pod_mutation_hook(task("ads", "billing_invoices"))
    assert str(error.value) == (
        "DAG 'billing_invoices' came from bundle 'ads': name it 'ads_billing_invoices'"
    )


def test_a_dag_of_a_tenant_of_a_longer_name_is_another_tenants() -> None:
    with pytest.raises(ValueError, match="DAG 'ads-eu_clicks' came from bundle 'ads'"):
        HOOK.pod_mutation_hook(task("ads", "ads-eu_clicks"))


@given(tenant=TENANTS, other=TENANTS, rest=st.text(max_size=5))
@settings(max_examples=30)
def test_no_name_of_a_dag_belongs_to_two_tenants(tenant: str, other: str, rest: str) -> None:
    dag_id = f"{tenant}_{rest}"
    HOOK.pod_mutation_hook(task(tenant, dag_id))
    if other != tenant:
        with pytest.raises(ValueError, match="came from bundle"):
            HOOK.pod_mutation_hook(task(other, dag_id))


def test_a_dag_of_the_tenants_name_is_read() -> None:
    HOOK.dag_policy(Of(fileloc=f"{HOOK.BUNDLES}/ads/etl/clicks.py", dag_id="ads_clicks"))


def test_a_dag_of_another_name_is_an_import_error() -> None:
    with pytest.raises(ValueError, match="came from bundle 'ads': name it 'ads_clicks'"):
        HOOK.dag_policy(Of(fileloc=f"{HOOK.BUNDLES}/ads/clicks.py", dag_id="clicks"))


def test_a_dag_from_outside_of_every_bundle_is_an_import_error() -> None:
    with pytest.raises(ValueError, match="is not in the subpath"):
        HOOK.dag_policy(Of(fileloc="/opt/airflow/dags/ads.py", dag_id="ads_clicks"))


def test_the_bundles_are_where_the_chart_puts_them() -> None:
    config = values.values(AIRFLOW)["config"]
    assert config["dag_processor"]["dag_bundle_storage_path"] == str(HOOK.BUNDLES)


def test_the_hook_says_the_platforms_names() -> None:
    assert HOOK.TENANT_LABEL == names.LABEL_TENANT
    assert HOOK.SERVICE_ACCOUNT == task_pod.SERVICE_ACCOUNT


def test_airflow_is_given_the_hooks_alone() -> None:
    assert HOOK.__all__ == ["dag_policy", "pod_mutation_hook"]
