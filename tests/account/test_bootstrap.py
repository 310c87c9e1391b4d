"""`strata bootstrap`: once, again, and after somebody changed something."""

import json
from typing import Any

import pytest
from parliament import analyze_policy_string

from strata.bootstrap.deployers import ROLES, TYPES, documents
from strata.bootstrap.rights import RIGHTS
from strata.bootstrap.scope import NOTHING_FINER, Scope
from strata.plan.recording import Recording
from tests.account.conftest import ACCOUNT, REGION, Aws, denied, told, trust

REPOSITORY = "example/platform"
BUCKET = f"strata-state-dev-{ACCOUNT}-{REGION}"
SCOPE = Scope(
    account=ACCOUNT,
    region=REGION,
    environment="dev",
    state_key_arn=f"arn:aws:kms:{REGION}:{ACCOUNT}:key/00000000-0000-0000-0000-000000000000",
)
POLICIES = f"arn:aws:iam::{ACCOUNT}:policy/strata-deployers/dev"
DOCUMENTS = {
    f"{role}/{purpose}": text for role in ROLES for purpose, text in documents(role, SCOPE).items()
}


def outcomes(aws: Aws) -> list[str]:
    """What became of each part."""
    result = aws.run("bootstrap", "dev", "--repository", REPOSITORY)
    assert result.exit_code == 0
    parts = result.stdout.partition("\n\n")[0].splitlines()
    return [f"{line[:10].strip()} {line[10:38].strip()}" for line in parts]


EVERYTHING = [
    "state key",
    "state bucket",
    "GitHub identity provider",
    "cluster deployer",
    "platform deployer",
    "tenant deployer",
    "preview role",
]


@pytest.fixture
def ready(aws: Aws) -> Aws:
    assert outcomes(aws) == [f"created {part}" for part in EVERYTHING]
    return aws


def test_a_second_run_changes_nothing(ready: Aws) -> None:
    assert outcomes(ready) == [f"unchanged {part}" for part in EVERYTHING]


def test_without_a_repository_no_role_is_made(aws: Aws) -> None:
    result = aws.run("bootstrap", "dev")
    assert "No GitHub roles were made: --repository owner/name makes them." in result.stdout
    assert aws.client("iam").list_roles()["Roles"] == []


def test_it_ends_with_what_to_do_next(ready: Aws) -> None:
    lines = ready.run("bootstrap", "dev", "--repository", REPOSITORY).stdout.splitlines()
    assert lines[-3:] == [
        f"  pulumi login 's3://{BUCKET}?region={REGION}'",
        (
            "  pulumi stack init dev-cluster --secrets-provider="
            f"'awskms:///alias/strata-dev-state?region={REGION}'"
        ),
        "  strata preflight dev",
    ]


def test_a_repository_that_is_none_is_refused(aws: Aws) -> None:
    result = aws.run("bootstrap", "dev", "--repository", "platform")
    assert result.exit_code == 2
    assert "write it as owner/name" in result.output


def test_old_state_can_be_called_back(ready: Aws) -> None:
    s3 = ready.client("s3")
    assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"


def test_state_is_encrypted_with_a_key_that_rotates(ready: Aws) -> None:
    rules = ready.client("s3").get_bucket_encryption(Bucket=BUCKET)
    [rule] = rules["ServerSideEncryptionConfiguration"]["Rules"]
    kms = ready.client("kms")
    key = kms.describe_key(KeyId="alias/strata-dev-state")["KeyMetadata"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {
        "SSEAlgorithm": "aws:kms",
        "KMSMasterKeyID": key["Arn"],
    }
    assert kms.get_key_rotation_status(KeyId=key["KeyId"])["KeyRotationEnabled"] is True


def test_state_is_private(ready: Aws) -> None:
    answer = ready.client("s3").get_public_access_block(Bucket=BUCKET)
    assert set(answer["PublicAccessBlockConfiguration"].values()) == {True}


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (
            lambda aws: aws.client("s3").put_bucket_versioning(
                Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"}
            ),
            "state bucket",
        ),
        (lambda aws: aws.client("s3").delete_bucket_policy(Bucket=BUCKET), "state bucket"),
        (
            lambda aws: aws.client("kms").disable_key_rotation(
                KeyId=aws.client("kms").describe_key(KeyId="alias/strata-dev-state")["KeyMetadata"][
                    "KeyId"
                ]
            ),
            "state key",
        ),
        (
            lambda aws: aws.client("iam").put_role_policy(
                RoleName="strata-dev-deploy-tenant",
                PolicyName="more",
                PolicyDocument=documents("platform", SCOPE)["state"],
            ),
            "tenant deployer",
        ),
        (
            lambda aws: aws.client("iam").update_assume_role_policy(
                RoleName="strata-dev-deploy-cluster",
                PolicyDocument=trust("ec2"),
            ),
            "cluster deployer",
        ),
        (
            lambda aws: aws.client("iam").create_policy_version(
                PolicyArn=f"{POLICIES}/strata-dev-deploy-tenant-iam",
                PolicyDocument=documents("platform", SCOPE)["state"],
                SetAsDefault=True,
            ),
            "tenant deployer",
        ),
        (
            lambda aws: aws.client("iam").attach_role_policy(
                RoleName="strata-dev-deploy-tenant",
                PolicyArn=f"{POLICIES}/strata-dev-deploy-cluster-iam",
            ),
            "tenant deployer",
        ),
        (
            lambda aws: aws.client("iam").detach_role_policy(
                RoleName="strata-dev-deploy-tenant",
                PolicyArn=f"{POLICIES}/strata-dev-deploy-tenant-iam",
            ),
            "tenant deployer",
        ),
    ],
    ids=[
        "versioning",
        "bucket policy",
        "rotation",
        "another policy",
        "trust",
        "managed policy",
        "another managed policy",
        "detached policy",
    ],
)
def test_what_somebody_changed_is_put_right(change: Any, part: str, ready: Aws) -> None:
    change(ready)
    assert [one for one in outcomes(ready) if "unchanged" not in one] == [f"updated {part}"]
    assert outcomes(ready) == [f"unchanged {part}" for part in EVERYTHING]


