"""IAM and KMS: who is used by what, and what policy documents say."""

import json
from typing import Any

import pytest

from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor

_ROLE_ARN = "arn:aws:iam::111122223333:role/strata/dev/strata-dev-ads-workload"


def _document(**statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_role_in_use_cannot_be_deleted(aws: Actor) -> None:
    role = aws.role("worker")
    aws.create(
        t.ROLE_POLICY_ATTACHMENT,
        "cni",
        role="worker",
        policyArn="arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    )
    assert aws.deletion_refusal(role) == (
        "worker (aws:iam/role:Role): DependencyViolation: in use by cni "
        f"({t.ROLE_POLICY_ATTACHMENT}); delete these first, or let them depend on it"
    )


def test_a_policy_that_is_a_boundary_cannot_be_deleted(aws: Actor) -> None:
    policy = aws.create(
        t.POLICY, "boundary", policy=_document(Effect="Allow", Action="*", Resource="*")
    )
    aws.role("worker", permissionsBoundary=policy.outputs["arn"])
    assert aws.deletion_refusal(policy) == (
        "boundary (aws:iam/policy:Policy): DependencyViolation: in use by worker "
        "(aws:iam/role:Role); delete these first, or let them depend on it"
    )


def test_a_key_in_use_cannot_be_deleted(aws: Actor) -> None:
    key = aws.create(t.KEY, "key")
    aws.create(t.ALIAS, "alias", name="alias/strata-dev", targetKeyId=key.id)
    assert aws.deletion_refusal(key) == (
        "key (aws:kms/key:Key): DependencyViolation: in use by alias (aws:kms/alias:Alias); "
        "delete these first, or let them depend on it"
    )


def test_an_unknown_managed_policy_is_refused_with_a_suggestion(aws: Actor) -> None:
    aws.role("worker")
    arn = "arn:aws:iam::aws:policy/AmazonEKSCNIPolicy"
    assert aws.refusal(t.ROLE_POLICY_ATTACHMENT, "cni", role="worker", policyArn=arn) == (
        f"cni ({t.ROLE_POLICY_ATTACHMENT}): policyArn = '{arn}': AWS has no such AWS-managed "
        "policy that the stand-in cloud knows; did you mean AmazonEKS_CNI_Policy?"
    )


def test_a_key_of_aws_itself_is_presumed_to_exist(aws: Actor) -> None:
    aws.create(t.QUEUE, "q", kmsMasterKeyId="alias/aws/sqs")


def test_a_policy_that_names_a_missing_role_of_the_platform_is_refused(aws: Actor) -> None:
    aws.create(t.BUCKET, "lake", bucket="lake")
    policy = _document(Effect="Allow", Principal={"AWS": [_ROLE_ARN]}, Action="s3:*", Resource="*")
    assert aws.refusal(t.BUCKET_POLICY, "p", bucket="lake", policy=policy) == (
        "p (aws:s3/bucketPolicy:BucketPolicy): policy: MalformedPolicyDocument: statement 1 names "
        f"the principal {_ROLE_ARN}, which does not exist; create the role first, or name the "
        "account root and test aws:PrincipalArn in a condition"
    )


@pytest.mark.parametrize(
    "statement",
    [
        {"Principal": {"AWS": "arn:aws:iam::111122223333:role/ads"}},
        {
            "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
            "Condition": {"ArnLike": {"aws:PrincipalArn": _ROLE_ARN}},
        },
        {"Principal": "*"},
    ],
)
def test_other_principals_are_presumed_to_exist(aws: Actor, statement: dict[str, Any]) -> None:
    aws.create(t.BUCKET, "lake", bucket="lake")
    policy = _document(Effect="Allow", Action="s3:*", Resource="*", **statement)
    aws.create(t.BUCKET_POLICY, "p", bucket="lake", policy=policy)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            {"Effect": "allow", "Action": "s3:*", "Resource": "*"},
            "statement 1 has the effect 'allow'; write Allow or Deny",
        ),
        ({"Effect": "Allow", "Resource": "*"}, "statement 1 says no action; add Action"),
        ({"Effect": "Allow", "Action": "s3:*"}, "statement 1 names no resource; add Resource"),
        (
            {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Principal": "*"},
            (
                "statement 1 names a principal; remove Principal: the policy belongs to whom it is "
                "attached to"
            ),
        ),
    ],
)
def test_a_malformed_policy_is_refused(aws: Actor, statement: dict[str, Any], fault: str) -> None:
    assert aws.refusal(t.POLICY, "p", policy=_document(**statement)) == (
        f"p (aws:iam/policy:Policy): policy: MalformedPolicyDocument: {fault}"
    )


def test_a_trust_policy_names_who_and_no_resource(aws: Actor) -> None:
    policy = _document(Effect="Allow", Action="sts:AssumeRole", Resource="*", Principal="*")
    assert aws.refusal(t.ROLE, "r", assumeRolePolicy=policy) == (
        "r (aws:iam/role:Role): assumeRolePolicy: MalformedPolicyDocument: statement 1 names a "
        "resource; remove Resource: a trust policy is about its own role"
    )


def test_a_policy_that_is_no_json_is_refused(aws: Actor) -> None:
    assert aws.refusal(t.POLICY, "p", policy="Allow") == (
        "p (aws:iam/policy:Policy): policy: MalformedPolicyDocument: not JSON: Expecting value: "
        "line 1 column 1 (char 0); write it with json.dumps"
    )


def test_a_policy_over_its_limit_is_refused(aws: Actor) -> None:
    policy = _document(Effect="Allow", Action="s3:*", Resource=["a" * 7000])
    size = len("".join(policy.split()))
    assert aws.refusal(t.POLICY, "p", policy=policy) == (
        f"p (aws:iam/policy:Policy): policy: MalformedPolicyDocument: {size} characters, at most "
        "6144; split it or name fewer resources"
    )
