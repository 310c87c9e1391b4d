"""Who may do what with a tenant's tasks, in Kubernetes and in AWS."""

import dataclasses
import json
from fnmatch import fnmatchcase
from typing import Any

import kubernetes_validate
import pytest

from components import versions
from components.services.airflow.identities import author_document, documents, task_document
from components.tenancy.airflow_tasks import AirflowTasks, AirflowTasksArgs
from strata.plan.recorder import record
from strata.plan.recording import Recording
from tests.plans import tenant_plan
from tests.samples import AIRFLOW_LOGIN, AIRFLOW_PLACE, SAMPLES

ROLE = "kubernetes:rbac.authorization.k8s.io/v1:Role"
BINDING = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"


SAMPLE = SAMPLES[AirflowTasks]


@pytest.fixture(scope="module")
def tasks() -> Recording:
    return tasks_of(SAMPLE)


def tasks_of(args: AirflowTasksArgs) -> Recording:
    def build() -> None:
        AirflowTasks("ads-tasks", args)

    return record(build)


def rules(tasks: Recording, account: str) -> dict[str, list[str]]:
    """Verbs that an account has in the tenant's namespace, by resource."""
    bound = {
        one.inputs["roleRef"]["name"]
        for one in tasks.of_type(BINDING)
        for subject in one.inputs["subjects"]
        if subject["name"] == account
    }
    return {
        resource: rule["verbs"]
        for role in tasks.of_type(ROLE)
        if role.inputs["metadata"]["name"] in bound
        for rule in role.inputs["rules"]
        for resource in rule["resources"]
    }


def test_the_scheduler_starts_and_ends_pods_and_nothing_else(tasks: Recording) -> None:
    assert rules(tasks, "airflow-scheduler") == {"pods": ["get", "create", "patch", "delete"]}


def test_no_account_of_airflows_has_rights_on_spark_applications(tasks: Recording) -> None:
    for part in ("scheduler", "api-server", "triggerer", "dag-processor", "worker"):
        found = rules(tasks, f"airflow-{part}")
        assert not [resource for resource in found if resource.startswith("sparkapplications")]


def test_a_tenants_own_account_starts_spark_applications(tasks: Recording) -> None:
    found = rules(tasks, "airflow-task")
    assert "create" in found["sparkapplications"]
    assert {"secrets", "roles", "networkpolicies", "pods/exec"} & found.keys() == set()


def test_the_api_server_reads_the_log_of_a_running_task(tasks: Recording) -> None:
    assert rules(tasks, "airflow-api-server") == {"pods": ["get", "list"], "pods/log": ["get"]}


def test_the_triggerer_which_runs_what_any_task_defers_sees_no_namespace(
    tasks: Recording,
) -> None:
    assert rules(tasks, "airflow-triggerer") == {}


def test_airflows_accounts_come_from_airflows_namespace(tasks: Recording) -> None:
    homes = {
        subject["name"]: subject["namespace"]
        for one in tasks.of_type(BINDING)
        for subject in one.inputs["subjects"]
    }
    assert homes == {
        "airflow-task": "ads",
        "airflow-scheduler": "airflow",
        "airflow-api-server": "airflow",
    }


def test_another_airflow_may_be_the_one_that_starts_tasks() -> None:
    own = tasks_of(dataclasses.replace(SAMPLE, airflow="ads-airflow"))
    assert {
        subject["namespace"]
        for one in own.of_type(BINDING)
        for subject in one.inputs["subjects"]
        if subject["name"] != "airflow-task"
    } == {"ads-airflow"}


def way_out(tasks: Recording) -> list[Any]:
    [policy] = tasks.of_type("kubernetes:networking.k8s.io/v1:NetworkPolicy")
    assert policy.inputs["spec"]["podSelector"]["matchLabels"] == {
        "app.kubernetes.io/name": "airflow-task"
    }
    found: list[Any] = policy.inputs["spec"]["egress"]
    return found


def test_a_task_reaches_airflow_beyond_what_every_pod_of_the_tenant_does(tasks: Recording) -> None:
    [rule] = way_out(tasks)
    assert rule["ports"] == [{"protocol": "TCP", "port": 8080}]
    assert rule["to"] == [
        {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "airflow"}},
            "podSelector": {"matchLabels": {"component": "api-server"}},
        }
    ]


def test_a_task_reaches_secrets_manager_where_other_pods_have_no_way_there() -> None:
    _, rule = way_out(tasks_of(dataclasses.replace(SAMPLE, secrets_blocks=["8.0.0.0/7"])))
    assert rule == {
        "to": [{"ipBlock": {"cidr": "8.0.0.0/7"}}],
        "ports": [{"protocol": "TCP", "port": 443}],
    }


def allowed(policy: str, action: str, arn: str) -> bool:
    return any(
        fnmatchcase(arn, resource)
        for statement in json.loads(policy)["Statement"]
        for resource in statement["Resource"]
        if action in statement["Action"]
    )


def test_kubernetes_takes_every_object(tasks: Recording) -> None:
    made = [one for one in tasks.resources if one.type.startswith("kubernetes:")]
    for one in made:
        kubernetes_validate.validate(one.inputs, versions.KUBERNETES, strict=True)
    assert len(made) == 8


LOGS, DAGS = AIRFLOW_PLACE.log_bucket_arn, AIRFLOW_PLACE.dag_bucket_arn
SECRETS = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:strata/dev"


