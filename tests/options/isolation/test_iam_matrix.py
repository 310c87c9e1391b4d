"""Every role before everything in the account: what is not declared is refused."""

from collections import defaultdict

import pytest

from components import names
from strata.isolation.iam_account import PLATFORM, Account
from strata.isolation.iam_matrix import Cell, Whose, cells
from strata.isolation.iam_may import PLATFORM_MAY, TENANT_MAY
from strata.isolation.iam_targets import targets
from strata.isolation.iam_uses import FORMS
from strata.isolation.two_tenants import TENANTS
from tests.samples import ACCOUNT

# What has an ARN and holds nothing of a tenant's: the part of something else that does.
PARTS = {
    "aws:elasticache/userGroup:UserGroup",
    "aws:rds/parameterGroup:ParameterGroup",
    "aws:rds/subnetGroup:SubnetGroup",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:sns/topicSubscription:TopicSubscription",
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
}


@pytest.fixture(scope="module")
def matrix(aws: Account) -> list[Cell]:
    return list(cells(aws))


def reached(matrix: list[Cell], tenant: str, role: str) -> dict[tuple[str, Whose], set[str]]:
    """What one role reaches, by what is reached and whose it is."""
    found: dict[tuple[str, Whose], set[str]] = defaultdict(set)
    for cell in matrix:
        if (cell.tenant, cell.role) == (tenant, role) and cell.may:
            found[cell.noun, cell.whose].update(cell.may)
    return dict(found)


@pytest.mark.parametrize("role", names.TENANT_ROLES)
@pytest.mark.parametrize("tenant", TENANTS)
def test_a_role_of_a_tenant_reaches_exactly_what_is_declared(
    tenant: str, role: str, matrix: list[Cell]
) -> None:
    expected = {what: set(may.split()) for what, may in TENANT_MAY[role].items()}
    assert reached(matrix, tenant, role) == expected


def test_no_role_of_a_tenant_reaches_anything_of_another(matrix: list[Cell]) -> None:
    crossing = [cell for cell in matrix if cell.whose is Whose.OTHER]
    assert {(cell.tenant, cell.owner) for cell in crossing} == {TENANTS, TENANTS[::-1]}
    assert [cell for cell in crossing if cell.may] == []


def test_the_platform_s_own_roles_reach_of_a_tenant_what_is_declared(matrix: list[Cell]) -> None:
    roles = {cell.role for cell in matrix if cell.tenant == PLATFORM}
    found = {role: reached(matrix, PLATFORM, role) for role in roles}
    of_tenants = {
        role: {what: may for what, may in reach.items() if what[1] is Whose.TENANT}
        for role, reach in found.items()
    }
    expected = {
        role: {what: set(may.split()) for what, may in reach.items()}
        for role, reach in PLATFORM_MAY.items()
    }
    assert {role: reach for role, reach in of_tenants.items() if reach} == expected


def test_every_role_of_a_tenant_is_declared(aws: Account) -> None:
    found = {role.name for role in aws.roles if role.owner != PLATFORM}
    assert found == {
        names.tenant_role(aws.environment, tenant, role)
        for tenant in TENANTS
        for role in TENANT_MAY
    }


def test_everything_of_a_tenant_stands_before_the_roles(aws: Account) -> None:
    found = {one.type for one in aws.resources if one.owner != PLATFORM}
    assert found - set(FORMS) - PARTS == set()


def test_each_tenant_has_the_same_to_reach(aws: Account) -> None:
    by_owner = defaultdict(list)
    for target in targets(aws):
        by_owner[target.owner].append(target.noun)
    assert sorted(by_owner["ads"]) == sorted(by_owner["search"])


def test_every_arn_is_of_the_account(aws: Account) -> None:
    strangers = [
        one.arn
        for one in aws.resources
        if one.arn.split(":")[4] not in {"", ACCOUNT} or "${" in one.arn
    ]
    assert strangers == []
