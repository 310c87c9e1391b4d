"""What a tenant's own Airflow may do, what it keeps, and how it ends."""

import json
from fnmatch import fnmatchcase

import pytest
from parliament import analyze_policy_string

from components.services.airflow import secrets
from components.services.airflow.identities import own_document
from strata.plan.document import document
from strata.plan.recording import Recording
from tests.samples import ACCOUNT, OWN_AIRFLOW_PLACE
from tests.unit.tenant.conftest import Files, Run
from tests.unit.tenant.test_dedicated_airflow import BUCKET, INSTANCE, OWN, RELEASE, by_urn, planned


@pytest.fixture
def own() -> Recording:
    return planned()


PLACE = f"arn:aws:s3:::{BUCKET}"
SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:strata/dev"  # noqa: S105 - an ARN
MAY = [
    ("s3:ListBucket", PLACE),
    ("s3:GetObject", f"{PLACE}/airflow/dags/clicks.py"),
    ("s3:GetObject", f"{PLACE}/airflow/logs/dag_id=ads_clicks/attempt=1.log"),
    ("s3:PutObject", f"{PLACE}/airflow/logs/dag_id=ads_clicks/attempt=1.log"),
    ("secretsmanager:GetSecretValue", f"{SECRET}/ads/airflow/connections/warehouse-a1b2c3"),
]
MAY_NOT = [
    ("s3:GetObject", f"{PLACE}/orders/part-0.parquet"),
    ("s3:PutObject", f"{PLACE}/airflow/dags/clicks.py"),
    ("s3:DeleteObject", f"{PLACE}/airflow/logs/dag_id=ads_clicks/attempt=1.log"),
    ("secretsmanager:GetSecretValue", f"{SECRET}/ads/airflow/admin-a1b2c3"),
    ("secretsmanager:GetSecretValue", f"{SECRET}/ads/warehouse-a1b2c3"),
    ("secretsmanager:GetSecretValue", f"{SECRET}/ads-eu/airflow/connections/x-a1b2c3"),
    ("secretsmanager:GetSecretValue", f"{SECRET}/airflow/connections/x-a1b2c3"),
]


def allowed(action: str, arn: str) -> bool:
    return any(
        fnmatchcase(arn, resource)
        for statement in json.loads(own_document(OWN_AIRFLOW_PLACE, "ads"))["Statement"]
        for resource in statement["Resource"]
        if action in statement["Action"]
    )


@pytest.mark.parametrize(("action", "arn"), MAY)
def test_it_may_read_dags_and_connections_and_keep_logs(action: str, arn: str) -> None:
    assert allowed(action, arn)


@pytest.mark.parametrize(("action", "arn"), MAY_NOT)
def test_it_may_nothing_else(action: str, arn: str) -> None:
    assert not allowed(action, arn)


def test_the_linter_finds_nothing_in_its_policy() -> None:
    assert analyze_policy_string(own_document(OWN_AIRFLOW_PLACE, "ads")).findings == []


def test_its_role_is_one_that_the_tenant_s_bucket_and_key_let_in() -> None:
    plan = planned("data: {bucket: {kms: own}}")
    role = plan.named("dev-ads-airflow-own-identity-role").inputs
    arn = f"arn:aws:iam::{ACCOUNT}:role{role['path']}{role['name']}"
    assert arn in plan.named("dev-ads-data-policy").inputs["policy"]
    assert arn in plan.named("dev-ads-data-key-key").inputs["policy"]
    rights = plan.named("dev-ads-airflow-own-identity-rights").inputs["policy"]
    assert "${dev-ads-data-key-key.arn}" in rights


def test_its_role_can_be_taken_in_its_namespace_alone(own: Recording) -> None:
    trust = own.named("dev-ads-airflow-own-identity-role").inputs["assumeRolePolicy"]
    [statement] = json.loads(trust)["Statement"]
    wanted = statement["Condition"]["StringEquals"]["aws:RequestTag/kubernetes-namespace"]
    assert wanted == "ads-airflow"


def test_its_database_is_small_and_stands_where_tenants_do(
    own: Recording, dev: dict[str, Recording]
) -> None:
    inputs = own.named(INSTANCE).inputs
    assert inputs["identifier"] == "strata-dev-ads-airflow"
    assert (inputs["instanceClass"], inputs["allocatedStorage"]) == ("db.t4g.small", 20)
    subnets = own.named("dev-ads-airflow-database-subnets").inputs["subnetIds"]
    assert subnets == dev["dev-cluster"].outputs["tenant_database_subnet_ids"]


