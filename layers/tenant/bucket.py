"""A tenant's bucket, the key that encrypts it, and the catalog of the tables in it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components import names
from components.base import Component
from components.cluster.encryption_key import EncryptionKey, EncryptionKeyArgs
from components.services.airflow.facts import OWN_LOGS
from components.storage.bucket import Bucket, BucketArgs
from components.tenancy.catalog import TenantCatalog, TenantCatalogArgs
from components.tenancy.sharing import bucket_statements, key_policy
from components.tenancy.spark_history_server import EVENT_LOGS
from layers.tenant.args import TenantArgs
from layers.tenant.own_airflow import LOG_DAYS
from layers.tenant.settings import TenantSettings
from layers.tenant.settings.sharing import shares

# What Spark and people leave behind: never read again, or looked at for a while.
_TEMPORARY_DAYS = 7
_EVENT_LOG_DAYS = 90


@dataclass(frozen=True, kw_only=True, slots=True)
class Storage:
    """What holds a tenant's data.

    Attributes:
        bucket: The bucket.
        key_arn: Key that encrypts it.
        catalog: The catalog of its tables.
    """

    bucket: Bucket
    key_arn: pulumi.Output[str]
    catalog: TenantCatalog


def storage(layer: Component, args: TenantArgs) -> Storage:
    """Make the bucket, its key if the team wants its own, and the catalog.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
    """
    key_arn = _key(layer, args)
    bucket = Bucket(
        layer.child("data"),
        BucketArgs(
            bucket_name=names.bucket(
                args.environment, args.tenant, args.cluster.account, args.cluster.region
            ),
            key_arn=key_arn,
            expiries=_expiries(args.settings),
            folders=(EVENT_LOGS,),
            statements=key_arn.apply(
                lambda key: bucket_statements(
                    args.home, key, shares(args.settings.data.shared_with)
                )
            ),
            protect=args.lifecycle.protects_data,
            empty_first=args.lifecycle.empties,
        ),
        opts=layer.child_opts(**args.lifecycle.data_options),
    )
    catalog = TenantCatalog(
        layer.child("catalog"),
        TenantCatalogArgs(
            environment=args.environment,
            tenant=args.tenant,
            bucket_name=bucket.bucket_name,
            protect=args.lifecycle.protects_data,
        ),
        opts=layer.child_opts(**args.lifecycle.data_options),
    )
    return Storage(bucket=bucket, key_arn=key_arn, catalog=catalog)


def _key(layer: Component, args: TenantArgs) -> pulumi.Output[str]:
    if args.settings.data.bucket.kms == "platform":
        return args.cluster.key_arn
    key = EncryptionKey(
        layer.child("data-key"),
        EncryptionKeyArgs(
            alias=names.data_key(args.environment, args.tenant),
            description=f"Bucket of {args.tenant}",
            policy=key_policy(args.home, shares(args.settings.data.shared_with)),
            protect=args.lifecycle.protects_data,
        ),
        opts=layer.child_opts(**args.lifecycle.data_options),
    )
    return key.key_arn


def _expiries(settings: TenantSettings) -> Mapping[str, int]:
    """Days until what lies below a prefix is deleted."""
    history, expire = settings.history_server, settings.data.bucket.expire_days
    event_logs = max(_EVENT_LOG_DAYS, history.retention_days if history else 0)
    return {
        "tmp/": _TEMPORARY_DAYS,
        f"{EVENT_LOGS}/": event_logs,
        **({f"{OWN_LOGS}/": LOG_DAYS} if settings.airflow.dedicated else {}),
        **({"": expire} if expire else {}),
    }
