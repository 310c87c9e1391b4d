"""Every policy of the three layers: least privilege, within IAM's limits, and linted."""

import json
import re
from typing import Any

import pytest
from parliament import analyze_policy_string

from components.compute.karpenter_policies import policies
from components.storage.image_cache import first_pull_document
from components.storage.mountpoint import bucket_document
from strata.plan.stacks import plan
from tests.samples import ACCOUNT, BUCKET_ARN, KEY, PROJECT, REGION
from tests.unit.test_values import SCOPE

# A ceiling, not a grant: it must hold what any role may ever need.
BOUNDARIES = {"dev-boundary-policy", "prod-boundary-policy"}

# AWS's own policies, which it keeps in step with what nodes, control planes and drivers call.
MANAGED = {
    "AmazonEBSCSIDriverEKSClusterScopedPolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKSClusterPolicy",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonSSMManagedInstanceCore",
}

LOAD_BALANCERS = tuple(
    f"{environment}-load-balancer-controller-identity-load-balancers"
    for environment in ("dev", "prod")
)

# Statements with resource "*", and why nothing finer will do.
EVERYWHERE = {
    ("karpenter zonal-shift", "AllowZonalShiftStatusReadOnly"): (
        "the action knows no resource; a condition names the cluster"
    ),
    ("karpenter discovery", "AllowRegionalReadActions"): "EC2's Describe actions know none",
    ("karpenter discovery", "AllowPricingReadActions"): "the price list knows none",
    ("karpenter discovery", "AllowUnscopedInstanceProfileListAction"): "lists know none",
    **{(name, "Read"): "neither service's Describe actions know one" for name in LOAD_BALANCERS},
}

# What the linter finds, and why it stays.
EXPECTED = {
    "karpenter discovery": {
        "RESOURCE_MISMATCH": "public parameters belong to no account: theirs is empty",
    },
    "karpenter zonal-shift": {"RESOURCE_STAR": "a condition names the cluster instead"},
    "image cache": {"RESOURCE_MISMATCH": "the linter's list is older than the repository's ARN"},
    "mountpoint writes": {"RESOURCE_MISMATCH": "the linter knows no names of directory buckets"},
    "mountpoint reads": {"RESOURCE_MISMATCH": "the linter knows no names of directory buckets"},
    "karpenter nodes": {
        "RESOURCE_MISMATCH": "one statement lists every kind that a fleet makes; each action "
        "takes those that it knows",
    },
    **{
        name: {
            "RESOURCE_MISMATCH": "network load balancers are none of the controller's; a security "
            "group's VPC is granted by itself",
            "UNKNOWN_CONDITION_FOR_ACTION": "the linter's list is older than the condition",
        }
        for name in LOAD_BALANCERS
    },
}


PLANNED = [
    one
    for environment in ("dev", "prod")
    for recording in plan(PROJECT, PROJECT.environment(environment))
    for one in recording.resources
]


def documents() -> dict[str, str]:
    """Every identity policy of the committed environments, and of options that they leave out."""
    found = {f"karpenter {name}": text for name, text in policies(SCOPE).items()}
    found["image cache"] = first_pull_document(account=ACCOUNT, region=REGION, environment="dev")
    for writable in (True, False):
        found[f"mountpoint {'writes' if writable else 'reads'}"] = bucket_document(
            ["jars", "jars--euw1-az1--x-s3"], account=ACCOUNT, region=REGION, writable=writable
        )
    for one in PLANNED:
        ours = "karpenter" not in one.name and one.name not in BOUNDARIES
        if ours and one.type in {"aws:iam/policy:Policy", "aws:iam/rolePolicy:RolePolicy"}:
            found[one.name] = known(one.inputs["policy"])
    return found


def known(text: str) -> str:
    """A document in which what only a deployment tells is told."""
    told = {"arn": BUCKET_ARN, "key_arn": KEY}
    return re.sub(
        r"\$\{([^}]*)\}",
        lambda found: KEY if "key" in found[1] else told["arn"],
        text,
    )


DOCUMENTS = documents()


def statements(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)["Statement"]
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_policy_grants_whole_services(name: str) -> None:
    for statement in statements(DOCUMENTS[name]):
        assert "NotAction" not in statement
        assert [action for action in statement["Action"] if "*" in action] == []


def reaches_everything(statement: dict[str, Any]) -> bool:
    """Whether it names everything, or everything of a service: `arn:aws:s3:::*`."""
    return any(resource.split(":", 5)[-1] == "*" for resource in statement["Resource"])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_policy_reaches_everything_only_where_aws_offers_nothing_finer(name: str) -> None:
    for statement in statements(DOCUMENTS[name]):
        if reaches_everything(statement):
            assert (name, statement["Sid"]) in EVERYWHERE


def test_every_reason_is_still_needed() -> None:
    used = {
        (name, statement["Sid"])
        for name, text in DOCUMENTS.items()
        for statement in statements(text)
        if reaches_everything(statement)
    }
    assert used == set(EVERYWHERE)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_policy_fits_iam(name: str) -> None:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    assert len("".join(DOCUMENTS[name].split())) <= 6144


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_linter_finds_nothing_that_is_not_meant(name: str) -> None:
    expected = EXPECTED.get(name, {})
    findings = analyze_policy_string(DOCUMENTS[name]).findings
    assert [str(one) for one in findings if one.issue not in expected] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_what_the_linter_is_forgiven_it_still_finds(name: str) -> None:
    findings = analyze_policy_string(DOCUMENTS[name]).findings
    assert {one.issue for one in findings} == set(EXPECTED[name])


def test_no_policy_of_aws_is_attached_but_those_that_are_meant() -> None:
    arns = {
        one.inputs["policyArn"]
        for one in PLANNED
        if one.type == "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    }
    managed = {arn.rpartition("/")[2] for arn in arns if arn.startswith("arn:aws:iam::aws:")}
    assert managed == MANAGED


def test_no_role_has_policies_beside_those_that_are_judged() -> None:
    roles = [one.inputs for one in PLANNED if one.type == "aws:iam/role:Role"]
    assert roles
    assert [role for role in roles if {"inlinePolicies", "managedPolicyArns"} & set(role)] == []
