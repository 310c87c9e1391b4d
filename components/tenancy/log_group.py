"""TenantLogs: where what a tenant's pods write is kept."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component
from components.services.fluent_bit import PODS


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantLogsArgs:
    """What a tenant's log group needs.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        retention_days: How long a line is kept.
    """

    environment: str
    tenant: str
    retention_days: int


class TenantLogs(Component):
    """The group that the collector writes to by itself once it is there.

    It comes before the first pod: until then the collector gives up what pods write.

    Attributes:
        group_name: Name of the log group, known once it exists.
    """

    TYPE = "strata:tenancy:TenantLogs"

    group_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: TenantLogsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        group = aws.cloudwatch.LogGroup(
            self.child("pods"),
            name=names.log_group(args.environment, args.tenant, PODS),
            retention_in_days=args.retention_days,
            opts=self.child_opts(),
        )
        self.group_name = group.name
        self.finish()
