"""The tenant's room: its namespace, what it may hold, who its pods are, and where they run."""

import pulumi

from components import names
from components.base import Component
from components.tenancy.dedicated_pool import DedicatedPool, DedicatedPoolArgs
from components.tenancy.limit_range import ContainerDefaults, ContainerDefaultsArgs
from components.tenancy.namespace import TenantNamespace, TenantNamespaceArgs
from components.tenancy.object_quota import ObjectQuota, ObjectQuotaArgs
from components.tenancy.service_accounts import ServiceAccounts, ServiceAccountsArgs
from layers.tenant.airflow import has_tasks
from layers.tenant.args import TenantArgs


def room(layer: Component, args: TenantArgs) -> TenantNamespace:
    """Make the namespace.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
    """
    settings = args.settings
    return TenantNamespace(
        layer.child("room"),
        TenantNamespaceArgs(
            tenant=args.tenant,
            owner=settings.owner,
            cost_center=settings.cost_center,
            size=args.size,
            gpus=settings.quota.gpu,
            priority=settings.quota.priority,
            nodes=settings.isolation.nodes,
            labels=settings.labels,
            suspended=not args.lifecycle.working,
            protect=args.lifecycle.protects_room,
        ),
        opts=layer.child_opts(),
    )


def furnish(
    layer: Component, args: TenantArgs, namespace: pulumi.Output[str]
) -> list[pulumi.Resource]:
    """Make what stands in it, and nodes of the tenant's own where it asked for some.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
        namespace: The tenant's namespace.
    """
    made: list[pulumi.Resource] = [
        ObjectQuota(
            layer.child("objects"),
            ObjectQuotaArgs(
                namespace=namespace,
                size=args.size,
                gpus=args.settings.quota.gpu,
                suspended=not args.lifecycle.working,
            ),
            opts=layer.child_opts(),
        ),
        ContainerDefaults(
            layer.child("defaults"),
            ContainerDefaultsArgs(namespace=namespace),
            opts=layer.child_opts(),
        ),
        ServiceAccounts(
            layer.child("accounts"),
            ServiceAccountsArgs(
                namespace=namespace,
                notebooks=args.settings.notebooks is not None,
                airflow=has_tasks(args),
            ),
            opts=layer.child_opts(),
        ),
    ]
    if args.settings.isolation.nodes == "dedicated":
        made.append(
            DedicatedPool(
                layer.child("nodes"),
                DedicatedPoolArgs(
                    tenant=args.tenant,
                    size=args.size,
                    node_class=args.cluster.tenant_node_class,
                    tags=names.tags(
                        args.environment,
                        "tenant",
                        tenant=args.tenant,
                        cost_center=args.settings.cost_center,
                        owner=args.settings.owner,
                    ),
                ),
                opts=layer.child_opts(),
            )
        )
    return made
