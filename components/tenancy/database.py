"""TenantDatabase: a tenant's own PostgreSQL, whose pods log in with their role."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import pulumi

from components import names
from components.base import Component
from components.database.postgres import DatabaseSize, PostgresArgs, postgres
from components.policy_documents import allow, document

DatabaseSizeName = Literal["s", "m", "l"]

DATABASE = "data"
"""Name of the database; one word for all, for some tenants' names are reserved by PostgreSQL."""

OWNER = "postgres"
"""Master user. RDS makes its password, changes it every week, and nobody else knows it."""

WORKLOAD_USER = "workload"
"""User that the tenant's pods are; it has no password: `GRANT rds_iam TO workload`."""


class _Size(NamedTuple):
    instance_class: str
    allocated_gib: int


_SIZES: Mapping[DatabaseSizeName, _Size] = {
    "s": _Size("db.t4g.medium", 50),
    "m": _Size("db.m7g.large", 200),
    "l": _Size("db.r7g.xlarge", 500),
}


def database_size(name: DatabaseSizeName, *, multi_az: bool, backup_days: int) -> DatabaseSize:
    """What a size of a tenant's database means.

    Args:
        name: The size.
        multi_az: Whether a standby in another zone takes over.
        backup_days: How many days back it can be restored to.
    """
    size = _SIZES[name]
    return DatabaseSize(
        instance_class=size.instance_class,
        allocated_gib=size.allocated_gib,
        multi_az=multi_az,
        backup_days=backup_days,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantDatabaseArgs:
    """What a tenant's database needs.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        size: How large it is.
        vpc_id: VPC of the cluster.
        subnet_ids: Subnets of tenants' databases, in two zones or more. RDS moves no instance from
            one subnet group to another of the same VPC.
        client_security_group_id: Security group of nodes and pods.
        key_arn: Key that encrypts storage, backups, insights and the owner's password. Changing it
            makes an empty instance anew.
        log_retention_days: How long its logs are kept.
        protect: Whether it refuses to be deleted.
        keep: Whether it leaves a final snapshot and its backups behind when it goes.
    """

    environment: str
    tenant: str
    size: DatabaseSize
    vpc_id: pulumi.Input[str]
    subnet_ids: pulumi.Input[list[str]]
    client_security_group_id: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    log_retention_days: int
    protect: bool
    keep: bool


class TenantDatabase(Component):
    """One PostgreSQL instance; pods log in with tokens that IAM signs, and the owner by a secret.

    Attributes:
        host: Address of the instance.
        resource_id: What RDS and IAM know it by, whatever it is called.
        owner_secret_arn: ARN of the secret with the owner's password.
    """

    TYPE = "strata:tenancy:TenantDatabase"

    host: pulumi.Output[str]
    resource_id: pulumi.Output[str]
    owner_secret_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: TenantDatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        instance = postgres(
            self,
            PostgresArgs(
                identifier=names.store(args.environment, args.tenant),
                database=DATABASE,
                user=OWNER,
                size=args.size,
                parameters={},
                vpc_id=args.vpc_id,
                subnet_ids=args.subnet_ids,
                client_security_group_id=args.client_security_group_id,
                key_arn=args.key_arn,
                log_retention_days=args.log_retention_days,
                protect=args.protect,
                keep=args.keep,
            ),
            iam_database_authentication_enabled=True,
            manage_master_user_password=True,
            master_user_secret_kms_key_id=args.key_arn,
        )
        self.host = instance.address
        self.resource_id = instance.resource_id
        self.owner_secret_arn = instance.master_user_secrets.apply(
            lambda secrets: str(secrets[0].secret_arn)
        )
        self.finish()


def connect_document(*, account: str, region: str, resource_id: str) -> str:
    """What a tenant's pods may do: log in as one user of their own database.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
    """
    user = f"arn:aws:rds-db:{region}:{account}:dbuser:{resource_id}/{WORKLOAD_USER}"
    return document(allow("LogIn", ["rds-db:connect"], [user]))


def owner_document(*, secret_arn: str, key_arn: str, region: str) -> str:
    """What a tenant's administrators may do: read the password of the database's owner."""
    return document(
        allow("ReadOwnersPassword", ["secretsmanager:GetSecretValue"], [secret_arn]),
        allow(
            "DecryptOwnersPassword",
            ["kms:Decrypt"],
            [key_arn],
            {
                "StringEquals": {
                    "kms:ViaService": f"secretsmanager.{region}.amazonaws.com",
                    "kms:EncryptionContext:SecretARN": secret_arn,
                }
            },
        ),
    )
