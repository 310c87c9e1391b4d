"""No action that AWS knows leads from one tenant to another, and no policy of AWS's own does."""

import json
from collections.abc import Iterator

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data
from parliament import iam_definition

from strata.isolation.iam import Caller, Request, statements
from strata.isolation.iam_account import PLATFORM, Account, Role, account
from strata.isolation.iam_matrix import allowed
from strata.isolation.iam_targets import targets
from strata.isolation.two_tenants import recordings
from tests.samples import PROJECT

MANAGED = json.loads(aws_managed_policies_data)

# The services that hold something of a tenant's.
SERVICES = (
    "ecr",
    "elasticache",
    "iam",
    "kafka",
    "kafka-cluster",
    "kms",
    "logs",
    "rds",
    "rds-db",
    "s3",
    "secretsmanager",
    "sns",
    "sqs",
)

TLS = {"aws:SecureTransport": "true", "s3:TlsVersion": "1.3"}


@pytest.fixture(scope="module")
def aws() -> Account:
    return account(recordings(PROJECT))


def actions() -> Iterator[str]:
    """Every action of those services that AWS's own list knows, and that is about something."""
    for service in iam_definition:
        if service["prefix"] in SERVICES:
            for one in service["privileges"]:
                if any(kind["resource_type"] for kind in one["resource_types"]):
                    yield f"{service['prefix']}:{one['privilege']}"


def arns(aws: Account, owner: str) -> set[str]:
    """Everything of an owner, and what is in it."""
    return {
        request.resource
        for target in targets(aws)
        if target.owner == owner
        for requests in target.uses.values()
        for request in requests
        if ":key/" not in request.resource
    }


def test_no_action_that_aws_knows_leads_from_one_tenant_to_another(aws: Account) -> None:
    known = sorted(set(actions()))
    assert len(known) > 500
    crossing = [
        (role.name, action, arn)
        for role in aws.roles
        if role.owner != PLATFORM
        for other in aws.tenants
        if other != role.owner
        for arn in arns(aws, other)
        for action in known
        if action.partition(":")[0].removesuffix("-cluster") == arn.split(":")[2]
        and allowed(aws, role.identity, Request(action=action, resource=arn, context=TLS))
    ]
    assert crossing == []


def of_aws(role: Role) -> Caller:
    """A role with AWS's own policies alone."""
    documents = [MANAGED[name]["Document"] for name in role.by_aws]
    return Caller(
        arn=role.identity.arn,
        policies=statements(*documents),
        boundary=role.identity.boundary,
    )


def test_policies_of_aws_reach_of_a_tenant_only_images(aws: Account) -> None:
    roles = [role for role in aws.roles if role.by_aws]
    assert {role.owner for role in roles} == {PLATFORM}
    found = {
        (target.noun, use)
        for role in roles
        for target in targets(aws)
        if target.owner != PLATFORM
        for use, requests in target.uses.items()
        for request in requests
        if allowed(aws, of_aws(role), request)
    }
    # Nodes pull the images of all tenants; their credentials are out of every pod's reach.
    assert found == {("image repository", "read")}
