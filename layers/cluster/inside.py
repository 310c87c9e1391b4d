"""Inside the cluster: DNS, storage classes, Karpenter and its pools."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components import names, versions
from components.base import Component
from components.compute.karpenter import Karpenter, KarpenterArgs
from components.compute.node_class import (
    CLASSES,
    SPARK_NVME,
    ClassSpec,
    NodeClass,
    NodeClassArgs,
    spec,
)
from components.compute.node_pool import NodePool, NodePoolArgs
from components.compute.nvidia_device_plugin import NvidiaDevicePlugin, NvidiaDevicePluginArgs
from components.dns import ndots
from components.dns.node_local_dns import NodeLocalDns, NodeLocalDnsArgs
from components.network.address_plan import dns_address
from components.network.metadata_guard import MetadataGuard, MetadataGuardArgs
from components.storage.storage_classes import StorageClasses, StorageClassesArgs
from layers.cluster.args import ClusterArgs
from layers.cluster.foundation import Foundation
from layers.cluster.nodes import image_documents, node_subnet_ids
from layers.cluster.settings.nodes import kubelet

_DNS_IMAGE = "registry.k8s.io/dns/k8s-dns-node-cache"


def inside(
    layer: Component,
    args: ClusterArgs,
    base: Foundation,
    ready: list[pulumi.Resource],
    provider: kubernetes.Provider,
) -> pulumi.Output[Mapping[str, Any]]:
    """Make what is inside the cluster.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
        base: What nodes stand on.
        ready: The system nodes and their add-ons.
        provider: Kubernetes provider of the cluster.

    Returns:
        `spec` of the EC2NodeClass that a tenant's own nodes begin with.
    """
    opts = layer.child_opts(providers=[provider], depends_on=ready)
    names_first = _names(layer, args, opts)
    StorageClasses(
        layer.child("volumes"),
        StorageClassesArgs(tags=names.tags(args.environment, "cluster")),
        opts=opts,
    )
    if args.settings.cni.network_policy:
        MetadataGuard(layer.child("metadata-guard"), MetadataGuardArgs(), opts=opts)
    karpenter = _karpenter(layer, args, base, provider, [*ready, *base.ways_out, *names_first])
    _pools(layer, args, base, karpenter, provider)
    return pulumi.Output.from_input(spec(_class_args(SPARK_NVME, args, base, karpenter)))


def _names(
    layer: Component, args: ClusterArgs, opts: pulumi.ResourceOptions
) -> list[pulumi.Resource]:
    made: list[pulumi.Resource] = []
    if args.settings.dns.node_local_cache:
        wanted = NodeLocalDnsArgs(
            dns_address=dns_address(args.settings.network.service_cidr),
            image=f"{args.sources.image(_DNS_IMAGE)}:{versions.NODE_LOCAL_DNS}",
        )
        made.append(NodeLocalDns(layer.child("node-local-dns"), wanted, opts=opts))
    if args.settings.kubernetes_version >= ndots.SINCE:
        made.append(
            ndots.NdotsPolicy(layer.child("spark-ndots"), ndots.NdotsPolicyArgs(), opts=opts)
        )
    return made


def _karpenter(
    layer: Component,
    args: ClusterArgs,
    base: Foundation,
    provider: kubernetes.Provider,
    after: list[pulumi.Resource],
) -> Karpenter:
    settings = args.settings
    return Karpenter(
        layer.child("karpenter"),
        KarpenterArgs(
            environment=args.environment,
            account=settings.account,
            region=settings.region,
            cluster_name=base.control_plane.cluster_name,
            cluster_arn=base.control_plane.cluster_arn,
            endpoint=base.control_plane.endpoint,
            boundary_arn=base.boundary.policy_arn,
            node_documents=image_documents(args),
            options=settings.karpenter.options(
                args.profile,
                isolated=settings.isolated,
                zonal_shift=settings.control_plane.shifts(args.profile),
                cni=settings.cni.options(),
            ),
            sources=args.sources,
        ),
        opts=layer.child_opts(providers=[provider], depends_on=after),
    )


def _pools(
    layer: Component,
    args: ClusterArgs,
    base: Foundation,
    karpenter: Karpenter,
    provider: kubernetes.Provider,
) -> None:
    specs = args.settings.node_pools.specs()
    opts = layer.child_opts(providers=[provider], depends_on=[karpenter])
    classes = {
        one.name: NodeClass(
            layer.child(f"{one.name}-class"), _class_args(one, args, base, karpenter), opts=opts
        )
        for one in CLASSES
        if any(pool.node_class == one for pool in specs)
    }
    for pool in specs:
        node_class_name = classes[pool.node_class.name].node_class_name
        NodePool(
            layer.child(f"pool-{pool.name}"),
            NodePoolArgs(spec=pool, node_class_name=node_class_name),
            opts=opts,
        )
    if any(pool.name == "gpu" for pool in specs):
        plugin = NvidiaDevicePluginArgs(pool="gpu", sources=args.sources)
        NvidiaDevicePlugin(layer.child("nvidia-device-plugin"), plugin, opts=opts)


def _class_args(
    wanted: ClassSpec, args: ClusterArgs, base: Foundation, karpenter: Karpenter
) -> NodeClassArgs:
    pools, classes = args.settings.node_pools.specs(), args.settings.node_classes
    cni = args.settings.cni.options()
    return NodeClassArgs(
        spec=wanted,
        subnet_ids=node_subnet_ids(args, base),
        security_group_id=base.control_plane.security_group_id,
        identity=karpenter.node_identity,
        kubelet=kubelet(wanted, pools, classes.max_pods(wanted), cni),
        tags=names.tags(args.environment, "cluster"),
    )
