"""What a deployment does beside making its resources, and AWS services with its rights."""

from collections.abc import Sequence

from components import names
from components.policy_documents import Statement, allow, document
from components.services.airflow.facts import RELEASE as AIRFLOW
from strata.bootstrap.scope import Scope, in_region

# Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonElastiCacheFullAccess.html
_CACHE_SERVICE = "com.amazonaws.elasticache.serverless.*"


def cache_endpoints(wanted: Sequence[str], scope: Scope) -> list[Statement]:
    """ElastiCache puts an endpoint of its own, and no other's, into the VPC."""
    if not wanted:
        return []
    ec2 = f"arn:aws:ec2:{scope.region}:{scope.account}"
    endpoint = [f"{ec2}:vpc-endpoint/*"]
    of_cache = {"StringLike": {"ec2:VpceServiceName": _CACHE_SERVICE}}
    made = {"StringEquals": {"ec2:CreateAction": "CreateVpcEndpoint"}}
    places = [f"{ec2}:{kind}/*" for kind in ("security-group", "subnet", "vpc")]
    return [
        allow("CacheEndpoints", wanted, endpoint, of_cache),
        allow("TagCacheEndpoints", ["ec2:CreateTags"], endpoint, made),
        allow("PlaceCacheEndpoints", ["ec2:CreateVpcEndpoint"], places),
    ]


def managed_passwords(wanted: Sequence[str], scope: Scope) -> list[Statement]:
    """RDS makes a secret for a password that it manages; no deployer reads it."""
    made = [one for one in wanted if one.endswith((":CreateSecret", ":TagResource"))]
    secrets = f"arn:aws:secretsmanager:{scope.region}:{scope.account}:secret"
    return [allow("ManagedPasswords", made, [f"{secrets}:rds!db-*"])] if made else []


def keep_airflow(wanted: Sequence[str], scope: Scope) -> list[Statement]:
    """Tenants' databases are called like the platform's own, which no tenant's deployer changes."""
    title = names.store(scope.environment, AIRFLOW)
    rds = f"arn:aws:rds:{scope.region}:{scope.account}"
    own = [f"{rds}:{kind}:{title}" for kind in ("db", "pg", "subgrp")]
    changes = [one for one in wanted if not one.startswith(("rds:Describe", "rds:List"))]
    deny = {"Sid": "KeepAirflow", "Effect": "Deny", "Action": changes, "Resource": own}
    return [deny] if changes else []


def brokers(scope: Scope) -> dict[str, str]:
    """The platform's layer tells tenants where Kafka's brokers are; AWS knows nothing finer."""
    if not scope.kafka_cluster_arn:
        return {}
    find = allow("FindBrokers", ["kafka:GetBootstrapBrokers"], ["*"], in_region(scope))
    return {"kafka": document(find)}
