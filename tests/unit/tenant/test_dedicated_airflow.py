"""A tenant's own Airflow: what it is made of, whom it serves, and how it ends."""

import functools
import json
from collections.abc import Mapping
from typing import Any

import kubernetes_validate
import pytest

from components import names, versions
from strata.plan.recording import Planned, Recording
from tests.plans import tenant_plan
from tests.samples import ACCOUNT
from tests.unit.airflow.test_layer import before

OWN = "airflow: {dedicated: true}"
EVERYBODY = (
    "access: {admins: [arn:aws:iam::111122223333:role/ads],"
    " developers: [arn:aws:iam::111122223333:role/dev],"
    " viewers: [arn:aws:iam::111122223333:role/view]}"
)
BUCKET = f"strata-dev-ads-{ACCOUNT}-eu-west-1-an"
NAMESPACE = "dev-ads-airflow-own-namespace"
RELEASE = "dev-ads-airflow-own-chart-release"
INSTANCE = "dev-ads-airflow-database-instance"

POLICY = "aws:iam/rolePolicy:RolePolicy"
BINDING = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"


@functools.cache
def planned(*lines: str, profile: str = "dev", platform: str = "") -> Recording:
    return tenant_plan(OWN, EVERYBODY, *lines, profile=profile, platform=platform)


@pytest.fixture
def own() -> Recording:
    return planned()


def values(plan: Recording) -> dict[str, Any]:
    found: dict[str, Any] = plan.named(RELEASE).inputs["values"]
    return found


def task(plan: Recording) -> dict[str, str]:
    """Variables of a task's pod, as Kubernetes writes them in the tenant's namespace."""
    [container] = json.loads(values(plan)["podTemplate"])["spec"]["containers"]
    return {
        one["name"]: one["value"].replace("$(STRATA_TENANT)", "ads")
        for one in container["env"]
        if "value" in one
    }


def by_urn(plan: Recording) -> Mapping[str, Planned]:
    return {one.urn: one for one in plan.resources}


def test_a_tenant_that_does_not_ask_has_none() -> None:
    assert by_urn(tenant_plan()) == by_urn(tenant_plan("airflow: {dedicated: false}"))
    assert not [one for one in tenant_plan().resources if one.type == "strata:tenancy:OwnAirflow"]


