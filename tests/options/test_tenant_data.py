"""A tenant's bucket, key, catalog and secrets: what the file adds, and who may use it."""

import json
from typing import Any

import pytest
from parliament import analyze_policy_string

from components import names
from layers.problem import ConfigError
from layers.settings import load
from layers.tenant.settings.data import DataSettings
from layers.tenant.settings.secrets import SecretSettings
from strata.plan.recording import Recording
from tests.plans import tenant_plan

BUCKET = "strata-dev-ads-111122223333-eu-west-1-an"
SECRETS = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:strata/dev"
PEOPLE = """
access:
  admins: [arn:aws:iam::111122223333:role/ads]
  developers: [arn:aws:iam::111122223333:role/ads-dev]
  viewers: [arn:aws:iam::111122223333:role/ads-view]
"""
OWN_KEY = "data: {bucket: {kms: own}}"
MOST = (
    (
        "data: {bucket: {kms: own, expireDays: 400}, reads: [search, 'clicks:curated/'],"
        " sharedWith: [search, 'clicks:curated/']}"
    ),
    "secrets: {readPrefixes: [shared/kafka]}",
    PEOPLE,
)


@pytest.fixture(scope="module")
def least() -> Recording:
    return tenant_plan(PEOPLE)


@pytest.fixture(scope="module")
def most() -> Recording:
    return tenant_plan(*MOST)


def statements(plan: Recording, name: str) -> dict[str, dict[str, Any]]:
    """Statements of a policy, by what they are called."""
    found = json.loads(plan.named(name).inputs["policy"])["Statement"]
    return {one["Sid"]: one for one in found}


def actions(plan: Recording, role: str) -> set[str]:
    """All that one of the tenant's roles may do on something."""
    return {
        action
        for one in plan.of_type("aws:iam/rolePolicy:RolePolicy")
        if one.inputs["role"] == names.tenant_role("dev", "ads", role)
        for statement in json.loads(one.inputs["policy"])["Statement"]
        for action in statement["Action"]
    }


def test_a_bucket_has_one_policy_whatever_its_owner_shares(most: Recording) -> None:
    [policy] = most.of_type("aws:s3/bucketPolicy:BucketPolicy")
    assert policy.inputs["bucket"] == BUCKET


def test_a_bucket_keeps_versions_belongs_to_its_owner_and_is_never_public(least: Recording) -> None:
    def inputs(part: str) -> Any:
        return least.named(f"dev-ads-data-{part}").inputs

    assert inputs("versions")["versioningConfiguration"] == {"status": "Enabled"}
    assert inputs("ownership")["rule"] == {"objectOwnership": "BucketOwnerEnforced"}
    assert inputs("public-access") == {
        "bucket": BUCKET,
        "blockPublicAcls": True,
        "blockPublicPolicy": True,
        "ignorePublicAcls": True,
        "restrictPublicBuckets": True,
    }


def rules(plan: Recording) -> dict[str, Any]:
    """Rules of the bucket's life cycle, by name."""
    return {one["id"]: one for one in plan.named("dev-ads-data-lifecycle").inputs["rules"]}


def test_a_bucket_forgets_what_nobody_can_see_or_will_read(least: Recording) -> None:
    found = rules(least)
    assert {name: one["status"] for name, one in found.items()} == {
        "unfinished-uploads": "Enabled",
        "old-versions": "Enabled",
        "expiry-tmp": "Enabled",
        "expiry-spark-events": "Enabled",
    }
    assert found["unfinished-uploads"]["abortIncompleteMultipartUpload"] == {
        "daysAfterInitiation": 7
    }
    assert found["old-versions"]["noncurrentVersionExpiration"] == {"noncurrentDays": 30}
    assert found["expiry-tmp"]["expiration"] == {"days": 7}
    assert found["expiry-spark-events"]["expiration"] == {"days": 90}


def test_event_logs_stay_as_long_as_the_history_server_shows_them() -> None:
    plan = tenant_plan("historyServer: {retentionDays: 120}")
    assert rules(plan)["expiry-spark-events"]["expiration"] == {"days": 120}


def test_expire_days_deletes_every_object_but_the_marks_of_folders(most: Recording) -> None:
    assert rules(most)["expiry-all"] == {
        "id": "expiry-all",
        "status": "Enabled",
        "filter": {"objectSizeGreaterThan": 1},
        "expiration": {"days": 400},
    }


