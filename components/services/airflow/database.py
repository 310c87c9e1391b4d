"""AirflowDatabase: PostgreSQL on RDS, reachable from the cluster alone."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_random as random

from components import versions
from components.base import Component
from components.services.airflow.facts import DatabaseSize

NAME = "airflow"
"""Of the database and of its user."""

PORT = 5432


@dataclass(frozen=True, kw_only=True, slots=True)
class AirflowDatabaseArgs:
    """What the database needs.

    Attributes:
        identifier: Name of the instance, its groups and its final snapshot.
        size: How large it is.
        max_connections: Connections that it allows.
        vpc_id: VPC of the cluster.
        subnet_ids: Subnets that it stands in, in two zones or more.
        client_security_group_id: Security group of whoever may reach it.
        key_arn: Key that encrypts storage, backups and insights.
        log_retention_days: How long its logs are kept.
        protect: Whether it refuses to be deleted, and leaves a snapshot behind when it goes.
    """

    identifier: str
    size: DatabaseSize
    max_connections: int
    vpc_id: pulumi.Input[str]
    subnet_ids: pulumi.Input[list[str]]
    client_security_group_id: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    log_retention_days: int
    protect: bool


class AirflowDatabase(Component):
    """One PostgreSQL instance that speaks TLS only.

    A new password: replace the password resource, then restart the pods that read it.

    Attributes:
        host: Address of the instance.
    """

    TYPE = "strata:services:AirflowDatabase"

    host: pulumi.Output[str]

    def __init__(
        self, name: str, args: AirflowDatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        # Letters and digits: RDS refuses some other characters, and URLs quote more.
        made = random.RandomPassword(
            self.child("password"), length=40, special=False, opts=self.child_opts()
        )
        # Not declared: a component's outputs stand in the state once more.
        self.password: pulumi.Output[str] = pulumi.Output.secret(made.result)
        # A snapshot's name is taken for ever, so that of an instance made anew must differ.
        suffix = random.RandomId(self.child("snapshot"), byte_length=4, opts=self.child_opts()).hex
        instance = aws.rds.Instance(
            self.child("instance"),
            password=self.password,
            db_subnet_group_name=self._subnets(args),
            vpc_security_group_ids=[self._callers(args)],
            parameter_group_name=self._parameters(args),
            final_snapshot_identifier=(
                suffix.apply(lambda text: f"{args.identifier}-final-{text}")
                if args.protect
                else None
            ),
            **fixed(args),
            opts=self.child_opts(protect=args.protect, depends_on=self._logs(args)),
        )
        self.host = instance.address
        self.finish()

    def _subnets(self, args: AirflowDatabaseArgs) -> pulumi.Output[str]:
        return aws.rds.SubnetGroup(
            self.child("subnets"),
            name=args.identifier,
            description="Subnets of the platform's databases",
            subnet_ids=args.subnet_ids,
            opts=self.child_opts(),
        ).name

    def _callers(self, args: AirflowDatabaseArgs) -> pulumi.Output[str]:
        group = aws.ec2.SecurityGroup(
            self.child("callers"),
            description="PostgreSQL from the cluster's nodes and pods",
            vpc_id=args.vpc_id,
            opts=self.child_opts(),
        )
        aws.vpc.SecurityGroupIngressRule(
            self.child("from-cluster"),
            security_group_id=group.id,
            referenced_security_group_id=args.client_security_group_id,
            ip_protocol="tcp",
            from_port=PORT,
            to_port=PORT,
            opts=self.child_opts(),
        )
        return group.id

    def _parameters(self, args: AirflowDatabaseArgs) -> pulumi.Output[str]:
        return aws.rds.ParameterGroup(
            self.child("parameters"),
            name=args.identifier,
            family=f"postgres{versions.POSTGRES}",
            description="TLS only, and as many connections as the pools hold",
            parameters=[
                {"name": "rds.force_ssl", "value": "1"},
                {
                    "name": "max_connections",
                    "value": str(args.max_connections),
                    "apply_method": "pending-reboot",
                },
            ],
            opts=self.child_opts(),
        ).name

    def _logs(self, args: AirflowDatabaseArgs) -> list[pulumi.Resource]:
        # RDS makes the groups itself, with no end, if they are not there.
        return [
            aws.cloudwatch.LogGroup(
                self.child(f"{log}-logs"),
                name=f"/aws/rds/instance/{args.identifier}/{log}",
                retention_in_days=args.log_retention_days,
                opts=self.child_opts(),
            )
            for log in LOGS
        ]


LOGS = ("postgresql", "upgrade")


def fixed(args: AirflowDatabaseArgs) -> dict[str, Any]:
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
        "db_name": NAME,
        "username": NAME,
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
        "skip_final_snapshot": not args.protect,
        "delete_automated_backups": not args.protect,
        "apply_immediately": not args.protect,
        "performance_insights_enabled": True,
        "performance_insights_kms_key_id": args.key_arn,
        "performance_insights_retention_period": 7,
        "enabled_cloudwatch_logs_exports": list(LOGS),
    }
