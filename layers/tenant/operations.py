"""What operating a tenant needs: where its logs and alerts go, and what its pods may cost."""

import pulumi

from components.base import Component
from components.tenancy.alert_route import AlertRoute, AlertRouteArgs
from components.tenancy.compute_budget import ComputeBudget, ComputeBudgetArgs
from components.tenancy.log_group import TenantLogs, TenantLogsArgs
from layers.tenant.args import TenantArgs
from layers.tenant.cost import cost_emails


def operations(layer: Component, args: TenantArgs, namespace: pulumi.Output[str]) -> TenantLogs:
    """Make the log group, the route of alerts, and the budget that they know.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
        namespace: The tenant's namespace.

    Returns:
        The log group: what its pods write before it is there is lost.
    """
    AlertRoute(
        layer.child("alerts"),
        AlertRouteArgs(
            environment=args.environment,
            tenant=args.tenant,
            namespace=namespace,
            emails=(args.settings.owner,),
            cost_emails=cost_emails(args.settings)[1:],
            region=args.cluster.region,
            key_arn=args.cluster.key_arn,
        ),
        opts=layer.child_opts(),
    )
    if budget := args.settings.cost.monthly_budget_usd:
        ComputeBudget(
            layer.child("compute-budget"),
            ComputeBudgetArgs(tenant=args.tenant, namespace=namespace, monthly_usd=budget),
            opts=layer.child_opts(),
        )
    return TenantLogs(
        layer.child("logs"),
        TenantLogsArgs(
            environment=args.environment,
            tenant=args.tenant,
            retention_days=args.profile.log_retention_days,
        ),
        opts=layer.child_opts(),
    )