def test_it_has_a_namespace_that_is_no_tenant_s(own: Recording) -> None:
    metadata = own.named(NAMESPACE).inputs["metadata"]
    assert metadata["name"] == "ads-airflow"
    assert names.LABEL_TENANT not in metadata["labels"]
    assert metadata["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    assert own.named(RELEASE).inputs["namespace"] == "ads-airflow"


def test_it_starts_after_its_database_keys_rights_and_fences(own: Recording) -> None:
    wanted = {
        INSTANCE,
        "dev-ads-airflow-database-from-cluster",
        "dev-ads-airflow-own-secrets-airflow-fernet",
        "dev-ads-airflow-own-secrets-airflow-metadata",
        "dev-ads-airflow-own-files",
        "dev-ads-airflow-own-network-default-deny",
        "dev-ads-airflow-own-logs-pods",
        "dev-ads-airflow-own-identity-airflow-dag-processor-association",
        "dev-ads-airflow-own-identity-airflow-triggerer-association",
        "dev-ads-airflow-own-identity-airflow-api-server-association",
        "dev-ads-airflow-airflow-task",
        "dev-ads-airflow-airflow-scheduler-binding",
    }
    assert wanted - before(own, RELEASE) == set()


def test_no_value_of_its_chart_is_known_only_after_a_deployment(own: Recording) -> None:
    release = own.named(RELEASE).inputs
    assert "${" not in json.dumps(release["values"])
    assert release["version"] == versions.AIRFLOW_CHART.version


def test_its_dags_are_those_in_the_tenant_s_own_bucket(own: Recording) -> None:
    [bundle] = values(own)["dagProcessor"]["dagBundleConfigList"]
    assert bundle["name"] == "ads"
    assert bundle["kwargs"]["bucket_name"] == BUCKET
    assert bundle["kwargs"]["prefix"] == "airflow/dags/"
    # The chart's own command, which reads that list once.
    assert "args" not in values(own)["dagProcessor"]


def test_a_task_reads_the_bundle_that_the_dag_processor_does(own: Recording) -> None:
    told = json.loads(task(own)["AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST"])
    assert told == values(own)["dagProcessor"]["dagBundleConfigList"]


def test_logs_go_where_its_pages_look_for_them(own: Recording) -> None:
    folder = f"s3://{BUCKET}/airflow/logs"
    assert task(own)["AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER"] == folder
    assert values(own)["config"]["logging"]["remote_base_log_folder"] == folder


def test_logs_go_with_age(own: Recording) -> None:
    rules = {one["id"]: one for one in own.named("dev-ads-data-lifecycle").inputs["rules"]}
    logs = rules["expiry-airflow/logs"]
    assert logs["filter"]["and"]["prefix"] == "airflow/logs/"
    assert logs["expiration"] == {"days": 90}


def test_its_tasks_report_to_it_and_to_no_other(own: Recording) -> None:
    address = "http://airflow-api-server.ads-airflow.svc.cluster.local:8080/execution/"
    assert task(own)["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == address
    assert values(own)["config"]["core"]["execution_api_server_url"] == address
    rule, *_ = own.named("dev-ads-airflow-network").inputs["spec"]["egress"]
    assert [one["namespaceSelector"]["matchLabels"] for one in rule["to"]] == [
        {"kubernetes.io/metadata.name": "ads-airflow"}
    ]


def test_tasks_of_the_tenant_alone_reach_its_api(own: Recording) -> None:
    assert values(own)["apiServer"]["networkPolicy"]["ingress"]["from"] == [
        {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ads"}},
            "podSelector": {"matchLabels": {"app.kubernetes.io/name": "airflow-task"}},
        }
    ]


def test_its_scheduler_sees_pods_of_the_tenant_alone(own: Recording) -> None:
    executor = values(own)["config"]["kubernetes_executor"]
    assert executor["multi_namespace_mode_namespace_list"] == "ads"
    assert not [one for one in own.resources if "ClusterRole" in one.type]
    [rule] = own.named("dev-ads-airflow-airflow-scheduler-role").inputs["rules"]
    assert rule["resources"] == ["pods"]
    assert {"list", "watch", "create"} <= set(rule["verbs"])


def test_it_asks_secrets_manager_for_the_tenant_s_connections(own: Recording) -> None:
    for part in ("apiServer", "triggerer"):
        told = {one["name"]: one["value"] for one in values(own)[part]["env"]}
        prefixes = json.loads(told["AIRFLOW__SECRETS__BACKEND_KWARGS"])
        assert prefixes["connections_prefix"] == "strata/dev/ads/airflow/connections"


def test_no_pod_of_it_runs_among_the_platform_s(own: Recording) -> None:
    assert values(own)["nodeSelector"] == {names.LABEL_POOL: "general"}
    assert "tolerations" not in values(own)


def test_who_asks_kubernetes_for_something_has_a_way_there(own: Recording) -> None:
    labels = {
        part: values(own)[part].get("labels", {})
        for part in ("scheduler", "apiServer", "dagProcessor", "triggerer")
    }
    calls = {names.LABEL_KUBERNETES_API: names.ENABLED}
    assert labels == {"scheduler": calls, "apiServer": calls, "dagProcessor": {}, "triggerer": {}}


def test_the_platform_s_airflow_serves_the_tenant_no_more(own: Recording) -> None:
    subjects = [one for binding in own.of_type(BINDING) for one in binding.inputs["subjects"]]
    assert {one["namespace"] for one in subjects if one["kind"] == "ServiceAccount"} == {
        "ads",
        "ads-airflow",
    }
    shared = [
        one.name for one in own.of_type(POLICY) if "strata-dev-airflow" in one.inputs["policy"]
    ]
    assert shared == []


def test_it_is_there_where_the_platform_has_no_airflow() -> None:
    plan = planned(platform="airflow: {enabled: false}")
    assert values(plan) == values(planned())
    accounts = plan.named("dev-ads-accounts-spark-submitter-binding").inputs["subjects"]
    assert [one["name"] for one in accounts] == ["airflow-task"]


def test_kubernetes_takes_every_object(own: Recording) -> None:
    made = [
        one
        for one in own.resources
        if one.name.startswith("dev-ads-airflow")
        and one.type.startswith("kubernetes:")
        # Their content is secret, and a release is no object of Kubernetes.
        and not one.type.endswith((":Secret", ":Release"))
    ]
    for one in made:
        kubernetes_validate.validate(one.inputs, versions.KUBERNETES, strict=True)
    assert len(made) > 20
