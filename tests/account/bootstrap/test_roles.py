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
    assert attached["AttachedPolicies"] == []
