"""PostgreSQL on RDS: encrypted, TLS only, reachable from the cluster alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_random as random

from components import versions
from components.base import Component
from components.database.callers import callers

PORT = 5432

LOGS = ("postgresql", "upgrade")


@dataclass(frozen=True, kw_only=True, slots=True)
class DatabaseSize:
    """How large a database is, and what it survives.

    Attributes:
        instance_class: RDS instance class, on Graviton.
        allocated_gib: Storage to begin with; it grows by itself to five times as much.
        multi_az: Whether a standby in another zone takes over.
        backup_days: How many days back it can be restored to.
    """

    instance_class: str
    allocated_gib: int
    multi_az: bool
    backup_days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PostgresArgs:
    """What a PostgreSQL instance needs.

    Attributes:
        identifier: Name of the instance, its groups and its final snapshot.
        database: Name of the database in it. Changing it makes an empty instance anew.
        user: Name of the master user. Changing it makes an empty instance anew.
        size: How large it is.
        parameters: Parameters besides TLS, which PostgreSQL reads when it starts.
        vpc_id: VPC of the cluster.
        subnet_ids: Subnets that it stands in, in two zones or more.
        client_security_group_id: Security group of whoever may reach it.
        key_arn: Key that encrypts storage, backups and insights.
        log_retention_days: How long its logs are kept.
        protect: Whether it refuses to be deleted, and changes wait for the maintenance window.
        keep: Whether it leaves a final snapshot and its backups behind when it goes.
    """

    identifier: str
    database: str
    user: str
    size: DatabaseSize
    parameters: Mapping[str, str]
    vpc_id: pulumi.Input[str]
    subnet_ids: pulumi.Input[list[str]]
    client_security_group_id: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    log_retention_days: int
    protect: bool
    keep: bool


def postgres(owner: Component, args: PostgresArgs, **login: Any) -> aws.rds.Instance:
    """Make an instance, its groups and its logs, as children of `owner`.

    Args:
        owner: Component whose children they become.
        args: What the instance needs.
        login: Inputs that say how users log in, such as `password`.
    """
    # A snapshot's name is taken for ever, so that of an instance made anew must differ.
    suffix = random.RandomId(owner.child("snapshot"), byte_length=4, opts=owner.child_opts()).hex
    group = callers(
        owner,
        "PostgreSQL",
        ports={"from-cluster": PORT},
        vpc_id=args.vpc_id,
        client_security_group_id=args.client_security_group_id,
    )
    return aws.rds.Instance(
        owner.child("instance"),
        db_subnet_group_name=_subnets(owner, args),
        vpc_security_group_ids=[group],
        parameter_group_name=_parameters(owner, args),
        final_snapshot_identifier=(
            suffix.apply(lambda text: f"{args.identifier}-final-{text}") if args.keep else None
        ),
        **fixed(args),
        **login,
        opts=owner.child_opts(protect=args.protect, depends_on=_logs(owner, args)),
    )


def _subnets(owner: Component, args: PostgresArgs) -> pulumi.Output[str]:
    return aws.rds.SubnetGroup(
        owner.child("subnets"),
        name=args.identifier,
        description=f"Subnets of {args.identifier}",
        subnet_ids=args.subnet_ids,
        opts=owner.child_opts(),
    ).name


def _parameters(owner: Component, args: PostgresArgs) -> pulumi.Output[str]:
    parameters: list[aws.rds.ParameterGroupParameterArgsDict] = [
        {"name": "rds.force_ssl", "value": "1"}
    ]
    parameters += [
        {"name": name, "value": value, "apply_method": "pending-reboot"}
        for name, value in args.parameters.items()
    ]
    return aws.rds.ParameterGroup(
        owner.child("parameters"),
        name=args.identifier,
        family=f"postgres{versions.POSTGRES}",
        description="TLS only",
        parameters=parameters,
        opts=owner.child_opts(),
    ).name


def _logs(owner: Component, args: PostgresArgs) -> list[pulumi.Resource]:
    # RDS makes the groups itself, with no end, if they are not there.
    return [
        aws.cloudwatch.LogGroup(
            owner.child(f"{log}-logs"),
            name=f"/aws/rds/instance/{args.identifier}/{log}",
            retention_in_days=args.log_retention_days,
            opts=owner.child_opts(),
        )
        for log in LOGS
    ]


def fixed(args: PostgresArgs) -> dict[str, Any]:
    """Inputs of the instance that are known before anything is made.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
    """
    size = args.size
    return {
        "identifier": args.identifier,
        "engine": "postgres",
        # The major version alone: RDS raises the minor one in the maintenance window.
        "engine_version": versions.POSTGRES,
        "auto_minor_version_upgrade": True,
        "instance_class": size.instance_class,
        "multi_az": size.multi_az,
        "db_name": args.database,
        "username": args.user,
        "port": PORT,
        "publicly_accessible": False,
        "storage_type": "gp3",
        "allocated_storage": size.allocated_gib,
        "max_allocated_storage": 5 * size.allocated_gib,
        "storage_encrypted": True,
        "kms_key_id": args.key_arn,
        "backup_retention_period": size.backup_days,
        "copy_tags_to_snapshot": True,
        # Quiet hours in UTC; the two may not overlap.
        "backup_window": "01:00-02:00",
        "maintenance_window": "sun:02:30-sun:03:30",
        "deletion_protection": args.protect,
        "skip_final_snapshot": not args.keep,
        "delete_automated_backups": not args.keep,
        "apply_immediately": not args.protect,
        "performance_insights_enabled": True,
        "performance_insights_kms_key_id": args.key_arn,
        "performance_insights_retention_period": 7,
        "enabled_cloudwatch_logs_exports": list(LOGS),
    }
