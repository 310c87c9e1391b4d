"""Mails of what Cost Anomaly Detection found."""

import pulumi
import pulumi_aws as aws

from components.base import Component

MOST_RECIPIENTS = 10
"""How many addresses hear of one thing.

Source: https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html
"""


def anomaly_mails(
    parent: Component,
    title: str,
    monitor_arn: pulumi.Input[str],
    *,
    emails: tuple[str, ...],
    least_usd: int,
) -> aws.costexplorer.AnomalySubscription:
    """Send a mail a day of what a monitor found, if it found something.

    A threshold knows amounts alone: whoever hears of a monitor hears of all that it watches.

    Args:
        parent: What the subscription belongs to.
        title: Name of the subscription; it stands in the mails.
        monitor_arn: ARN of the monitor.
        emails: Who gets the mail; one at least.
        least_usd: US dollars above what was expected, below which nothing is told.

    Source: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalySubscription.html
    """
    return aws.costexplorer.AnomalySubscription(
        parent.child("mails"),
        name=title,
        frequency="DAILY",
        monitor_arn_lists=[monitor_arn],
        subscribers=[{"type": "EMAIL", "address": email} for email in emails],
        threshold_expression={
            "dimension": {
                "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                "match_options": ["GREATER_THAN_OR_EQUAL"],
                "values": [str(least_usd)],
            }
        },
        opts=parent.child_opts(),
    )
