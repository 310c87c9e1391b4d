"""Who can become a role, and how far any role could go."""

from collections.abc import Iterator

import pytest

from components import names
from strata.isolation.iam import Caller, Decision, Request, decide, statements
from strata.isolation.iam_account import PLATFORM, Account, Role
from strata.isolation.iam_matrix import allowed, purpose
from strata.isolation.iam_may import TENANT_MAY
from strata.isolation.two_tenants import ENVIRONMENT, TENANTS
from tests.samples import ACCOUNT, REGION

PODS = "pods.eks.amazonaws.com"
PEOPLE = tuple(role for role in TENANT_MAY if role != "workload")

ADMINISTRATOR = statements(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
    }
)


def taken(role: Role, caller: Caller, action: str = "sts:AssumeRole", **context: str) -> bool:
    """Whether a caller can take a role."""
    request = Request(action=action, resource=role.identity.arn, context=context)
    return decide(caller, request, role.trust) is Decision.ALLOWED


def from_pod(namespace: str, cluster: str) -> dict[str, str]:
    """What EKS says when it takes a role for a pod."""
    return {
        "aws:SourceAccount": ACCOUNT,
        "aws:SourceArn": f"arn:aws:eks:{REGION}:{ACCOUNT}:cluster/{cluster}",
        "aws:RequestTag/eks-cluster-name": cluster,
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": "spark",
    }


def workload(aws: Account, tenant: str) -> Role:
    return aws.role(names.tenant_role(ENVIRONMENT, tenant, "workload"))


def roles_of_tenants(aws: Account) -> Iterator[Role]:
    return (role for role in aws.roles if role.owner != PLATFORM)


@pytest.mark.parametrize("action", ["sts:AssumeRole", "sts:TagSession"])
@pytest.mark.parametrize("tenant", TENANTS)
def test_pods_of_its_namespace_take_a_tenant_s_role(tenant: str, action: str, aws: Account) -> None:
    context = from_pod(tenant, names.cluster(ENVIRONMENT))
    assert taken(workload(aws, tenant), Caller(arn=PODS), action, **context)


@pytest.mark.parametrize(
    "context",
    [
        pytest.param(from_pod("search", "strata-dev"), id="another tenant's namespace"),
        pytest.param(from_pod("airflow", "strata-dev"), id="a namespace of the platform"),
        pytest.param(from_pod("ads", "strata-prod"), id="another cluster"),
        pytest.param(
            from_pod("ads", "strata-dev")
            | {"aws:SourceArn": f"arn:aws:eks:eu-west-2:{ACCOUNT}:cluster/strata-dev"},
            id="a cluster of that name in another region",
        ),
        pytest.param(
            from_pod("ads", "strata-dev") | {"aws:SourceAccount": "999999999999"},
            id="another account",
        ),
        pytest.param({"aws:SourceAccount": ACCOUNT}, id="no tags"),
    ],
)
def test_no_other_pod_takes_a_tenant_s_role(context: dict[str, str], aws: Account) -> None:
    assert not taken(workload(aws, "ads"), Caller(arn=PODS), **context)


@pytest.mark.parametrize("service", ["ec2", "eks", "lambda", "ecs-tasks"])
def test_no_other_service_takes_a_tenant_s_role(service: str, aws: Account) -> None:
    caller = Caller(arn=f"{service}.amazonaws.com")
    context = from_pod("ads", "strata-dev")
    assert [role.name for role in roles_of_tenants(aws) if taken(role, caller, **context)] == []


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("tenant", TENANTS)
def test_people_take_the_role_that_the_file_gives_them_and_no_other(
    tenant: str, role: str, aws: Account
) -> None:
    caller = Caller(arn=f"arn:aws:iam::{ACCOUNT}:role/{tenant}-{role}s", policies=ADMINISTRATOR)
    found = {one.name for one in aws.roles if taken(one, caller)}
    assert found == {names.tenant_role(ENVIRONMENT, tenant, role)}


