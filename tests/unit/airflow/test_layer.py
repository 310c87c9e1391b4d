"""Airflow in the plan of the platform: order, database, rights, and the layer without it."""

import json
from typing import Any

import pytest

from components import versions
from components.services.airflow.airflow import ADDON
from layers.platform.ways_in import INTERFACES
from strata.plan.recording import Planned, Recording
from tests.plans import platform_plan

RELEASE = "airflow-chart-release"

ACCOUNT = "eu-west-1:111122223333"
OIDC = f"""
access:
  domain: data.example.com
  certificateArn: arn:aws:acm:{ACCOUNT}:certificate/12345678-1234-1234-1234-123456789012
  oidc:
    issuerUrl: https://login.example.com
    authorizationEndpoint: https://login.example.com/authorize
    tokenEndpoint: https://login.example.com/token
    userInfoEndpoint: https://login.example.com/userinfo
    clientId: strata
    clientSecretArn: arn:aws:secretsmanager:{ACCOUNT}:secret:strata/dev/access/client-a1b2c3
"""


def before(plan: Recording, name: str) -> set[str]:
    """Names of all that must be there before a resource, directly or through others."""
    by_urn = {one.urn: one for one in plan.resources}
    children: dict[str, list[Planned]] = {}
    for one in plan.resources:
        children.setdefault(one.parent, []).append(one)
    # A component is there once its children are, and a child waits for what its parents wait for.
    seen: set[str] = set()
    waiting = [plan.named(name).urn]
    while waiting:
        one = by_urn[waiting.pop()]
        found = [*one.depends_on, *([one.parent] if one.parent in by_urn else [])]
        for urn in found:
            for each in (urn, *_below(urn, children)) if urn in one.depends_on else (urn,):
                if each not in seen and each in by_urn:
                    seen.add(each)
                    waiting.append(each)
    return {by_urn[urn].name for urn in seen}


def _below(urn: str, children: dict[str, list[Planned]]) -> list[str]:
    return [each for one in children.get(urn, []) for each in (one.urn, *_below(one.urn, children))]


def test_airflow_starts_after_its_database_secrets_files_and_rights(
    dev: dict[str, Recording],
) -> None:
    earlier = before(dev["dev-platform"], f"dev-{RELEASE}")
    wanted = {
        "dev-airflow-database-instance",
        "dev-airflow-database-from-cluster",
        "dev-airflow-secrets-airflow-fernet",
        "dev-airflow-secrets-airflow-metadata",
        "dev-airflow-secrets-airflow-pgbouncer",
        "dev-airflow-files",
        "dev-airflow-watch-binding",
        "dev-airflow-namespace",
        "dev-airflow-api-server-airflow-api-server-association",
        "dev-airflow-dag-processor-airflow-dag-processor-association",
        "dev-airflow-triggerer-airflow-triggerer-association",
    }
    assert wanted - earlier == set()


def test_no_value_of_the_chart_is_known_only_after_a_deployment(
    dev: dict[str, Recording],
) -> None:
    # A value that is not known may be a secret, and shows no difference in a preview.
    release = dev["dev-platform"].named(f"dev-{RELEASE}").inputs
    assert "${" not in json.dumps(release["values"])
    assert release["version"] == versions.AIRFLOW_CHART.version


@pytest.fixture(scope="module")
def instance(dev: dict[str, Recording]) -> dict[str, Any]:
    return dev["dev-platform"].named("dev-airflow-database-instance").inputs


@pytest.fixture(scope="module")
def prod_instance(prod: dict[str, Recording]) -> dict[str, Any]:
    return prod["prod-platform"].named("prod-airflow-database-instance").inputs


def test_the_database_is_encrypted_with_the_environments_key(instance: dict[str, Any]) -> None:
    assert instance["storageEncrypted"] is True
    assert instance["kmsKeyId"] == instance["performanceInsightsKmsKeyId"]
    assert "key" in instance["kmsKeyId"]


