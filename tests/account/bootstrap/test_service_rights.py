"""What a deployer may do with databases, secrets and topics, once its layer makes some."""

import dataclasses
import json
from fnmatch import fnmatchcase
from typing import Any, cast

import pytest
from parliament import analyze_policy_string

from layers.stack import Layer
from strata.bootstrap.deployers import ROLES, TYPES, Role, documents
from strata.bootstrap.role_policies import characters, inline, managed
from strata.bootstrap.scope import NOTHING_FINER
from strata.bootstrap.service_rights import SERVICE_RIGHTS
from tests.account.bootstrap.test_rights import KAFKA, KEY, LONG, STATE_KEY, scope
from tests.account.conftest import ACCOUNT, REGION

SERVICES = {"elasticache", "iam", "kafka-cluster", "kms", "rds", "secretsmanager", "sns", "sqs"}
RDS = f"arn:aws:rds:{REGION}:{ACCOUNT}"
CACHE = f"arn:aws:elasticache:{REGION}:{ACCOUNT}"
ECR = f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository"
SQS = f"arn:aws:sqs:{REGION}:{ACCOUNT}"
SECRETS = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret"


@pytest.fixture(autouse=True, params=["platform", "tenant"])
def layer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Layer:
    """A layer that makes all of them."""
    name: Layer = request.param
    types = cast("dict[Layer, tuple[str, ...]]", TYPES)
    made = (*types[name], *SERVICE_RIGHTS, "aws:cloudwatch/logGroup:LogGroup")
    monkeypatch.setitem(types, name, tuple(dict.fromkeys(made)))
    return name


def statements(role: Role) -> list[dict[str, Any]]:
    return [
        statement
        for text in documents(role, scope()).values()
        for statement in json.loads(text)["Statement"]
    ]


def reached(role: Role, action: str, resource: str) -> list[dict[str, Any]]:
    """Statements that are about an action on a resource."""
    return [
        statement
        for statement in statements(role)
        if action in statement["Action"]
        and any(fnmatchcase(resource, pattern) for pattern in statement["Resource"])
    ]


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("rds:CreateDBInstance", f"{RDS}:db:strata-dev-airflow"),
        ("rds:CreateDBInstance", f"{RDS}:og:default:postgres-17"),
        ("rds:DeleteDBInstance", f"{RDS}:db:strata-dev-airflow"),
        ("rds:CreateDBSnapshot", f"{RDS}:snapshot:strata-dev-airflow-final-0a1b2c3d"),
        ("rds:CreateDBSubnetGroup", f"{RDS}:subgrp:strata-dev-airflow"),
        ("rds:ModifyDBParameterGroup", f"{RDS}:pg:strata-dev-airflow"),
        ("secretsmanager:CreateSecret", f"{SECRETS}:strata/dev/ads/airflow/admin"),
        ("secretsmanager:PutSecretValue", f"{SECRETS}:strata/dev/ads/airflow/admin-a1b2c3"),
        ("sns:CreateTopic", f"arn:aws:sns:{REGION}:{ACCOUNT}:strata-dev-platform-alerts"),
    ],
)
def test_a_deployer_makes_what_has_the_environment_s_name_and_nothing_else(
    layer: Role, action: str, resource: str
) -> None:
    assert reached(layer, action, resource)
    assert not reached(layer, action, resource.replace("dev", "prod").replace("default", "own"))


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("elasticache:CreateServerlessCache", f"{CACHE}:serverlesscache:strata-dev-ads"),
        ("elasticache:CreateUser", f"{CACHE}:user:strata-dev-ads"),
        ("elasticache:CreateUserGroup", f"{CACHE}:usergroup:strata-dev-ads"),
        ("ecr:CreateRepository", f"{ECR}/strata-dev/ads/jobs"),
        ("sqs:CreateQueue", f"{SQS}:strata-dev-ads_orders"),
        ("rds:CreateDBInstance", f"{RDS}:db:strata-dev-ads"),
    ],
)
def test_a_tenant_s_deployer_makes_what_tenants_have_and_another_environment_s_does_not(
    action: str, resource: str
) -> None:
    assert reached("tenant", action, resource)
    assert not reached("tenant", action, resource.replace("dev", "prod"))


def test_a_tenant_s_deployer_makes_topics_on_the_platform_s_kafka_alone() -> None:
    action = "kafka-cluster:CreateTopic"
    topics = KAFKA.replace(":cluster/", ":topic/")
    assert reached("tenant", action, f"{topics}/ads.orders.created.v1")
    assert not reached("tenant", action, topics.replace("events", "other") + "/ads.orders.v1")


def test_without_kafka_nobody_has_a_right_to_it() -> None:
    place = dataclasses.replace(scope(), kafka_cluster_arn="")
    assert all("kafka-cluster" not in documents(role, place) for role in ROLES)


@pytest.mark.parametrize("action", ["rds:DeleteDBInstance", "rds:ModifyDBInstance"])
def test_a_tenant_s_deployer_never_changes_the_database_of_airflow(action: str) -> None:
    effects = {one["Effect"] for one in reached("tenant", action, f"{RDS}:db:strata-dev-airflow")}
    assert effects == {"Allow", "Deny"}
    effects = {one["Effect"] for one in reached("tenant", action, f"{RDS}:db:strata-dev-airflows")}
    assert effects == {"Allow"}


def test_a_tenant_s_deployer_has_the_images_of_the_platform_and_of_caches_in_no_reach() -> None:
    for repository in ("strata-dev/spark", "dev-docker-hub/library/python"):
        assert not reached("tenant", "ecr:DeleteRepository", f"{ECR}/{repository}")


