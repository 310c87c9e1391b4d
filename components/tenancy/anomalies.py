"""TenantAnomalies: a tenant hears when its own bill is unlike it."""

import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component
from components.billing.anomaly_mails import anomaly_mails


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantAnomaliesArgs:
    """What a tenant's monitor needs.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        least_usd: US dollars above what was expected, below which nothing is told.
        emails: Who gets the mail; one to ten.
    """

    environment: str
    tenant: str
    least_usd: int
    emails: tuple[str, ...]


class TenantAnomalies(Component):
    """A monitor of one tenant's tag, and a mail a day of what it found.

    One of its own, because a subscription to the monitor of all tenants tells of all of them. It
    knows one tag only: tenants of one name in two environments of an account are one to it.

    Source: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalyMonitor.html
    """

    TYPE = "strata:tenancy:TenantAnomalies"

    def __init__(
        self, name: str, args: TenantAnomaliesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        title = names.budget(args.environment, args.tenant)
        monitor = aws.costexplorer.AnomalyMonitor(
            self.child("monitor"),
            name=title,
            monitor_type="CUSTOM",
            monitor_specification=json.dumps(_costs_of(args.tenant)),
            opts=self.child_opts(),
        )
        anomaly_mails(self, title, monitor.arn, emails=args.emails, least_usd=args.least_usd)
        self.finish()


def _costs_of(tenant: str) -> dict[str, object]:
    # Each key that AWS could answer with: without the empty ones, a refresh finds a difference
    # that makes the monitor anew, and it forgets what it has learnt.
    # Source: https://www.pulumi.com/registry/packages/aws/api-docs/costexplorer/anomalymonitor/
    empty = dict.fromkeys(("And", "CostCategories", "Dimensions", "Not", "Or"))
    tag = {"Key": f"{names.TAG_PREFIX}tenant", "MatchOptions": None, "Values": [tenant]}
    return {**empty, "Tags": tag}
