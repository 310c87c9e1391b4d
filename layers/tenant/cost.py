"""What a tenant should cost, and who hears of it."""

from components.base import Component
from components.tenancy.anomalies import TenantAnomalies, TenantAnomaliesArgs
from components.tenancy.budget import TenantBudget, TenantBudgetArgs
from layers.tenant.args import TenantArgs
from layers.tenant.settings import TenantSettings


def cost(layer: Component, args: TenantArgs) -> None:
    """Make what AWS tells of the bill. It outlasts the room: data that is kept is paid for.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
    """
    wanted, emails = args.settings.cost, cost_emails(args.settings)
    if wanted.monthly_budget_usd:
        TenantBudget(
            layer.child("budget"),
            TenantBudgetArgs(
                environment=args.environment,
                tenant=args.tenant,
                monthly_usd=wanted.monthly_budget_usd,
                alert_percents=wanted.alert_percents,
                emails=emails,
            ),
            opts=layer.child_opts(),
        )
    if wanted.anomaly_usd:
        TenantAnomalies(
            layer.child("anomalies"),
            TenantAnomaliesArgs(
                environment=args.environment,
                tenant=args.tenant,
                least_usd=wanted.anomaly_usd,
                emails=emails,
            ),
            opts=layer.child_opts(),
        )


def cost_emails(settings: TenantSettings) -> tuple[str, ...]:
    """Who hears of cost: the owner, and whom the file names beside."""
    return tuple(dict.fromkeys((settings.owner, *settings.cost.notify)))
