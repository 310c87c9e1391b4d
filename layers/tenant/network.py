"""What the tenant's pods reach, and who reaches them."""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network

import pulumi

from components import names
from components.base import Component
from components.database.postgres import PORT as DATABASE_PORT
from components.network.public_addresses import public_blocks
from components.tenancy.cache import PORTS as CACHE_PORTS
from components.tenancy.network_policies import Store, TenantNetwork, TenantNetworkArgs
from components.tenancy.topics import PORT as KAFKA_PORT
from layers.cluster import ClusterOutputs
from layers.tenant.args import TenantArgs
from layers.tenant.settings.data import DataSettings


def network(layer: Component, args: TenantArgs, namespace: pulumi.Output[str]) -> TenantNetwork:
    """Make the network policies.

    Args:
        layer: Their parent.
        args: What the layer needs.
        namespace: The tenant's namespace.
    """
    internet = args.settings.isolation.network == "internet"
    return TenantNetwork(
        layer.child("network"),
        _reached(
            args.cluster,
            namespace,
            _internet(args.cluster) if internet else (),
            stores(args.settings.data, args.cluster),
        ),
        opts=layer.child_opts(),
    )


def airflow_network(args: TenantArgs) -> TenantNetworkArgs:
    """What the pods of the tenant's own Airflow reach: AWS, and their database.

    Args:
        args: What the layer needs.
    """
    cluster = args.cluster
    database = Store(blocks=cluster.tenant_database_cidrs, ports=[DATABASE_PORT])
    # They ask Secrets Manager for connections, so they need a way there.
    everywhere = args.settings.isolation.network == "internet"
    internet = _internet(cluster) if everywhere else secrets_blocks(args)
    return _reached(cluster, names.own_airflow(args.tenant), internet, {"database": database})


def _reached(
    cluster: ClusterOutputs,
    namespace: pulumi.Input[str],
    internet_blocks: Sequence[str],
    stores: Mapping[str, Store],
) -> TenantNetworkArgs:
    return TenantNetworkArgs(
        namespace=namespace,
        dns_address=cluster.dns_address,
        api_blocks=[f"{cluster.api_address}/32", *cluster.private_cidrs],
        aws_blocks=cluster.s3_cidrs.apply(lambda s3: [*endpoint_blocks(cluster), *s3]),
        internet_blocks=internet_blocks,
        stores=stores,
    )


def secrets_blocks(args: TenantArgs) -> Sequence[str]:
    """Where Secrets Manager is, where the tenant's pods have no way there; otherwise nothing.

    Without an endpoint it has public addresses, which it shares with whoever rents them.
    """
    reached = args.settings.isolation.network == "internet" or args.cluster.endpoints == "private"
    return () if reached else _internet(args.cluster)


def endpoint_blocks(cluster: ClusterOutputs) -> Sequence[str]:
    """Where AWS's services have addresses in the VPC; empty: nowhere, or for images alone."""
    return () if cluster.endpoints in {"none", "registry"} else cluster.private_cidrs


def stores(data: DataSettings, cluster: ClusterOutputs) -> Mapping[str, Store]:
    """What the team asked for that is reached by addresses and ports.

    Args:
        data: What the tenant keeps.
        cluster: What layer 1 promises.
    """
    databases = cluster.tenant_database_cidrs
    wanted = {
        "database": (data.database, databases, [DATABASE_PORT]),
        "cache": (data.cache, databases, list(CACHE_PORTS.values())),
        # The brokers are not ours: they may be anywhere in the VPC.
        "topics": (data.topics, cluster.vpc_cidrs, [KAFKA_PORT]),
    }
    return {
        name: Store(blocks=blocks, ports=ports)
        for name, (asked, blocks, ports) in wanted.items()
        if asked
    }


def _internet(cluster: ClusterOutputs) -> Sequence[str]:
    return [str(block) for block in public_blocks(map(IPv4Network, cluster.vpc_cidrs))]
