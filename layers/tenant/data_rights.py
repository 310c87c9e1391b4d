"""What a tenant's pods and people may do with its data in AWS."""

from collections.abc import Mapping

import pulumi

from components.tenancy import catalog, data_rights
from components.tenancy.human_roles import HumanRole
from components.tenancy.sharing import read_document
from layers.tenant.args import TenantArgs
from layers.tenant.settings.sharing import shares

Documents = Mapping[str, pulumi.Output[str]]


def own_bucket(
    args: TenantArgs, key_arn: pulumi.Output[str], *, change: bool
) -> pulumi.Output[str]:
    """Use the tenant's bucket.

    Args:
        args: What the layer needs.
        key_arn: Key that encrypts it now; the environment's may have, before.
        change: Whether objects may be written and deleted, too.
    """

    def written(arns: list[str]) -> str:
        return data_rights.bucket_document(args.home, sorted(set(arns)), change=change)

    return pulumi.Output.all(key_arn, args.cluster.key_arn).apply(written)


def workload_documents(args: TenantArgs) -> Documents:
    """What the tenant's pods may do beside using its bucket, by what each policy is for."""
    return {"catalog": _catalog(args, change=True), "secrets": _secrets(args), **_reads(args)}


def human_documents(args: TenantArgs, key_arn: pulumi.Output[str]) -> Mapping[HumanRole, Documents]:
    """What each of the tenant's people may do: look; change, too; keep secrets, too.

    Args:
        args: What the layer needs.
        key_arn: Key that encrypts the bucket.
    """
    logs = pulumi.Output.from_input(data_rights.logs_document(args.home))
    look = {"logs": logs, **_reads(args)}
    change = {
        **look,
        "bucket": own_bucket(args, key_arn, change=True),
        "catalog": _catalog(args, change=True),
    }
    return {
        "viewer": {
            **look,
            "bucket": own_bucket(args, key_arn, change=False),
            "catalog": _catalog(args, change=False),
        },
        "developer": {**change, "secrets": _secrets(args)},
        "admin": {**change, "secrets": _secrets(args, change=True)},
    }


def _reads(args: TenantArgs) -> Documents:
    read = shares(args.settings.data.reads)
    if not read:
        return {}
    return {"shared-data": pulumi.Output.from_input(read_document(args.home, read))}


def _catalog(args: TenantArgs, *, change: bool) -> pulumi.Output[str]:
    return pulumi.Output.from_input(catalog.catalog_document(args.home, change=change))


def _secrets(args: TenantArgs, *, change: bool = False) -> pulumi.Output[str]:
    shared = args.settings.secrets.shared
    return args.cluster.key_arn.apply(
        lambda key: data_rights.secrets_document(args.home, key, shared=shared, change=change)
    )
