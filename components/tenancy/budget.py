"""TenantBudget: what a tenant's own AWS resources may cost a month."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component

# Source: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html
MOST_NOTIFICATIONS = 10
MOST_RECIPIENTS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantBudgetArgs:
    """What a tenant's budget needs.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        monthly_usd: US dollars a month.
        alert_percents: Parts of it, in per cent, that are told once they are spent.
        emails: Who gets the mails; one to ten.
    """

    environment: str
    tenant: str
    monthly_usd: int
    alert_percents: tuple[int, ...]
    emails: tuple[str, ...]


class TenantBudget(Component):
    """A monthly budget that only tells: nothing is stopped when it is spent.

    It counts what carries the tenant's tags: bucket, database, cache, nodes of its own. Of nodes
    that several tenants use it sees nothing; `ComputeBudget` is about those. AWS brings its figures
    up to date some times a day, and only once the tags are active.

    Source: https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html
    """

    TYPE = "strata:tenancy:TenantBudget"

    def __init__(
        self, name: str, args: TenantBudgetArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        # A tenant of the same name may be in another environment of the account.
        own = {"environment": args.environment, "tenant": args.tenant}
        aws.budgets.Budget(
            self.child("budget"),
            name=names.budget(args.environment, args.tenant),
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=str(args.monthly_usd),
            limit_unit="USD",
            filter_expression={
                "ands": [
                    {"tags": {"key": f"{names.TAG_PREFIX}{key}", "values": [value]}}
                    for key, value in own.items()
                ]
            },
            metrics="UnblendedCost",
            notifications=[
                *[_told(args, "ACTUAL", percent) for percent in args.alert_percents],
                _told(args, "FORECASTED", 100),
            ],
            opts=self.child_opts(),
        )
        self.finish()


def _told(args: TenantBudgetArgs, kind: str, percent: int) -> Any:
    return {
        "notification_type": kind,
        "comparison_operator": "GREATER_THAN",
        "threshold": percent,
        "threshold_type": "PERCENTAGE",
        "subscriber_email_addresses": args.emails,
    }
