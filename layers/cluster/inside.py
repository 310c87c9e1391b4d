"""Inside the cluster: DNS, storage classes, Karpenter and its pools."""

import pulumi
import pulumi_kubernetes as kubernetes

from components import names, versions
from components.base import Component
from components.compute.karpenter import Karpenter, KarpenterArgs
from components.compute.node_class import CLASSES, NodeClass, NodeClassArgs
from components.compute.node_pool import NodePool, NodePoolArgs
from components.compute.nvidia_device_plugin import NvidiaDevicePlugin, NvidiaDevicePluginArgs
from components.dns import ndots
from components.dns.node_local_dns import NodeLocalDns, NodeLocalDnsArgs
from components.network.address_plan import dns_address
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
) -> None:
    """Make what is inside the cluster.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
        base: What nodes stand on.
        ready: The system nodes and their add-ons.
        provider: Kubernetes provider of the cluster.
    """
    opts = layer.child_opts(providers=[provider], depends_on=ready)
    names_first = _names(layer, args, opts)
    StorageClasses(
        layer.child("volumes"),
        StorageClassesArgs(tags=names.tags(args.environment, "cluster")),
        opts=opts,
    )
    karpenter = _karpenter(layer, args, base, provider, [*ready, *base.ways_out, *names_first])
    _pools(layer, args, base, karpenter, provider)


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
        spec.name: NodeClass(
            layer.child(f"{spec.name}-class"),
            NodeClassArgs(
                spec=spec,
                subnet_ids=node_subnet_ids(args, base),
                security_group_id=base.control_plane.security_group_id,
                identity=karpenter.node_identity,
                kubelet=kubelet(
                    spec,
                    specs,
                    args.settings.node_classes.max_pods(spec),
                    args.settings.cni.options(),
                ),
                tags=names.tags(args.environment, "cluster"),
            ),
            opts=opts,
        )
        for spec in CLASSES
        if any(pool.node_class == spec for pool in specs)
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
