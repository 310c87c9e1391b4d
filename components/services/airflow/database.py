"""AirflowDatabase: PostgreSQL on RDS, reachable from the cluster alone."""

from dataclasses import dataclass

import pulumi
import pulumi_random as random

from components.base import Component
from components.database.postgres import DatabaseSize, PostgresArgs, postgres

NAME = "airflow"
"""Of the database and of its user."""


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
        protect: Whether it refuses to be deleted.
        keep: Whether it leaves a final snapshot and its backups behind when it goes.
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
    keep: bool


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
        instance = postgres(
            self,
            PostgresArgs(
                identifier=args.identifier,
                database=NAME,
                user=NAME,
                size=args.size,
                parameters={"max_connections": str(args.max_connections)},
                vpc_id=args.vpc_id,
                subnet_ids=args.subnet_ids,
                client_security_group_id=args.client_security_group_id,
                key_arn=args.key_arn,
                log_retention_days=args.log_retention_days,
                protect=args.protect,
                keep=args.keep,
            ),
            password=self.password,
        )
        self.host = instance.address
        self.finish()
