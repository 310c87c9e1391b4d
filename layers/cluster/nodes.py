"""The system nodes, between the add-ons that they need and those that need them."""

from collections.abc import Mapping
from typing import Any

import pulumi

from components import versions
from components.base import Component
from components.cluster import managed_addon
from components.cluster.addon_identity import AddonIdentity, AddonIdentityArgs
from components.cluster.managed_addon import AddonSpec, ManagedAddon, ManagedAddonArgs
from components.cluster.system_nodes import SystemNodes, SystemNodesArgs
from components.cluster.vpc_cni import configuration
from components.compute.max_pods import kube_reserved
from components.storage.image_cache import first_pull_document
from components.storage.mountpoint import bucket_document
from layers.cluster.args import ClusterArgs
from layers.cluster.foundation import Foundation

# AWS's own policy, which lets a cluster touch only volumes that carry its name.
# Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverEKSClusterScopedPolicy.html
_EBS_POLICY = "arn:aws:iam::aws:policy/AmazonEBSCSIDriverEKSClusterScopedPolicy"


def nodes(layer: Component, args: ClusterArgs, base: Foundation) -> list[pulumi.Resource]:
    """Make the system nodes and every add-on.

    Returns:
        The nodes and the add-ons that run on them: what the rest of the layer waits for.
    """
    addons = _Addons(layer, args, base)
    # DaemonSets: they are active without a node, and no node becomes ready without them.
    before = [
        addons.add(managed_addon.VPC_CNI, configuration=_cni(args, base)),
        addons.add(managed_addon.KUBE_PROXY),
        addons.add(managed_addon.POD_IDENTITY_AGENT),
    ]
    wanted, instance = args.settings.system_nodes, args.settings.system_nodes.instance(args.profile)
    system = SystemNodes(
        layer.child("system-nodes"),
        SystemNodesArgs(
            environment=args.environment,
            control_plane=base.control_plane,
            zones=args.settings.zones,
            subnet_ids=node_subnet_ids(args, base),
            instance_type=instance.name,
            per_zone=wanted.per_zone,
            ami_id=args.ami_id,
            max_pods=wanted.max_pods,
            kube_reserved=kube_reserved(wanted.max_pods, instance.vcpus),
            boundary_arn=base.boundary.policy_arn,
            documents=image_documents(args),
        ),
        opts=layer.child_opts(depends_on=[*base.ways_out, *before]),
    )
    # Deployments: without a node they stay degraded, and the deployment waits for them.
    dns = args.settings.dns
    specs = [
        managed_addon.coredns(dns.min_replicas or args.profile.dns_replicas, dns.max_replicas),
        managed_addon.METRICS_SERVER,
        managed_addon.NODE_MONITORING_AGENT,
    ]
    after = [addons.add(spec, after=[system]) for spec in specs]
    return [system, *after, *_volumes(args, addons, system)]


def node_subnet_ids(args: ClusterArgs, base: Foundation) -> pulumi.Output[list[str]]:
    """Where nodes live: with their pods, or apart from them with custom networking."""
    if args.settings.cni.custom_networking:
        return base.vpc.private_subnet_ids
    return base.vpc.node_subnet_ids


def image_documents(args: ClusterArgs) -> Mapping[str, str]:
    """What nodes may do beyond pulling images, by purpose."""
    if args.settings.storage.image_cache is None:
        return {}
    settings = args.settings
    document = first_pull_document(
        account=settings.account, region=settings.region, environment=args.environment
    )
    return {"first-pull": document}


def _cni(args: ClusterArgs, base: Foundation) -> pulumi.Output[Mapping[str, Any]]:
    zones = [f"{args.settings.region}{zone}" for zone in args.settings.zones]
    known = pulumi.Output.all(base.vpc.node_subnet_ids, base.control_plane.security_group_id)
    return known.apply(
        lambda values: configuration(
            args.settings.cni.options(),
            pod_subnets=dict(zip(zones, values[0], strict=True)),
            security_group_id=values[1],
        )
    )


def _volumes(args: ClusterArgs, addons: "_Addons", system: SystemNodes) -> list[pulumi.Resource]:
    ebs = addons.identity("ebs-csi", managed_policies={"volumes": _EBS_POLICY})
    made: list[pulumi.Resource] = [
        addons.add(managed_addon.EBS_CSI_DRIVER, after=[system], identity=ebs)
    ]
    wanted = args.settings.storage.mountpoint
    if wanted:
        document = bucket_document(
            wanted.buckets,
            account=args.settings.account,
            region=args.settings.region,
            writable=wanted.writable,
        )
        s3 = addons.identity("mountpoint-s3", documents={"buckets": document})
        made.append(addons.add(managed_addon.MOUNTPOINT_S3_DRIVER, after=[system], identity=s3))
    return made


class _Addons:
    """Makes add-ons of one cluster."""

    def __init__(self, layer: Component, args: ClusterArgs, base: Foundation) -> None:
        self._layer, self._args, self._base = layer, args, base
        self._versions = versions.ADDONS[args.settings.kubernetes_version]

    def add(
        self,
        spec: AddonSpec,
        *,
        after: list[pulumi.Resource] | None = None,
        identity: AddonIdentity | None = None,
        configuration: pulumi.Input[Mapping[str, Any]] | None = None,
    ) -> ManagedAddon:
        """Make one add-on, after what it needs."""
        return ManagedAddon(
            self._layer.child(spec.name),
            ManagedAddonArgs(
                cluster_name=self._base.control_plane.cluster_name,
                spec=spec,
                version=self._versions[spec.name],
                configuration=configuration,
                role_arn=identity.role_arn if identity else None,
            ),
            opts=self._layer.child_opts(depends_on=after),
        )

    def identity(
        self,
        purpose: str,
        *,
        managed_policies: Mapping[str, str] | None = None,
        documents: Mapping[str, str] | None = None,
    ) -> AddonIdentity:
        """Make the role of one add-on."""
        return AddonIdentity(
            self._layer.child(f"{purpose}-identity"),
            AddonIdentityArgs(
                environment=self._args.environment,
                account=self._args.settings.account,
                cluster_arn=self._base.control_plane.cluster_arn,
                boundary_arn=self._base.boundary.policy_arn,
                purpose=purpose,
                managed_policies=managed_policies or {},
                documents=documents or {},
            ),
            opts=self._layer.child_opts(),
        )
