"""Where a deployer may act: the environment's own resources, by their names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components import names
from components.services.airflow.airflow import OWN_ADMIN as AIRFLOW_ADMIN
from components.tenancy.spark_history_server import EVENT_LOGS
from layers.stack import Layer

# Kinds of what the deployer makes, and of what a node of a launch template is made of.
_EC2_KINDS = (
    "elastic-ip",
    "instance",
    "internet-gateway",
    "launch-template",
    "natgateway",
    "network-interface",
    "route-table",
    "security-group",
    "security-group-rule",
    "subnet",
    "volume",
    "vpc",
    "vpc-endpoint",
)

_LAYERS: tuple[Layer, ...] = ("cluster", "platform", "tenant")

# What a security group is made of, and where.
_SECURITY_GROUPS = (":security-group/*", ":security-group-rule/*", ":vpc/*")

# Actions for which AWS knows no resource, or that are asked of all of them.
NOTHING_FINER = frozenset(
    {
        "ec2:CreateSubnetCidrReservation",
        "ec2:DeleteSubnetCidrReservation",
        "ec2:GetSubnetCidrReservations",
        "ecr:CreatePullThroughCacheRule",
        "ecr:CreateRepositoryCreationTemplate",
        "ecr:DeletePullThroughCacheRule",
        "ecr:DeleteRepositoryCreationTemplate",
        "ecr:DescribePullThroughCacheRules",
        "ecr:DescribeRepositoryCreationTemplates",
        "ecr:GetAuthorizationToken",
        "ecr:UpdatePullThroughCacheRule",
        "ecr:UpdateRepositoryCreationTemplate",
        "eks:CreateCluster",
        "kafka:GetBootstrapBrokers",
        "kms:CreateKey",
        "kms:ListAliases",
        "logs:DescribeLogGroups",
        # The provider finds an instance by what RDS knows it by: a filter over all.
        "rds:DescribeDBInstances",
        "sns:GetSubscriptionAttributes",
        "sns:SetSubscriptionAttributes",
        "sns:Unsubscribe",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Where a deployer may act.

    Attributes:
        account: AWS account.
        region: AWS region.
        environment: Environment.
        state_key_arn: Key that encrypts the state.
        kafka_cluster_arn: The platform's Kafka; empty: it has none.
    """

    account: str
    region: str
    environment: str
    state_key_arn: str
    kafka_cluster_arn: str = ""


def resources(service: str, scope: Scope) -> list[str]:
    """ARNs of the environment's own resources of a service."""
    account, region, environment = scope.account, scope.region, scope.environment
    cluster = names.cluster(environment)
    eks = f"arn:aws:eks:{region}:{account}"
    secrets = f"arn:aws:secretsmanager:{region}:{account}:secret"
    kinds = ("access-entry", "addon", "identityproviderconfig", "nodegroup")
    return {
        "ec2": [
            *[f"arn:aws:ec2:{region}:{account}:{kind}/*" for kind in _EC2_KINDS],
            f"arn:aws:ec2:{region}::image/*",
        ],
        # Prefixes of cached registries begin with the environment.
        "ecr": [
            f"arn:aws:ecr:{region}:{account}:repository/{repository}"
            for repository in (
                f"{environment}-*",
                names.spark_repository(environment),
                names.repository(environment, "*", "*"),
            )
        ],
        "elasticache": [
            f"arn:aws:elasticache:{region}:{account}:{kind}:{names.store(environment, '*')}"
            for kind in ("serverlesscache", "user", "usergroup")
        ],
        "eks": [
            f"{eks}:cluster/{cluster}",
            *[f"{eks}:{kind}/{cluster}/*" for kind in (*kinds, "podidentityassociation")],
        ],
        # Glue asks for the catalog beside each database, and for what is in one that goes.
        "glue": [
            f"arn:aws:glue:{region}:{account}:{thing}"
            for thing in (
                "catalog",
                f"database/{names.catalog_database(environment, '*', '*')}",
                f"table/{names.catalog_database(environment, '*', '*')}/*",
                f"userDefinedFunction/{names.catalog_database(environment, '*', '*')}/*",
            )
        ],
        "events": [f"arn:aws:events:{region}:{account}:rule/{environment}-*"],
        "iam": [
            f"arn:aws:iam::{account}:{kind}{names.iam_path(environment)}*"
            for kind in ("role", "policy", "instance-profile")
        ],
        "kafka-cluster": _kafka(scope.kafka_cluster_arn),
        "kms": [
            f"arn:aws:kms:{region}:{account}:key/*",
            f"arn:aws:kms:{region}:{account}:alias/{cluster}",
            f"arn:aws:kms:{region}:{account}:alias/{names.data_key(environment, '*')}",
        ],
        "logs": [
            f"arn:aws:logs:{region}:{account}:log-group:{group}"
            for group in (
                f"/aws/eks/{cluster}/*",
                f"/aws/rds/instance/{cluster}-*",
                names.log_group(environment, "*", "*"),
            )
        ],
        "rds": [
            *[
                f"arn:aws:rds:{region}:{account}:{kind}:{cluster}-*"
                for kind in ("db", "pg", "snapshot", "subgrp")
            ],
            # Every instance has one, and RDS makes the default ones itself.
            f"arn:aws:rds:{region}:{account}:og:default:*",
        ],
        # Of what lies in a bucket, the mark of one folder.
        "s3": [f"arn:aws:s3:::{cluster}-*-an", f"arn:aws:s3:::{cluster}-*-an/{EVENT_LOGS}/"],
        "secretsmanager": [f"{secrets}:{names.secret(environment, '*', '*')}"],
        "sns": [f"arn:aws:sns:{region}:{account}:{cluster}-*"],
        "sqs": [
            f"arn:aws:sqs:{region}:{account}:{cluster}",
            f"arn:aws:sqs:{region}:{account}:{names.message_queue(environment, '*', '*')}",
        ],
    }[service]


def resources_of(layer: Layer, service: str, scope: Scope) -> list[str]:
    """Those of the environment's resources of a service that one layer makes."""
    everything = resources(service, scope)
    if service in {"logs", "sqs"}:
        # EKS writes those of the cluster's layer, and Karpenter reads its queue.
        return everything[:1] if layer == "cluster" else everything[1:]
    if service == "secretsmanager" and layer == "tenant":
        # What is in it opens a tenant's own Airflow; the team's own secrets are the team's.
        first = names.secret(scope.environment, "*", AIRFLOW_ADMIN)
        return [f"arn:aws:secretsmanager:{scope.region}:{scope.account}:secret:{first}*"]
    if service == "kms":
        return [everything[0], everything[2 if layer == "tenant" else 1]]
    if service == "ecr":
        return [dict(zip(_LAYERS, everything, strict=True))[layer]]
    if service == "ec2" and layer != "cluster":
        return [arn for arn in everything if arn.endswith(_SECURITY_GROUPS)]
    return everything


def _kafka(cluster_arn: str) -> list[str]:
    if not cluster_arn:
        return []
    return [cluster_arn, f"{cluster_arn.replace(':cluster/', ':topic/', 1)}/*"]


def in_region(scope: Scope) -> Mapping[str, Any]:
    """The condition that an action is asked of the environment's region."""
    return {"StringEquals": {"aws:RequestedRegion": scope.region}}
