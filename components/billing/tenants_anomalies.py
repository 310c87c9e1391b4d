"""TenantsAnomalies: one look at every tenant's bill for what is unlike it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component
from components.billing.anomaly_mails import anomaly_mails

# Billing has one place in all of AWS.
# Source: https://docs.aws.amazon.com/general/latest/gr/billing.html
HOME = "us-east-1"


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantsAnomaliesArgs:
    """What the monitor needs.

    Attributes:
        environment: Environment; monitor and subscription are called after it.
        emails: Who gets a mail a day of anomalies; empty: they are only shown in the console.
        least_usd: US dollars above what was expected, below which nothing is told.
        tags: Tags of the monitor; the provider's own do not reach it.
    """

    environment: str
    emails: tuple[str, ...]
    least_usd: int
    tags: Mapping[str, str]


class TenantsAnomalies(Component):
    """A monitor that AWS manages: it takes up each new tenant by itself, 5,000 of them.

    It learns each tenant's usual cost from the tag of the tenant's own resources; the share of
    nodes that several use is not among them. An account has one, whatever its environments.
    """

    TYPE = "strata:billing:TenantsAnomalies"

    def __init__(
        self, name: str, args: TenantsAnomaliesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        title = f"{names.cluster(args.environment)}-tenants"
        # By Cloud Control: `aws.costexplorer.AnomalyMonitor` takes a dimension or a tag, never
        # both, and this monitor is both.
        # Source: https://github.com/hashicorp/terraform-provider-aws/issues/48492
        monitor = aws.cloudcontrol.Resource(
            self.child("monitor"),
            type_name="AWS::CE::AnomalyMonitor",
            desired_state=json.dumps(_state(title, args.tags), sort_keys=True),
            region=HOME,
            opts=self.child_opts(),
        )
        if args.emails:
            anomaly_mails(self, title, monitor.id, emails=args.emails, least_usd=args.least_usd)
        self.finish()


def _state(title: str, tags: Mapping[str, str]) -> Mapping[str, object]:
    """What the monitor is like.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ce-anomalymonitor.html
    """
    key = f"{names.TAG_PREFIX}tenant"
    return {
        "MonitorName": title,
        "MonitorType": "DIMENSIONAL",
        "MonitorDimension": "TAG",
        "MonitorSpecification": json.dumps({"Tags": {"Key": key}}),
        "ResourceTags": [{"Key": name, "Value": value} for name, value in sorted(tags.items())],
    }
