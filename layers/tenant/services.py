"""A tenant's long-running services."""

from collections.abc import Sequence

import pulumi

from components.base import Component
from components.tenancy.service import TenantServices, TenantServicesArgs
from layers.tenant.args import TenantArgs


def services(
    layer: Component,
    args: TenantArgs,
    namespace: pulumi.Output[str],
    after: Sequence[pulumi.Resource],
) -> None:
    """Make the services that the team asked for, while the tenant works.

    Args:
        layer: Their parent.
        args: What the layer needs.
        namespace: The tenant's namespace.
        after: What must be there before the first pod.
    """
    if not args.settings.services or not args.lifecycle.working:
        return
    TenantServices(
        layer.child("services"),
        TenantServicesArgs(
            namespace=namespace,
            tenant=args.tenant,
            services={name: one.service() for name, one in args.settings.services.items()},
        ),
        opts=layer.child_opts(depends_on=list(after)),
    )