@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("s3:GetObject", f"{DAGS}/ads/clicks.py"),
        ("s3:PutObject", f"{LOGS}/dag_id=ads_clicks/run_id=1/task_id=x/attempt=1.log"),
        ("s3:GetObject", f"{LOGS}/dag_id=ads_clicks/run_id=1/task_id=x/attempt=1.log"),
        ("secretsmanager:GetSecretValue", f"{SECRETS}/ads/airflow/connections/warehouse-a1b2c3"),
        ("secretsmanager:GetSecretValue", f"{SECRETS}/ads/airflow/variables/limit-a1b2c3"),
    ],
)
def test_a_task_may_use_what_is_its_tenants(action: str, arn: str) -> None:
    assert allowed(task_document(AIRFLOW_PLACE, "ads"), action, arn)


@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("s3:GetObject", f"{DAGS}/ads-eu/clicks.py"),
        ("s3:PutObject", f"{DAGS}/ads/clicks.py"),
        ("s3:PutObject", f"{LOGS}/dag_id=ads-eu_clicks/attempt=1.log"),
        ("s3:GetObject", f"{LOGS}/dag_id=billing_x/attempt=1.log"),
        ("s3:DeleteObject", f"{LOGS}/dag_id=ads_clicks/attempt=1.log"),
        ("secretsmanager:GetSecretValue", f"{SECRETS}/billing/airflow/connections/x-a1b2c3"),
        ("secretsmanager:GetSecretValue", f"{SECRETS}/airflow/connections/x-a1b2c3"),
        ("secretsmanager:GetSecretValue", f"{SECRETS}/airflow/admin-a1b2c3"),
        ("secretsmanager:GetSecretValue", f"{SECRETS}/ads/database-a1b2c3"),
    ],
)
def test_a_task_may_use_nothing_of_anybody_elses(action: str, arn: str) -> None:
    assert not allowed(task_document(AIRFLOW_PLACE, "ads"), action, arn)


@pytest.mark.parametrize("part", ["api-server", "dag-processor", "triggerer"])
@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("secretsmanager:GetSecretValue", f"{SECRETS}/ads/airflow/connections/x-a1b2c3"),
        ("secretsmanager:GetSecretValue", f"{SECRETS}/airflow/admin-a1b2c3"),
        ("s3:PutObject", f"{DAGS}/ads/clicks.py"),
        ("s3:DeleteObject", f"{LOGS}/dag_id=ads_clicks/attempt=1.log"),
    ],
)
def test_no_part_of_airflow_reads_tenants_secrets_or_changes_dags(
    part: str, action: str, arn: str
) -> None:
    assert not allowed(documents(AIRFLOW_PLACE, None)[part], action, arn)


def test_a_tenants_people_change_its_own_dags_alone() -> None:
    policy = author_document(AIRFLOW_PLACE, "ads")
    for action in ("s3:PutObject", "s3:DeleteObject"):
        assert allowed(policy, action, f"{DAGS}/ads/clicks.py")
        assert not allowed(policy, action, f"{DAGS}/ads-eu/clicks.py")
        assert not allowed(policy, action, f"{DAGS}/clicks.py")


def test_the_part_that_runs_everybodys_code_reads_dags_alone() -> None:
    statements: list[dict[str, Any]] = json.loads(documents(AIRFLOW_PLACE, None)["dag-processor"])[
        "Statement"
    ]
    named = {arn for statement in statements[:2] for arn in statement["Resource"]}
    assert named == {DAGS, f"{DAGS}/*"}
    assert [statement["Action"] for statement in statements[2:]] == [["kms:Decrypt"]]


def test_the_api_server_reads_the_identity_providers_secret_where_there_is_one() -> None:
    arn, action = AIRFLOW_LOGIN.client_secret_arn, "secretsmanager:GetSecretValue"
    assert allowed(documents(AIRFLOW_PLACE, AIRFLOW_LOGIN)["api-server"], action, arn)
    assert not allowed(documents(AIRFLOW_PLACE, AIRFLOW_LOGIN)["triggerer"], action, arn)
    assert not allowed(documents(AIRFLOW_PLACE, None)["api-server"], action, arn)


@pytest.mark.parametrize("part", ["api-server", "dag-processor", "triggerer"])
def test_no_statement_is_about_everything(part: str) -> None:
    for statement in json.loads(documents(AIRFLOW_PLACE, None)[part])["Statement"]:
        assert "*" not in statement["Resource"]
        assert not [action for action in statement["Action"] if "*" in action]


def test_a_tenants_tasks_have_its_role_and_their_own_policy(dev: dict[str, Recording]) -> None:
    tenant = dev["dev-tenant-ads"]
    association = tenant.named("dev-ads-airflow-airflow-task")
    assert association.inputs["namespace"] == "ads"
    assert association.inputs["serviceAccount"] == "airflow-task"
    assert association.inputs["roleArn"] == "${dev-ads-workload-role.arn}"
    policy = tenant.named("dev-ads-airflow-policy").inputs
    assert policy["role"] == "strata-dev-ads-workload"
    assert allowed(policy["policy"], "s3:GetObject", f"{DAGS}/ads/clicks.py")


def test_a_tenants_admins_may_put_its_dags_where_airflow_reads_them(
    dev: dict[str, Recording],
) -> None:
    policy = dev["dev-tenant-ads"].named("dev-ads-access-admin-airflow-policy").inputs["policy"]
    bucket = dev["dev-platform"].outputs["airflow_dag_bucket"]
    assert allowed(policy, "s3:PutObject", f"arn:aws:s3:::{bucket}/ads/clicks.py")
    assert not allowed(policy, "s3:PutObject", f"arn:aws:s3:::{bucket}/search/clicks.py")


def test_without_airflow_a_tenant_has_nothing_of_it() -> None:
    made = [one.name for one in tenant_plan(platform="airflow: {enabled: false}").resources]
    assert not [name for name in made if "airflow" in name]
