"""The deployers' roles: who may take them, and that nobody gave them more."""

import pytest

from tests.account.conftest import Aws

HOST = "token.actions.githubusercontent.com"


@pytest.mark.parametrize("repository", ["example/platform", "example@123456/platform@456789"])
def test_the_subject_is_exactly_what_github_says_of_the_repository(
    repository: str, aws: Aws
) -> None:
    assert aws.run("bootstrap", "dev", "--repository", repository).exit_code == 0
    role = aws.client("iam").get_role(RoleName="strata-dev-deploy-tenant")["Role"]
    [statement] = role["AssumeRolePolicyDocument"]["Statement"]
    subject = statement["Condition"]["StringEquals"][f"{HOST}:sub"]
    assert subject == f"repo:{repository}:environment:dev-tenant"


@pytest.mark.parametrize(
    "repository", ["platform", "example@1/platform", "example/platform@2", "a/b/c", "a/*"]
)
def test_a_repository_of_another_form_is_refused(repository: str, aws: Aws) -> None:
    result = aws.run("bootstrap", "dev", "--repository", repository)
    assert result.exit_code == 2
    assert "owner@id/name@id" in result.output
    assert aws.client("iam").list_roles()["Roles"] == []


def test_a_policy_that_somebody_attached_is_detached(aws: Aws) -> None:
    arguments = ("bootstrap", "dev", "--repository", "example/platform")
    aws.run(*arguments)
    iam = aws.client("iam")
    policy = iam.create_policy(
        PolicyName="more",
        PolicyDocument=(
            '{"Version": "2012-10-17", "Statement": '
            '[{"Effect": "Allow", "Action": "iam:CreateUser", "Resource": "*"}]}'
        ),
    )["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="strata-dev-deploy-tenant", PolicyArn=policy)
    assert "updated   tenant deployer" in aws.run(*arguments).stdout
    attached = iam.list_attached_role_policies(RoleName="strata-dev-deploy-tenant")
    assert "more" not in [one["PolicyName"] for one in attached["AttachedPolicies"]]


def test_a_role_s_large_policies_are_managed_for_the_small_ones_share_little_room(
    aws: Aws,
) -> None:
    aws.run("bootstrap", "dev", "--repository", "example/platform")
    iam = aws.client("iam")
    attached = iam.list_attached_role_policies(RoleName="strata-dev-deploy-tenant")
    managed = {one["PolicyName"] for one in attached["AttachedPolicies"]}
    assert {"strata-dev-deploy-tenant-ec2", "strata-dev-deploy-tenant-iam"} <= managed
    inline = set(iam.list_role_policies(RoleName="strata-dev-deploy-tenant")["PolicyNames"])
    assert "state" in inline
    assert inline & {one.removeprefix("strata-dev-deploy-tenant-") for one in managed} == set()


def test_a_managed_policy_that_no_role_needs_any_more_is_deleted(aws: Aws) -> None:
    arguments = ("bootstrap", "dev", "--repository", "example/platform")
    aws.run(*arguments)
    iam = aws.client("iam")
    policy = iam.create_policy(
        Path="/strata-deployers/dev/",
        PolicyName="strata-dev-deploy-tenant-earlier",
        PolicyDocument=(
            '{"Version": "2012-10-17", "Statement": '
            '[{"Effect": "Allow", "Action": "iam:GetUser", "Resource": "*"}]}'
        ),
    )["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="strata-dev-deploy-tenant", PolicyArn=policy)
    aws.run(*arguments)
    assert policy not in [one["Arn"] for one in iam.list_policies(Scope="Local")["Policies"]]