def test_a_prod_database_of_it_survives_a_zone_and_a_mistake() -> None:
    instance = planned(profile="prod").named("prod-ads-airflow-database-instance")
    assert instance.protect
    assert instance.inputs["multiAz"] is True
    assert instance.inputs["deletionProtection"] is True


@pytest.mark.parametrize("profile", ["dev", "prod"])
def test_its_database_leaves_a_snapshot(profile: str) -> None:
    plan = planned("lifecycle: offboarding", profile=profile)
    instance = plan.named(f"{profile}-ads-airflow-database-instance")
    assert not instance.protect
    assert instance.inputs["skipFinalSnapshot"] is False
    assert instance.inputs["finalSnapshotIdentifier"].startswith(
        f"strata-{profile}-ads-airflow-final-"
    )


def test_it_finds_its_own_pool_and_nobody_s_password_is_shown(own: Recording) -> None:
    metadata = own.named("dev-ads-airflow-own-secrets-airflow-metadata").inputs
    assert "@airflow-pgbouncer.ads-airflow:6543/" in str(metadata["stringData"])
    shown = {one["name"]: one["inputs"] for one in document(own)["resources"]}
    for name in (secrets.ADMIN, secrets.FERNET, secrets.JWT, secrets.METADATA):
        assert shown[f"dev-ads-airflow-own-secrets-{name}"]["stringData"] == "[secret]"


def test_its_first_password_is_among_the_tenant_s_secrets(own: Recording) -> None:
    secret = own.named("dev-ads-airflow-own-secrets-admin").inputs
    assert secret["name"] == "strata/dev/ads/airflow/admin"


def test_who_works_in_the_tenant_reaches_its_pages_and_reads_no_key(own: Recording) -> None:
    binding = own.named("dev-ads-airflow-own-visitors-binding").inputs
    assert binding["metadata"]["namespace"] == "ads-airflow"
    assert [one["name"] for one in binding["subjects"]] == [
        "strata:ads:admin",
        "strata:ads:developer",
    ]
    rules = own.named("dev-ads-airflow-own-visitors-role").inputs["rules"]
    assert {one for rule in rules for one in rule["resources"]} == {
        "pods",
        "pods/log",
        "pods/portforward",
        "services",
    }


def gone(earlier: Recording, later: Recording) -> set[str]:
    """Names of all of it that is there earlier and not later."""
    left = by_urn(later)
    return {
        one.name
        for urn, one in by_urn(earlier).items()
        if urn not in left and one.name.startswith("dev-ads-airflow")
    }


def test_suspended_nothing_of_it_runs_and_all_that_it_keeps_is_there() -> None:
    active, suspended = planned(), planned("lifecycle: suspended")
    assert gone(active, suspended) == {
        "dev-ads-airflow-own-chart",
        RELEASE,
        "dev-ads-airflow-own-visitors-binding",
        "dev-ads-airflow-own-visitors-role",
    }
    assert suspended.named(INSTANCE) == active.named(INSTANCE)


def test_revived_it_is_what_it_was() -> None:
    assert by_urn(planned("lifecycle: active")) == by_urn(planned())


def test_of_it_a_tenant_that_leaves_has_its_database_alone() -> None:
    left = {
        one.name for one in planned("lifecycle: offboarding").resources if "airflow" in one.name
    }
    assert left
    assert {name for name in left if not name.startswith("dev-ads-airflow-database")} == set()


def test_a_bucket_that_empties_itself_holds_no_dags(files: Files, run: Run) -> None:
    files(ads=f"{OWN}\ndata: {{bucket: {{expireDays: 400}}}}")
    result = run("check")
    assert result.output.splitlines()[0] == (
        "stacks/Pulumi.dev-tenant-ads.yaml:2: strata:tenant: data.bucket.expireDays would delete "
        "the DAGs of the tenant's own Airflow, which are in the bucket; leave it out, or "
        "`airflow: {dedicated: true}`"
    )
    assert result.exit_code == 1


def test_no_tenant_has_the_name_of_another_s_airflow(files: Files, run: Run) -> None:
    files(**{"ads-airflow": ""})
    result = run("check")
    assert result.output.splitlines()[0] == (
        "stacks/Pulumi.dev-tenant-ads-airflow.yaml: tenant name 'ads-airflow' is the platform's "
        "own; choose another, and call the file by it"
    )
    assert result.exit_code == 1


def test_who_leaves_hears_what_becomes_of_it(files: Files, run: Run) -> None:
    files(ads=f"{OWN}\nlifecycle: suspended")
    told = run("tenant", "offboard", "dev", "ads").output
    assert "Goes now: Airflow, in namespace ads-airflow, with its keys." in told
    assert "Database of Airflow: deleted by `pulumi destroy`; snapshot, and backups, stay." in told
