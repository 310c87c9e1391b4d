"""What a deployer may do, action by action, as IAM decides it: a denial wins, then an allowance."""

import json
from fnmatch import fnmatchcase

import pytest

from layers.stack import Layer
from strata.bootstrap.deployers import LAYERS, ROLES, TYPES, Role, documents
from strata.bootstrap.rights import RIGHTS
from strata.bootstrap.role_policies import characters, inline, managed
from strata.bootstrap.scope import Scope
from strata.plan.recording import Recording
from tests.account.conftest import ACCOUNT, REGION

# As long as both may be: with more, no name of a tenant would fit its bucket's.
LONG = ("production12345", "ap-southeast-2")

STATE = f"arn:aws:s3:::strata-state-dev-{ACCOUNT}-{REGION}"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key"
# As long as a real one.
STATE_KEY = f"{KEY}/00000000-0000-0000-0000-000000000000"
IAM = f"arn:aws:iam::{ACCOUNT}"
KAFKA = f"arn:aws:kafka:{REGION}:{ACCOUNT}:cluster/events/00000000-0000-0000-0000-000000000000-1"


def scope(environment: str = "dev", region: str = REGION) -> Scope:
    return Scope(
        account=ACCOUNT,
        region=region,
        environment=environment,
        state_key_arn=STATE_KEY,
        kafka_cluster_arn=KAFKA,
    )


def may(role: Role, action: str, resource: str) -> bool:
    """Whether some statement allows it and none denies it; conditions are not looked at."""
    effects = [
        statement["Effect"]
        for text in documents(role, scope()).values()
        for statement in json.loads(text)["Statement"]
        if action in statement["Action"]
        and any(fnmatchcase(resource, pattern) for pattern in statement["Resource"])
    ]
    return "Allow" in effects and "Deny" not in effects


@pytest.mark.parametrize("layer", LAYERS)
def test_a_deployer_has_every_right_that_its_resources_need(layer: Layer) -> None:
    granted = {
        action
        for text in documents(layer, scope()).values()
        for statement in json.loads(text)["Statement"]
        if statement["Effect"] == "Allow"
        for action in statement["Action"]
    }
    needed = {action for type_ in TYPES[layer] for action in RIGHTS[type_]}
    assert needed - granted == set()


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize(
    "action",
    ["kms:CreateGrant", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:UpdateKeyDescription"],
)
def test_no_deployer_changes_the_key_of_the_state(layer: Layer, action: str) -> None:
    assert not may(layer, action, STATE_KEY)
    assert may("cluster", action, f"{KEY}/another")


@pytest.mark.parametrize("layer", LAYERS)
def test_every_deployer_reads_and_writes_secrets_in_the_state(layer: Layer) -> None:
    assert may(layer, "kms:Encrypt", STATE_KEY)
    assert may(layer, "kms:Decrypt", STATE_KEY)


OWN = {"cluster": "dev-cluster", "platform": "dev-platform", "tenant": "dev-tenant-ads"}


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("stack", OWN.values())
def test_a_deployer_reads_the_state_of_all_layers_and_writes_that_of_its_own(
    layer: Layer, stack: str
) -> None:
    files = (
        f"stacks/strata/{stack}.json",
        f"history/strata/{stack}/{stack}-1.history.json",
        f"backups/strata/{stack}/{stack}.1.json",
        f"locks/organization/strata/{stack}/1.json",
    )
    for file in files:
        assert may(layer, "s3:GetObject", f"{STATE}/.pulumi/{file}")
        for action in ("s3:PutObject", "s3:DeleteObject"):
            assert may(layer, action, f"{STATE}/.pulumi/{file}") == (OWN[layer] == stack)


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("action", ["iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy"])
def test_no_deployer_changes_a_deployer(layer: Layer, action: str) -> None:
    for other in LAYERS:
        role = f"{IAM}:role/strata-deployers/dev/strata-dev-deploy-{other}"
        assert not may(layer, action, role)


def test_a_service_linked_role_is_one_of_those_that_a_cluster_brings() -> None:
    action = "iam:CreateServiceLinkedRole"
    roles = f"{IAM}:role/aws-service-role"
    assert may("cluster", action, f"{roles}/eks.amazonaws.com/AWSServiceRoleForAmazonEKS")
    assert not may("cluster", action, f"{roles}/support.amazonaws.com/AWSServiceRoleForSupport")
    assert not may("tenant", action, f"{roles}/eks.amazonaws.com/AWSServiceRoleForAmazonEKS")


@pytest.mark.parametrize("action", ["kms:ListAliases", "logs:DescribeLogGroups"])
def test_what_is_found_by_a_list_of_all_is_found(action: str) -> None:
    # Both lists are asked for by prefix, and IAM is asked for all of it.
    assert may("cluster", action, f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group::log-stream:")


@pytest.mark.parametrize("type_", [type_ for type_ in RIGHTS if type_.startswith("aws:eks/")])
def test_whatever_a_deployer_makes_at_eks_it_tags(type_: str) -> None:
    # Granting a policy to an entry makes nothing that could have tags.
    tagged = "accessPolicyAssociation" not in type_
    assert {"eks:TagResource", "eks:UntagResource"}.issubset(RIGHTS[type_]) == tagged


def test_a_tenant_s_deployer_changes_and_passes_roles_of_tenants_only(
    dev: dict[str, Recording],
) -> None:
    for stack, recording in dev.items():
        for role in recording.of_type("aws:iam/role:Role"):
            arn = f"{IAM}:role{role.inputs['path']}{role.inputs['name']}"
            for action in ("iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:PassRole"):
                assert may("tenant", action, arn) == ("-tenant-" in stack), arn


def test_a_preview_reads_what_any_layer_makes_and_changes_nothing() -> None:
    granted = {
        action
        for text in documents("preview", scope()).values()
        for statement in json.loads(text)["Statement"]
        for action in statement["Action"]
    }
    verbs = tuple(f":{verb}" for verb in ("Describe", "Get", "List"))
    made = {type_ for types in TYPES.values() for type_ in types}
    needed = {action for type_ in made for action in RIGHTS[type_]}
    reads = {action for action in needed if any(verb in action for verb in verbs)}
    assert reads - granted <= {"secretsmanager:GetSecretValue"}
    # Whoever reads a topic connects to its cluster first.
    others = {action for action in granted if not any(v in action for v in verbs)}
    assert others == {"kafka-cluster:Connect", "kms:Decrypt"}


def test_a_preview_reads_the_state_and_no_data_of_tenants() -> None:
    assert may("preview", "s3:GetObject", f"{STATE}/.pulumi/stacks/strata/dev-cluster.json")
    assert not may("preview", "s3:GetObject", f"arn:aws:s3:::strata-dev-ads-{ACCOUNT}-x-an/file")
    assert not may("preview", "kms:Decrypt", f"{KEY}/another")


def test_all_policies_of_a_role_fit_it_for_the_longest_environment() -> None:
    # Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    for role in ROLES:
        wanted = documents(role, scope(*LONG))
        assert sum(map(characters, inline(wanted).values())) <= 10_240
        assert all(characters(text) <= 6_144 for text in managed(wanted).values())
        assert len(managed(wanted)) <= 10
