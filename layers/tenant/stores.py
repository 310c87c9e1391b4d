"""A tenant's database and cache."""

from components.base import Component
from components.tenancy.cache import TenantCache, TenantCacheArgs
from components.tenancy.database import TenantDatabase, TenantDatabaseArgs, database_size
from layers.tenant.args import TenantArgs


def database(layer: Component, args: TenantArgs) -> TenantDatabase | None:
    """Make the database, if the team asked for one.

    Args:
        layer: Its parent.
        args: What the layer needs.
    """
    wanted, cluster, profile = args.settings.data.database, args.cluster, args.profile
    if wanted is None:
        return None
    return TenantDatabase(
        layer.child("database"),
        TenantDatabaseArgs(
            environment=args.environment,
            tenant=args.tenant,
            size=database_size(
                wanted.size,
                multi_az=profile.database_multi_az,
                backup_days=profile.database_backup_days,
            ),
            vpc_id=cluster.vpc_id,
            subnet_ids=cluster.tenant_database_subnet_ids,
            client_security_group_id=cluster.security_group_id,
            key_arn=cluster.key_arn,
            log_retention_days=profile.log_retention_days,
            protect=args.lifecycle.protects_data,
            keep=wanted.on_offboard == "snapshot",
        ),
        opts=layer.child_opts(),
    )


def cache(layer: Component, args: TenantArgs) -> TenantCache | None:
    """Make the cache, if the team asked for one.

    Args:
        layer: Its parent.
        args: What the layer needs.
    """
    wanted, cluster, profile = args.settings.data.cache, args.cluster, args.profile
    if wanted is None:
        return None
    return TenantCache(
        layer.child("cache"),
        TenantCacheArgs(
            environment=args.environment,
            tenant=args.tenant,
            max_gib=wanted.max_gib,
            vpc_id=cluster.vpc_id,
            subnet_ids=cluster.tenant_database_subnet_ids,
            client_security_group_id=cluster.security_group_id,
            key_arn=cluster.key_arn,
            snapshot_days=profile.database_backup_days,
            protect=args.lifecycle.protects_data,
        ),
        opts=layer.child_opts(),
    )