def test_the_database_is_not_on_the_internet(instance: dict[str, Any]) -> None:
    assert instance["publiclyAccessible"] is False


def test_only_the_cluster_reaches_the_database(dev: dict[str, Recording]) -> None:
    plan = dev["dev-platform"]
    group = plan.named("dev-airflow-database-callers").inputs
    assert "ingress" not in group
    [rule] = [
        one.inputs
        for one in plan.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
        if one.name.startswith("dev-airflow")
    ]
    assert (rule["ipProtocol"], rule["fromPort"], rule["toPort"]) == ("tcp", 5432, 5432)
    assert rule["referencedSecurityGroupId"] == dev["dev-cluster"].outputs["security_group_id"]
    assert {"cidrIpv4", "cidrIpv6", "prefixListId"} & rule.keys() == set()


def test_the_database_stands_in_the_subnets_of_databases(dev: dict[str, Recording]) -> None:
    subnets = dev["dev-platform"].named("dev-airflow-database-subnets").inputs
    assert subnets["subnetIds"] == dev["dev-cluster"].outputs["database_subnet_ids"]


def test_the_database_speaks_tls_only(dev: dict[str, Recording]) -> None:
    parameters = dev["dev-platform"].named("dev-airflow-database-parameters").inputs
    assert parameters["family"] == f"postgres{versions.POSTGRES}"
    known = {one["name"]: one["value"] for one in parameters["parameters"]}
    assert known == {"rds.force_ssl": "1", "max_connections": "100"}


def test_the_database_takes_minor_versions_by_itself(instance: dict[str, Any]) -> None:
    assert instance["engineVersion"] == versions.POSTGRES
    assert instance["autoMinorVersionUpgrade"] is True


def test_the_databases_storage_grows_by_itself(instance: dict[str, Any]) -> None:
    assert instance["maxAllocatedStorage"] == 5 * instance["allocatedStorage"]


def test_the_databases_logs_end(dev: dict[str, Recording]) -> None:
    plan = dev["dev-platform"]
    groups = [
        one.inputs
        for one in plan.of_type("aws:cloudwatch/logGroup:LogGroup")
        if one.name.startswith("dev-airflow")
    ]
    assert {one["name"] for one in groups} == {
        "/aws/rds/instance/strata-dev-airflow/postgresql",
        "/aws/rds/instance/strata-dev-airflow/upgrade",
    }
    assert {one["retentionInDays"] for one in groups} == {7}
    assert {"dev-airflow-database-postgresql-logs", "dev-airflow-database-upgrade-logs"} <= before(
        plan, "dev-airflow-database-instance"
    )


def test_a_dev_database_is_small_and_leaves_nothing_behind(instance: dict[str, Any]) -> None:
    assert instance["instanceClass"] == "db.t4g.micro"
    assert instance["multiAz"] is False
    assert instance["skipFinalSnapshot"] is True
    assert instance["deletionProtection"] is False
    assert instance["deleteAutomatedBackups"] is True


def test_a_prod_database_survives_a_zone_and_a_mistake(
    prod_instance: dict[str, Any], prod: dict[str, Recording]
) -> None:
    assert prod_instance["instanceClass"] == "db.m7g.large"
    assert prod_instance["multiAz"] is True
    assert prod_instance["backupRetentionPeriod"] == 14
    assert prod_instance["skipFinalSnapshot"] is False
    assert prod_instance["finalSnapshotIdentifier"].startswith("strata-prod-airflow-final-")
    assert prod_instance["deletionProtection"] is True
    assert prod_instance["deleteAutomatedBackups"] is False
    assert prod_instance["applyImmediately"] is False
    assert prod["prod-platform"].named("prod-airflow-database-instance").protect


def test_the_logs_of_tasks_end_and_dags_do_not(dev: dict[str, Recording]) -> None:
    plan = dev["dev-platform"]

    def days(bucket: str) -> list[int]:
        rules = plan.named(f"dev-airflow-{bucket}-lifecycle").inputs["rules"]
        return [rule["expiration"]["days"] for rule in rules if "expiration" in rule]

    assert days("logs") == [90]
    assert days("dags") == []