def test_an_administrator_of_the_account_takes_no_role_that_does_not_name_them(
    aws: Account,
) -> None:
    for account in (ACCOUNT, "999999999999"):
        caller = Caller(arn=f"arn:aws:iam::{account}:role/administrator", policies=ADMINISTRATOR)
        assert [role.name for role in aws.roles if taken(role, caller)] == []


def test_no_role_of_the_environment_takes_another(aws: Account) -> None:
    pairs = [
        (role.name, other.name)
        for role in aws.roles
        for other in aws.roles
        if taken(other, role.identity)
    ]
    assert pairs == []


# What Karpenter needs, which the boundary cannot keep from others; no policy gives it to them.
OF_KARPENTER = {
    "iam:AddRoleToInstanceProfile",
    "iam:CreateInstanceProfile",
    "iam:DeleteInstanceProfile",
    "iam:GetInstanceProfile",
    "iam:RemoveRoleFromInstanceProfile",
    "iam:TagInstanceProfile",
}

BEYOND = {
    "change a role": ("iam:PutRolePolicy", f"arn:aws:iam::{ACCOUNT}:role/strata/dev/any"),
    "attach a policy": ("iam:AttachRolePolicy", f"arn:aws:iam::{ACCOUNT}:role/strata/dev/any"),
    "lift a boundary": (
        "iam:DeleteRolePermissionsBoundary",
        f"arn:aws:iam::{ACCOUNT}:role/strata/dev/any",
    ),
    "change who takes a role": (
        "iam:UpdateAssumeRolePolicy",
        f"arn:aws:iam::{ACCOUNT}:role/strata/dev/any",
    ),
    "make a user": ("iam:CreateUser", f"arn:aws:iam::{ACCOUNT}:user/any"),
    "make a key for a user": ("iam:CreateAccessKey", f"arn:aws:iam::{ACCOUNT}:user/any"),
    "change the boundary": (
        "iam:CreatePolicyVersion",
        f"arn:aws:iam::{ACCOUNT}:policy/strata/dev/strata-dev-boundary",
    ),
    "pass a role of somebody else's": ("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/admin"),
    "leave the organisation": ("organizations:LeaveOrganization", "*"),
    "close the account": ("account:CloseAccount", "*"),
    "change who logs in": ("sso:CreateAccountAssignment", "*"),
    "read the state of Pulumi": (
        "s3:GetObject",
        f"arn:aws:s3:::strata-state-dev-{ACCOUNT}-{REGION}/.pulumi/any",
    ),
    "write the state of Pulumi": (
        "s3:PutObject",
        f"arn:aws:s3:::strata-state-dev-{ACCOUNT}-{REGION}/.pulumi/any",
    ),
}


@pytest.mark.parametrize("what", BEYOND)
def test_whatever_a_policy_says_no_role_of_a_tenant_goes_beyond(what: str, aws: Account) -> None:
    action, resource = BEYOND[what]
    for role in roles_of_tenants(aws):
        anything = Caller(
            arn=role.identity.arn,
            policies=(*role.identity.policies, *ADMINISTRATOR),
            boundary=role.identity.boundary,
        )
        assert not allowed(aws, anything, Request(action=action, resource=resource))


def test_no_role_uses_the_key_of_the_state_whatever_its_policy_says(aws: Account) -> None:
    key = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/state"
    context = {"kms:ResourceAliases": ("alias/strata-dev-state",)}
    for role in aws.roles:
        anything = Caller(
            arn=role.identity.arn, policies=ADMINISTRATOR, boundary=role.identity.boundary
        )
        request = Request(action="kms:Decrypt", resource=key, context=context)
        assert not allowed(aws, anything, request)


def test_no_role_of_a_tenant_changes_instance_profiles(aws: Account) -> None:
    profile = f"arn:aws:iam::{ACCOUNT}:instance-profile/any"
    for role in roles_of_tenants(aws):
        for action in OF_KARPENTER:
            request = Request(action=action, resource=profile)
            assert not allowed(aws, role.identity, request), purpose(aws, role)
