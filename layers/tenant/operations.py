"""What operating a tenant needs: where its logs and its alerts go."""

import pulumi

from components.base import Component
from components.tenancy.alert_route import AlertRoute, AlertRouteArgs
from components.tenancy.log_group import TenantLogs, TenantLogsArgs
from layers.tenant.args import TenantArgs


def operations(layer: Component, args: TenantArgs, namespace: pulumi.Output[str]) -> TenantLogs:
    """Make the log group and the route of alerts.

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
            region=args.cluster.region,
            key_arn=args.cluster.key_arn,
        ),
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
