"""An account, as plans put it together."""

import json
from typing import Any

import pytest

from strata.isolation.iam import Caller, Decision, Request, decide
from strata.isolation.iam_account import PLATFORM, Account, account
from strata.isolation.iam_values import NotUnderstoodError
from strata.plan.recording import Planned, Recording
from tests.unit.isolation.planned import planned

NUMBER = "111122223333"
KEY_ARN = "${key.arn}"
BUCKET = "arn:aws:s3:::data"

POLICY = "aws:iam/policy:Policy"
ROLE = "aws:iam/role:Role"


def document(action: str, resource: str, **more: Any) -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def trust(service: str) -> str:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


PROVIDER = planned(
    "pulumi:providers:aws", {"region": "eu-west-1", "allowedAccountIds": f'["{NUMBER}"]'}
)
BELOW = Recording(
    "dev-cluster",
    [
        PROVIDER,
        planned("aws:kms/key:Key", {}, "key"),
        planned(POLICY, {"name": "edge", "path": "/", "policy": document("s3:*", "*")}, "boundary"),
    ],
)


def of(*resources: Planned) -> Account:
    """The account of a cluster and one tenant."""
    return account([BELOW, Recording("dev-tenant-ads", list(resources))])


def role(name: str = "reader", **more: Any) -> Planned:
    inputs = {
        "name": name,
        "path": "/strata/",
        "assumeRolePolicy": trust("ec2.amazonaws.com"),
        "permissionsBoundary": "${boundary.arn}",
    }
    return planned(ROLE, inputs | more, name)


def attachment(arn: str) -> Planned:
    inputs = {"role": "reader", "policyArn": arn}
    return planned("aws:iam/rolePolicyAttachment:RolePolicyAttachment", inputs, arn)


def inline(text: str, role: str = "reader") -> Planned:
    return planned("aws:iam/rolePolicy:RolePolicy", {"role": role, "policy": text}, "inline")


def may(caller: Caller, action: str, resource: str) -> bool:
    return decide(caller, Request(action=action, resource=resource)) is Decision.ALLOWED


def test_a_role_has_its_own_policies_and_those_that_are_attached_to_it() -> None:
    found = of(
        role(),
        inline(document("s3:GetObject", f"{BUCKET}/*")),
        planned(POLICY, {"name": "p", "path": "/", "policy": document("s3:PutObject", "*")}, "p"),
        attachment("${p.arn}"),
    ).role("reader")
    assert found.identity.arn == f"arn:aws:iam::{NUMBER}:role/strata/reader"
    assert may(found.identity, "s3:GetObject", f"{BUCKET}/x")
    assert may(found.identity, "s3:PutObject", f"{BUCKET}/x")
    assert not may(found.identity, "s3:DeleteObject", f"{BUCKET}/x")


def test_another_role_s_policies_are_not_its_own() -> None:
    found = of(role(), role("other"), inline(document("s3:*", "*"), "other"))
    assert not may(found.role("reader").identity, "s3:GetObject", f"{BUCKET}/x")


def test_a_role_stays_within_its_boundary() -> None:
    found = of(role(), inline(document("*", "*"))).role("reader")
    assert may(found.identity, "s3:GetObject", f"{BUCKET}/x")
    assert not may(found.identity, "iam:CreateUser", "*")


def test_policies_of_aws_are_named_for_no_plan_holds_them() -> None:
    arn = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
    found = of(role(), attachment(arn)).role("reader")
    assert found.by_aws == ("AmazonEKSWorkerNodePolicy",)
    assert found.identity.policies == ()


def test_what_a_deployment_tells_is_told_alike_in_every_policy() -> None:
    found = of(role(), inline(document("s3:GetObject", "${data.arn}/*")), bucket())
    assert found.role("reader").identity.policies[0].resources == (f"{BUCKET}/*",)


def test_what_nobody_tells_is_no_answer() -> None:
    with pytest.raises(NotUnderstoodError) as error:
        of(role(), inline(document("s3:GetObject", "${elsewhere.arn}/*")))
    assert str(error.value) == "${elsewhere.arn} in a policy"


def test_a_policy_s_own_variable_stays_one() -> None:
    text = document("s3:GetObject", "arn:aws:s3:::data/${aws:PrincipalTag/kubernetes.io}/*")
    (statement,) = of(role(), inline(text)).role("reader").identity.policies
    assert statement.resources == ("arn:aws:s3:::data/${aws:PrincipalTag/kubernetes.io}/*",)


def bucket() -> Planned:
    return planned("aws:s3/bucket:Bucket", {"bucket": "data"}, "data")


def test_a_bucket_has_its_policy_and_its_key_and_its_objects_have_them_too() -> None:
    encryption = {
        "bucket": "data",
        "rules": [{"applyServerSideEncryptionByDefault": {"kmsMasterKeyId": KEY_ARN}}],
    }
    parts = "aws:s3/bucketServerSideEncryptionConfiguration"
    found = of(
        bucket(),
        planned(f"{parts}:BucketServerSideEncryptionConfiguration", encryption),
        planned(
            "aws:s3/bucketPolicy:BucketPolicy",
            {"bucket": "data", "policy": document("s3:*", "*", Principal="*")},
        ),
    )
    (data,) = [one for one in found.resources if one.arn == BUCKET]
    (key,) = [one for one in found.resources if one.type == "aws:kms/key:Key"]
    assert data.key == key.arn
    assert data.policy is not None
    assert found.policy(f"{BUCKET}/any") == data.policy
    assert found.policy("arn:aws:s3:::data-of-others/any") is None


def test_a_queue_may_say_its_policy_itself() -> None:
    inputs = {
        "name": "orders",
        "kmsMasterKeyId": KEY_ARN,
        "policy": document("sqs:*", "*", Principal="*"),
    }
    found = of(planned("aws:sqs/queue:Queue", inputs, "orders"))
    (queue,) = [one for one in found.resources if one.owner == "ads"]
    assert queue.policy is not None
    assert queue.key.startswith(f"arn:aws:kms:eu-west-1:{NUMBER}:key/")


def test_a_stack_is_its_tenant_s_or_the_platform_s() -> None:
    found = of(role())
    assert found.tenants == ("ads",)
    assert {one.owner for one in found.resources} == {PLATFORM, "ads"}
    with pytest.raises(LookupError) as error:
        found.role("writer")
    assert str(error.value) == "no role 'writer'; there are: reader"