def test_the_mark_of_the_event_logs_folder_outlives_what_lies_in_it(least: Recording) -> None:
    # Spark refuses a directory that is not there.
    assert rules(least)["expiry-spark-events"]["filter"] == {
        "and": {"prefix": "spark-events/", "objectSizeGreaterThan": 1}
    }


def encrypted_with(plan: Recording) -> str:
    [rule] = plan.named("dev-ads-data-encryption").inputs["rules"]
    assert rule["bucketKeyEnabled"] is True
    key: str = rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"]
    return key


def test_a_bucket_is_encrypted_with_the_environment_s_key(least: Recording) -> None:
    assert encrypted_with(least) == "${dev-encryption-key.arn}"
    assert least.of_type("aws:kms/key:Key") == []


def test_a_bucket_is_encrypted_with_a_key_of_its_own_if_the_file_says_so(most: Recording) -> None:
    assert encrypted_with(most) == "${dev-ads-data-key-key.arn}"
    key = most.named("dev-ads-data-key-key").inputs
    assert (key["enableKeyRotation"], key["deletionWindowInDays"]) == (True, 30)
    alias = most.named("dev-ads-data-key-alias").inputs
    assert alias["name"] == "alias/strata/dev/ads/data"
    assert alias["targetKeyId"] == "${dev-ads-data-key-key.keyId}"


@pytest.mark.parametrize("policy", ["workload-policy", "access-viewer-bucket-policy"])
def test_what_the_environment_s_key_encrypted_before_stays_readable(
    policy: str, most: Recording
) -> None:
    used = statements(most, f"dev-ads-{policy}")["EncryptOwnObjects"]["Resource"]
    assert used == ["${dev-ads-data-key-key.arn}", "${dev-encryption-key.arn}"]


def test_a_key_s_policy_names_no_role_that_may_not_be_there_yet(most: Recording) -> None:
    for policy in ("dev-ads-data-key-key", "dev-ads-data-policy"):
        named = [one["Principal"] for one in statements(most, policy).values()]
        assert [
            one for one in named if one not in ("*", {"AWS": "arn:aws:iam::111122223333:root"})
        ] == []


@pytest.mark.parametrize(("profile", "protected"), [("dev", False), ("prod", True)])
def test_a_key_and_a_catalog_are_protected_as_the_bucket_is(profile: str, protected: bool) -> None:
    plan = tenant_plan(OWN_KEY, profile=profile)
    for part in ("data-bucket", "data-key-key", "catalog-database"):
        assert plan.named(f"{profile}-ads-{part}").protect is protected


def test_tables_lie_in_the_tenant_s_own_bucket(least: Recording) -> None:
    [database] = least.of_type("aws:glue/catalogDatabase:CatalogDatabase")
    assert database.inputs["name"] == "dev_ads__main"
    assert database.inputs["locationUri"] == f"s3://{BUCKET}/warehouse/"
    assert least.outputs["catalog_database"] == "dev_ads__main"


@pytest.mark.parametrize(
    ("one", "other"), [("ads", "ads-eu"), ("ads-eu", "ads"), ("a-b", "a"), ("dev", "d")]
)
def test_no_database_begins_like_those_of_another_tenant(one: str, other: str) -> None:
    begin = names.catalog_database("dev", one, "")
    assert not names.catalog_database("dev", other, "main").startswith(begin)


def test_a_database_s_name_needs_no_quotes() -> None:
    assert names.catalog_database("dev", "ads-eu", "main") == "dev_ads_eu__main"


def test_secrets_are_read_below_the_tenant_s_own_name_alone(least: Recording) -> None:
    for policy in ("workload-stores-secrets", "access-developer-secrets-policy"):
        assert statements(least, f"dev-ads-{policy}")["ReadSecrets"]["Resource"] == [
            f"{SECRETS}/ads/*"
        ]


def test_shared_secrets_are_read_that_the_file_names_and_written_by_nobody(most: Recording) -> None:
    found = statements(most, "dev-ads-access-admin-secrets-policy")
    assert found["ReadSecrets"]["Resource"] == [f"{SECRETS}/ads/*", f"{SECRETS}/shared/kafka*"]
    assert found["KeepOwnSecrets"]["Resource"] == [f"{SECRETS}/ads/*"]


