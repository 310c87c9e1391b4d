"""What an account has once, whatever environments stand in it."""

from components import names
from components.base import Component
from components.billing.cost_allocation import CostAllocation, CostAllocationArgs
from components.billing.tenants_anomalies import TenantsAnomalies, TenantsAnomaliesArgs
from layers.cluster.args import ClusterArgs


def account(layer: Component, args: ClusterArgs) -> None:
    """Make it, if this environment is the account's owner.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
    """
    if not args.settings.account_owner:
        return
    tags = CostAllocation(
        layer.child("cost-allocation"), CostAllocationArgs(), opts=layer.child_opts()
    )
    wanted = args.settings.cost
    TenantsAnomalies(
        layer.child("anomalies"),
        TenantsAnomaliesArgs(
            environment=args.environment,
            emails=wanted.notify,
            least_usd=wanted.anomaly_usd,
            tags=names.tags(args.environment, "cluster"),
        ),
        # A tag that is not active splits nothing.
        opts=layer.child_opts(depends_on=[tags]),
    )