def test_the_scheduler_has_no_rights_in_aws(dev: dict[str, Recording]) -> None:
    accounts = {
        one.inputs["serviceAccount"]
        for one in dev["dev-platform"].of_type(
            "aws:eks/podIdentityAssociation:PodIdentityAssociation"
        )
        if one.inputs["namespace"] == "airflow"
    }
    assert accounts == {"airflow-api-server", "airflow-dag-processor", "airflow-triggerer"}


def test_the_scheduler_may_look_at_pods_everywhere_and_change_none(
    dev: dict[str, Recording],
) -> None:
    role = dev["dev-platform"].named("dev-airflow-watch").inputs
    assert role["rules"] == [{"apiGroups": [""], "resources": ["pods"], "verbs": ["list", "watch"]}]
    binding = dev["dev-platform"].named("dev-airflow-watch-binding").inputs
    assert binding["subjects"] == [
        {"kind": "ServiceAccount", "name": "airflow-scheduler", "namespace": "airflow"}
    ]


def test_tenants_are_told_where_dags_and_logs_are(dev: dict[str, Recording]) -> None:
    outputs = dev["dev-platform"].outputs
    buckets = {
        one.inputs["bucket"]
        for one in dev["dev-platform"].of_type("aws:s3/bucket:Bucket")
        if one.name.startswith("dev-airflow")
    }
    assert {outputs["airflow_dag_bucket"], outputs["airflow_log_bucket"]} == buckets


def test_a_platform_without_airflow_is_whole() -> None:
    plan = platform_plan("airflow: {enabled: false}")
    assert [one.name for one in plan.resources if one.name.startswith("dev-airflow")] == []
    outputs = {key: value for key, value in plan.outputs.items() if key.startswith("airflow")}
    assert outputs == {
        "airflow_admin_secret": "",
        "airflow_dag_bucket": "",
        "airflow_log_bucket": "",
    }


def test_a_stack_file_may_ask_for_a_larger_database() -> None:
    plan = platform_plan(
        "airflow: {database: {instanceClass: db.r8g.xlarge, allocatedGib: 200}, logDays: 30}"
    )
    instance = plan.named("dev-airflow-database-instance").inputs
    assert (instance["instanceClass"], instance["allocatedStorage"]) == ("db.r8g.xlarge", 200)
    cleanup = plan.named(f"dev-{RELEASE}").inputs["values"]["databaseCleanup"]
    assert cleanup["retentionDays"] == 30


def test_people_come_through_the_provider_once_somebody_is_an_administrator() -> None:
    plan = platform_plan(OIDC, "airflow: {roles: {admin: [platform], user: [data, platform]}}")
    chart = plan.named(f"dev-{RELEASE}").inputs["values"]
    given = {one["name"]: one["value"] for one in chart["apiServer"]["env"]}
    assert given["STRATA_OIDC_CLIENT_ID"] == "strata"
    assert json.loads(given["STRATA_OIDC_ROLES"]) == {
        "data": ["User"],
        "platform": ["Admin", "User"],
    }
    assert chart["config"]["fab"] == {"config_file": "/opt/airflow/config/webserver_config.py"}
    assert chart["config"]["api"] == {"base_url": "https://airflow.data.example.com"}
    assert "webserver_config.py" in plan.named("dev-airflow-files").inputs["data"]
    assert plan.outputs["airflow_admin_secret"] == ""


def test_without_an_administrators_group_the_first_account_remains() -> None:
    plan = platform_plan(OIDC)
    assert plan.outputs["airflow_admin_secret"] == "strata/dev/airflow/admin"  # noqa: S105
    assert "fab" not in plan.named(f"dev-{RELEASE}").inputs["values"]["config"]


def test_the_entrance_leads_to_the_api_server() -> None:
    assert INTERFACES[ADDON].service == "airflow-api-server"