def test_a_managed_password_is_made_and_read_by_no_deployer() -> None:
    secret = f"{SECRETS}:rds!db-0a1b2c3d"
    assert reached("tenant", "secretsmanager:CreateSecret", secret)
    for role in ROLES:
        assert not reached(role, "secretsmanager:GetSecretValue", secret)


@pytest.mark.parametrize("name", ["ads/warehouse", "airflow/admin", "access/client"])
def test_of_secrets_a_tenant_s_deployer_has_the_first_passwords_of_tenants_airflows(
    name: str,
) -> None:
    for action in ("secretsmanager:GetSecretValue", "secretsmanager:DeleteSecret"):
        assert reached("tenant", action, f"{SECRETS}:strata/dev/ads/airflow/admin-a1b2c3")
        assert not reached("tenant", action, f"{SECRETS}:strata/dev/{name}-a1b2c3")


def test_an_endpoint_in_the_network_is_elasticache_s_alone() -> None:
    endpoint = f"arn:aws:ec2:{REGION}:{ACCOUNT}:vpc-endpoint/vpce-0"
    for action in ("ec2:CreateVpcEndpoint", "ec2:DeleteVpcEndpoints"):
        (statement,) = reached("tenant", action, endpoint)
        wanted = {"ec2:VpceServiceName": "com.amazonaws.elasticache.serverless.*"}
        assert statement["Condition"] == {"StringLike": wanted}


def test_a_database_is_found_by_a_filter_over_all(layer: Role) -> None:
    assert reached(layer, "rds:DescribeDBInstances", f"{RDS}:db:*")


def test_the_first_database_of_an_account_brings_the_role_of_rds(layer: Role) -> None:
    roles = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role"
    action = "iam:CreateServiceLinkedRole"
    assert reached(layer, action, f"{roles}/rds.amazonaws.com/AWSServiceRoleForRDS")
    assert not reached(layer, action, f"{roles}/eks.amazonaws.com/AWSServiceRoleForAmazonEKS")


@pytest.mark.parametrize("action", ["kms:Decrypt", "kms:GenerateDataKey"])
def test_a_deployer_uses_the_keys_of_secrets_through_secrets_manager_alone(
    layer: Role, action: str
) -> None:
    (statement,) = reached(layer, action, f"{KEY}/another")
    via = {"kms:ViaService": f"secretsmanager.{REGION}.amazonaws.com"}
    assert statement["Condition"] == {"StringEquals": via}


def test_a_deployer_still_uses_the_key_of_its_state(layer: Role) -> None:
    effects = {one["Effect"] for one in reached(layer, "kms:Decrypt", STATE_KEY)}
    assert effects == {"Allow"}


def test_the_cluster_s_deployer_has_no_part_in_it() -> None:
    services = {
        action.partition(":")[0] for one in statements("cluster") for action in one["Action"]
    }
    assert services & {"rds", "secretsmanager", "sns"} == set()


@pytest.mark.parametrize("kind", ["subnet", "natgateway", "instance", "launch-template"])
def test_of_a_network_a_deployer_has_security_groups_alone(layer: Layer, kind: str) -> None:
    ec2 = f"arn:aws:ec2:{REGION}:{ACCOUNT}"
    assert reached(layer, "ec2:CreateTags", f"{ec2}:security-group/sg-0")
    assert not reached(layer, "ec2:CreateTags", f"{ec2}:{kind}/0")


@pytest.mark.parametrize(
    ("group", "own"),
    [
        ("/aws/rds/instance/strata-dev-airflow/postgresql", True),
        ("/strata/dev/platform/pods", True),
        ("/aws/eks/strata-dev/cluster", False),
    ],
)
def test_a_deployer_has_its_own_layer_s_logs(layer: Layer, group: str, *, own: bool) -> None:
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{group}"
    assert bool(reached(layer, "logs:CreateLogGroup", arn)) == own
    assert bool(reached("cluster", "logs:CreateLogGroup", arn)) != own


def test_a_preview_reads_no_secret_but_those_that_people_made_for_the_layer() -> None:
    values = [
        one["Resource"]
        for one in statements("preview")
        if "secretsmanager:GetSecretValue" in one["Action"]
    ]
    place = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret"
    assert values == [[f"{place}:strata/dev/access/*"]]


def test_a_statement_says_something(layer: Role) -> None:
    assert all(statement["Action"] for statement in statements(layer))


def test_a_policy_is_least_privilege(layer: Role) -> None:
    for one in statements(layer):
        if "*" in one["Resource"]:
            reads = all(action.startswith("ec2:Describe") for action in one["Action"])
            assert reads or set(one["Action"]) <= NOTHING_FINER


def test_the_linter_finds_nothing_that_is_not_meant(layer: Role) -> None:
    found = {
        (finding.issue, *finding.detail)
        for service, text in documents(layer, scope()).items()
        if service in SERVICES
        for finding in analyze_policy_string(text).findings
    }
    # Of one instance, RDS would ask for its name; of a filter, for all.
    assert found == {("RESOURCE_STAR", "rds:DescribeDBInstances")}


def test_all_policies_of_a_role_still_fit_it_for_the_longest_environment() -> None:
    # Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    for role in ROLES:
        wanted = documents(role, scope(*LONG))
        assert sum(map(characters, inline(wanted).values())) <= 10_240
        assert all(characters(text) <= 6_144 for text in managed(wanted).values())
        assert len(managed(wanted)) <= 10
