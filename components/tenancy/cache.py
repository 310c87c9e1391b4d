"""TenantCache: a tenant's own Valkey, on ElastiCache Serverless."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import names, versions
from components.base import Component
from components.database.callers import callers
from components.policy_documents import allow, document

ENGINE = "valkey"

# The second port leads to whatever copy is nearest, for reads.
# Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/set-up.html
PORTS = {"from-cluster": 6379, "reads-from-cluster": 6380}


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantCacheArgs:
    """What a tenant's cache needs.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        max_gib: Most that it holds, in GiB. Beyond, keys that expire go; without such, writes fail.
        vpc_id: VPC of the cluster.
        subnet_ids: Subnets of its endpoint. Changing them makes an empty cache anew.
        client_security_group_id: Security group of nodes and pods.
        key_arn: Key that encrypts it. Changing it makes an empty cache anew.
        snapshot_days: How many daily snapshots are kept.
        protect: Whether it refuses to be deleted; no snapshot outlives it.
    """

    environment: str
    tenant: str
    max_gib: int
    vpc_id: pulumi.Input[str]
    subnet_ids: pulumi.Input[list[str]]
    client_security_group_id: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    snapshot_days: int
    protect: bool


class TenantCache(Component):
    """One serverless cache that speaks TLS only and knows one user, who has no password.

    Attributes:
        host: Address of the cache.
        cache_arn: ARN of the cache.
        user_arn: ARN of its user, who is called like the cache.
    """

    TYPE = "strata:tenancy:TenantCache"

    host: pulumi.Output[str]
    cache_arn: pulumi.Output[str]
    user_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: TenantCacheArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        user, group = self._users(args)
        cache = aws.elasticache.ServerlessCache(
            self.child("cache"),
            name=names.store(args.environment, args.tenant),
            description=f"Cache of {args.tenant}",
            engine=ENGINE,
            major_engine_version=versions.VALKEY,
            cache_usage_limits={"data_storage": {"maximum": args.max_gib, "unit": "GB"}},
            subnet_ids=args.subnet_ids,
            security_group_ids=[
                callers(
                    self,
                    "Valkey",
                    ports=PORTS,
                    vpc_id=args.vpc_id,
                    client_security_group_id=args.client_security_group_id,
                )
            ],
            kms_key_id=args.key_arn,
            user_group_id=group.user_group_id,
            snapshot_retention_limit=args.snapshot_days,
            # Before the databases' backups, in UTC.
            daily_snapshot_time="00:00",
            opts=self.child_opts(protect=args.protect),
        )
        self.host = cache.endpoints.apply(lambda endpoints: str(endpoints[0].address))
        self.cache_arn = cache.arn
        self.user_arn = user.arn
        self.finish()

    def _users(
        self, args: TenantCacheArgs
    ) -> tuple[aws.elasticache.User, aws.elasticache.UserGroup]:
        # Without a group, whoever reaches the port is in; with one of Valkey, nobody is by default.
        # IAM demands that the user's id and name are the same.
        # Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
        title = names.store(args.environment, args.tenant)
        user = aws.elasticache.User(
            self.child("user"),
            user_id=title,
            user_name=title,
            engine=ENGINE,
            access_string="on ~* +@all",
            authentication_mode={"type": "iam"},
            opts=self.child_opts(),
        )
        group = aws.elasticache.UserGroup(
            self.child("users"),
            user_group_id=title,
            engine=ENGINE,
            user_ids=[user.user_id],
            opts=self.child_opts(),
        )
        return user, group


def connect_document(cache_arn: str, user_arn: str) -> str:
    """What a tenant's pods may do: log in to their own cache as its user.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
    """
    return document(allow("LogIn", ["elasticache:Connect"], [cache_arn, user_arn]))
