"""A tenant's own images."""

from components.base import Component
from components.tenancy.registry import TenantRegistry, TenantRegistryArgs
from layers.tenant.args import TenantArgs


def registry(layer: Component, args: TenantArgs) -> TenantRegistry | None:
    """Make the repositories that the team asked for.

    Args:
        layer: Their parent.
        args: What the layer needs.
    """
    wanted = args.settings.registry
    if wanted is None:
        return None
    return TenantRegistry(
        layer.child("registry"),
        TenantRegistryArgs(
            environment=args.environment,
            tenant=args.tenant,
            repositories=wanted.repositories,
            key_arn=args.cluster.key_arn,
            protect=args.lifecycle.protects_data,
        ),
        opts=layer.child_opts(**args.lifecycle.data_options),
    )