def test_an_interrupted_run_goes_on(aws: Aws) -> None:
    aws.run("bootstrap", "dev")
    assert outcomes(aws)[:3] == [
        "unchanged state key",
        "unchanged state bucket",
        "created GitHub identity provider",
    ]


def test_a_bucket_of_somebody_else_is_told(aws: Aws, capsys: pytest.CaptureFixture[str]) -> None:
    aws.answers["HeadBucket"] = denied("HeadBucket", "403")
    assert told(capsys, lambda: aws.run("bootstrap", "dev")) == (
        f"bucket {BUCKET} belongs to another account, or may not be looked at: choose another "
        "environment name, or ask its owner\n"
    )


@pytest.mark.parametrize("layer", ROLES)
def test_a_deployer_is_only_a_job_of_one_environment_of_one_repository(
    layer: str, ready: Aws
) -> None:
    role = ready.client("iam").get_role(RoleName=f"strata-dev-deploy-{layer}")["Role"]
    [statement] = role["AssumeRolePolicyDocument"]["Statement"]
    host = "token.actions.githubusercontent.com"
    assert statement["Condition"] == {
        "StringEquals": {
            f"{host}:aud": "sts.amazonaws.com",
            f"{host}:sub": f"repo:{REPOSITORY}:environment:dev-{layer}",
        }
    }
    assert role["Path"] == "/strata-deployers/dev/"


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_every_resource_of_a_layer_is_among_its_deployer_s(
    environment: str, request: pytest.FixtureRequest
) -> None:
    plans: dict[str, Recording] = request.getfixturevalue(environment)
    for stack, plan in plans.items():
        layer = stack.split("-")[1]
        made = {one.type for one in plan.resources if one.type.startswith("aws:")}
        assert made <= set(TYPES[layer]), stack  # type: ignore[index]


def statements(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)["Statement"]
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_deployer_s_policy_is_least_privilege(name: str) -> None:
    for statement in statements(DOCUMENTS[name]):
        for action in statement["Action"]:
            assert "*" not in action
        if "*" in statement["Resource"]:
            reads = all(action.startswith("ec2:Describe") for action in statement["Action"])
            assert reads or set(statement["Action"]) <= NOTHING_FINER


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_deployer_s_policy_passes_the_linter(name: str) -> None:
    text = DOCUMENTS[name]
    assert len("".join(text.split())) <= 6144
    findings = analyze_policy_string(text).findings
    assert [str(one) for one in findings if one.issue not in _EXPECTED.get(name, ())] == []


# Findings that are what is meant, with the reason.
_EXPECTED: dict[str, tuple[str, ...]] = {
    # A public parameter belongs to no account, so the account's place in its ARN is empty.
    "cluster/node-image": ("RESOURCE_MISMATCH",),
    "preview/node-image": ("RESOURCE_MISMATCH",),
    # A filter over all databases is asked of all of them.
    "platform/rds": ("RESOURCE_STAR",),
    "tenant/rds": ("RESOURCE_STAR",),
    # One right, asked of the endpoint under a condition and of each place without.
    "tenant/ec2": ("RESOURCE_MISMATCH",),
    "preview/rds": ("RESOURCE_STAR",),
    # Both layers write the policies of their buckets; reviewers see them in the plan.
    "platform/s3": ("RESOURCE_POLICY_PRIVILEGE_ESCALATION",),
    "tenant/s3": ("RESOURCE_POLICY_PRIVILEGE_ESCALATION",),
}


def test_a_deployer_makes_no_identity_without_the_boundary() -> None:
    for layer in ("cluster", "tenant"):
        found = statements(documents(layer, SCOPE)["iam"])
        [bounded] = [one for one in found if "iam:CreateRole" in one["Action"]]
        boundary = f"arn:aws:iam::{ACCOUNT}:policy/strata/dev/strata-dev-boundary"
        assert bounded["Condition"] == {"ArnEquals": {"iam:PermissionsBoundary": boundary}}
        own = f"arn:aws:iam::{ACCOUNT}:role/strata/dev/"
        assert all(one.startswith(own) for one in bounded["Resource"])


def test_a_tenant_s_deployer_cannot_touch_the_cluster() -> None:
    actions = {
        action
        for text in documents("tenant", SCOPE).values()
        for statement in statements(text)
        for action in statement["Action"]
    }
    assert actions & {"eks:DeleteCluster", "ec2:DeleteVpc", "eks:UpdateClusterConfig"} == set()


def test_the_cluster_s_deployer_reads_no_tenant_s_data() -> None:
    buckets = [
        resource
        for text in documents("cluster", SCOPE).values()
        for statement in statements(text)
        if any(action.startswith("s3:") for action in statement["Action"])
        for resource in statement["Resource"]
    ]
    assert {resource.partition("/")[0] for resource in buckets} == {f"arn:aws:s3:::{BUCKET}"}


def test_every_right_is_an_action() -> None:
    assert all(rights for rights in RIGHTS.values())
