"""Every policy of the three layers: least privilege, within IAM's limits, and linted."""

import json
import re
from typing import Any

import pytest
from parliament import analyze_policy_string

from components.compute.karpenter_policies import policies
from components.storage.image_cache import first_pull_document
from components.storage.mountpoint import bucket_document
from strata.plan.recorder import plan
from tests.samples import ACCOUNT, BUCKET_ARN, KEY, PROJECT, REGION
from tests.unit.test_values import SCOPE

# A ceiling, not a grant: it must hold what any role may ever need.
BOUNDARY = "dev-boundary-policy"

# Statements with resource "*", and why nothing finer will do.
EVERYWHERE = {
    ("karpenter zonal-shift", "AllowZonalShiftStatusReadOnly"): (
        "the action knows no resource; a condition names the cluster"
    ),
    ("karpenter discovery", "AllowRegionalReadActions"): "EC2's Describe actions know none",
    ("karpenter discovery", "AllowPricingReadActions"): "the price list knows none",
    ("karpenter discovery", "AllowUnscopedInstanceProfileListAction"): "lists know none",
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
}


def documents() -> dict[str, str]:
    """Every identity policy of the committed environments, and of options that they leave out."""
    found = {f"karpenter {name}": text for name, text in policies(SCOPE).items()}
    found["image cache"] = first_pull_document(account=ACCOUNT, region=REGION, environment="dev")
    for writable in (True, False):
        found[f"mountpoint {'writes' if writable else 'reads'}"] = bucket_document(
            ["jars", "jars--euw1-az1--x-s3"], account=ACCOUNT, region=REGION, writable=writable
        )
    for recording in plan(PROJECT, PROJECT.environment("dev")):
        for one in recording.resources:
            ours = "karpenter" not in one.name and one.name != BOUNDARY
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


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_policy_reaches_everything_only_where_aws_offers_nothing_finer(name: str) -> None:
    for statement in statements(DOCUMENTS[name]):
        if "*" in statement["Resource"]:
            assert (name, statement["Sid"]) in EVERYWHERE


def test_every_reason_is_still_needed() -> None:
    used = {
        (name, statement["Sid"])
        for name, text in DOCUMENTS.items()
        for statement in statements(text)
        if "*" in statement["Resource"]
    }
    assert used == set(EVERYWHERE)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_policy_fits_iam(name: str) -> None:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    assert len("".join(DOCUMENTS[name].split())) <= 6144


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_linter_finds_nothing_that_is_not_meant(name: str) -> None:
    findings = analyze_policy_string(DOCUMENTS[name]).findings
    expected = EXPECTED.get(name, {})
    assert [str(one) for one in findings if one.issue not in expected] == []
