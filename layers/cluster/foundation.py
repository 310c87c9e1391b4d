"""The foundation: network, key, boundary, image cache, control plane, who may enter."""

from dataclasses import dataclass

import pulumi

from components.base import Component
from components.cluster.access import ClusterAccess, ClusterAccessArgs
from components.cluster.control_plane import ControlPlane, ControlPlaneArgs
from components.cluster.encryption_key import EncryptionKey, EncryptionKeyArgs
from components.cluster.permissions_boundary import PermissionsBoundary, PermissionsBoundaryArgs
from components.network.endpoints import Endpoints, EndpointsArgs
from components.network.existing_vpc import ExistingVpc
from components.network.vpc import Vpc, VpcArgs
from components.storage.image_cache import ImageCache, ImageCacheArgs
from layers.cluster.args import ClusterArgs


@dataclass(frozen=True, kw_only=True, slots=True)
class Foundation:
    """What nodes stand on.

    Attributes:
        vpc: The network, made or existing.
        ways_out: Everything without which a node cannot pull an image or say goodbye.
        key: The environment's key.
        boundary: The ceiling of its roles.
        control_plane: The control plane.
        access: Who may enter.
    """

    vpc: Vpc | ExistingVpc
    ways_out: list[pulumi.Resource]
    key: EncryptionKey
    boundary: PermissionsBoundary
    control_plane: ControlPlane
    access: ClusterAccess


def foundation(layer: Component, args: ClusterArgs) -> Foundation:
    """Make the foundation as children of the layer."""
    vpc = _vpc(layer, args)
    ways_out = _endpoints(layer, args, vpc)
    if isinstance(vpc, Vpc):
        ways_out.append(vpc)
    cache = args.settings.storage.image_cache
    if cache:
        ways_out.append(
            ImageCache(
                layer.child("images"),
                ImageCacheArgs(environment=args.environment, credentials=cache.credentials()),
                opts=layer.child_opts(),
            )
        )
    key = EncryptionKey(
        layer.child("encryption"),
        EncryptionKeyArgs(
            alias=args.cluster,
            description=f"What {args.cluster} stores, and its tenants' buckets",
            protect=args.profile.protect,
        ),
        opts=layer.child_opts(),
    )
    boundary = PermissionsBoundary(
        layer.child("boundary"),
        PermissionsBoundaryArgs(environment=args.environment),
        opts=layer.child_opts(),
    )
    control_plane = _control_plane(layer, args, vpc, (key, boundary))
    provider = args.settings.control_plane.identity_provider
    access = ClusterAccess(
        layer.child("access"),
        ClusterAccessArgs(
            cluster_name=control_plane.cluster_name,
            admins=args.settings.admins,
            identity_provider=provider.provider() if provider else None,
        ),
        opts=layer.child_opts(),
    )
    return Foundation(
        vpc=vpc,
        ways_out=ways_out,
        key=key,
        boundary=boundary,
        control_plane=control_plane,
        access=access,
    )


def _vpc(layer: Component, args: ClusterArgs) -> Vpc | ExistingVpc:
    network = args.settings.network
    if network.existing_vpc:
        return ExistingVpc(network.existing_vpc.id, network.existing_vpc.subnets)
    return Vpc(
        layer.child("network"),
        VpcArgs(
            region=args.settings.region,
            cluster_name=args.cluster,
            primary_cidr=network.primary_cidr,
            pod_cidrs=network.pod_cidrs,
            zones=args.settings.zones,
            nat=network.nat or args.profile.nat,
            protect=args.profile.protect,
        ),
        opts=layer.child_opts(),
    )


def _endpoints(
    layer: Component, args: ClusterArgs, vpc: Vpc | ExistingVpc
) -> list[pulumi.Resource]:
    network = args.settings.network
    if network.endpoints == "none":
        return []
    wanted = EndpointsArgs(
        region=args.settings.region,
        vpc_id=vpc.vpc_id,
        subnet_ids=vpc.private_subnet_ids,
        cidrs=tuple(map(str, network.blocks)),
        endpoints=network.endpoints,
    )
    return [Endpoints(layer.child("endpoints"), wanted, opts=layer.child_opts())]


def _control_plane(
    layer: Component,
    args: ClusterArgs,
    vpc: Vpc | ExistingVpc,
    guards: tuple[EncryptionKey, PermissionsBoundary],
) -> ControlPlane:
    key, boundary = guards
    settings, profile = args.settings, args.profile
    wanted = settings.control_plane
    return ControlPlane(
        layer.child("control-plane"),
        ControlPlaneArgs(
            environment=args.environment,
            kubernetes_version=settings.kubernetes_version,
            vpc_id=vpc.vpc_id,
            subnet_ids=vpc.private_subnet_ids,
            key_arn=key.key_arn,
            boundary_arn=boundary.policy_arn,
            service_cidr=settings.network.service_cidr,
            public_cidrs=settings.endpoint.allowed(profile),
            log_types=wanted.logs,
            log_retention_days=wanted.log_retention_days or profile.log_retention_days,
            tuning=wanted.tuning(profile),
            deletion_protection=wanted.protected(profile),
            protect=profile.protect,
        ),
        opts=layer.child_opts(),
    )