def test_a_secret_is_decrypted_only_on_behalf_of_secrets_manager(most: Recording) -> None:
    decrypt = statements(most, "dev-ads-workload-stores-secrets")["DecryptSecrets"]
    assert decrypt["Condition"] == {
        "StringEquals": {"kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com"},
        "StringLike": {
            "kms:EncryptionContext:SecretARN": [f"{SECRETS}/ads/*", f"{SECRETS}/shared/*"]
        },
    }


CHANGES = ("s3:PutObject", "s3:DeleteObject", "glue:UpdateTable", "glue:DeleteDatabase")
KEEPS = ("secretsmanager:CreateSecret", "secretsmanager:PutSecretValue")
LOOKS = ("s3:GetObject", "glue:GetTable", "logs:GetLogEvents", "logs:StartQuery")


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        ("viewer", LOOKS, (*CHANGES, *KEEPS, "secretsmanager:GetSecretValue")),
        ("developer", (*LOOKS, *CHANGES, "secretsmanager:GetSecretValue"), KEEPS),
        ("admin", (*LOOKS, *CHANGES, *KEEPS, "secretsmanager:GetSecretValue"), ()),
        ("workload", ("s3:GetObject", *CHANGES, "secretsmanager:GetSecretValue"), KEEPS),
    ],
)
def test_a_role_may_do_in_aws_what_it_is_for(
    role: str, may: tuple[str, ...], may_not: tuple[str, ...], least: Recording
) -> None:
    found = actions(least, role)
    assert found >= set(may)
    assert found & set(may_not) == set()


@pytest.mark.parametrize("role", names.TENANT_ROLES)
def test_every_role_carries_the_boundary(role: str, least: Recording) -> None:
    [found] = [
        one
        for one in least.of_type("aws:iam/role:Role")
        if one.inputs["name"] == names.tenant_role("dev", "ads", role)
    ]
    assert found.inputs["permissionsBoundary"] == "${dev-boundary-policy.arn}"


# For it, AWS knows no resource.
WITHOUT_RESOURCE = {"ecr:GetAuthorizationToken"}


def test_no_role_of_a_tenant_may_do_anything_to_everything(most: Recording) -> None:
    everywhere = {
        action
        for one in most.of_type("aws:iam/rolePolicy:RolePolicy")
        for statement in json.loads(one.inputs["policy"])["Statement"]
        if "*" in statement["Resource"]
        for action in statement["Action"]
    }
    assert everywhere <= WITHOUT_RESOURCE


def test_no_policy_of_a_tenant_s_data_displeases_the_linter(most: Recording) -> None:
    keys = {
        f"${{{name}.arn}}": f"arn:aws:kms:eu-west-1:111122223333:key/{name}"
        for name in ("dev-encryption-key", "dev-ads-data-key-key")
    }
    found = set()
    for one in most.of_type("aws:iam/rolePolicy:RolePolicy"):
        text = one.inputs["policy"]
        for shown, arn in keys.items():
            text = text.replace(shown, arn)
        found |= {(one.name, finding.issue) for finding in analyze_policy_string(text).findings}
    assert found == set()


@pytest.mark.parametrize("path", ["search:curated", "search:/", "Search", "search:a b/", "search:"])
@pytest.mark.parametrize("key", ["reads", "sharedWith"])
def test_a_path_that_is_none_is_told_in_one_line(key: str, path: str) -> None:
    with pytest.raises(ConfigError) as error:
        load(DataSettings, json.dumps({key: [path]}), "Pulumi.dev-tenant-nobody.yaml")
    assert str(error.value) == (
        f"Pulumi.dev-tenant-nobody.yaml: {key}[0] = '{path}': must be a tenant, or a tenant, a "
        "colon and a folder of 40 characters at most, the last a slash; write one such as "
        "clickstream:curated/"
    )


def test_a_prefix_of_secrets_that_are_not_shared_is_told_in_one_line() -> None:
    text = json.dumps({"readPrefixes": ["search/token"]})
    with pytest.raises(ConfigError) as error:
        load(SecretSettings, text, "Pulumi.dev-tenant-nobody.yaml")
    assert str(error.value) == (
        "Pulumi.dev-tenant-nobody.yaml: readPrefixes[0] = 'search/token': must be shared/ and how "
        "names of shared secrets begin, in 40 characters at most; write one such as shared/kafka"
    )
