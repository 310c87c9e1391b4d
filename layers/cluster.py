"""Layer 1, cluster: an EKS cluster tuned for analytics."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from components import names, versions
from components.base import Component
from components.cluster.access import ClusterAccess, ClusterAccessArgs
from components.cluster.control_plane import ControlPlane, ControlPlaneArgs
from components.cluster.encryption_key import EncryptionKey, EncryptionKeyArgs
from components.cluster.managed_addon import (
    AFTER_NODES,
    BEFORE_NODES,
    AddonSpec,
    ManagedAddon,
    ManagedAddonArgs,
)
from components.cluster.permissions_boundary import PermissionsBoundary, PermissionsBoundaryArgs
from components.cluster.system_nodes import SystemNodes, SystemNodesArgs
from components.compute.karpenter import Karpenter, KarpenterArgs
from components.compute.node_class import NodeClass, NodeClassArgs
from components.compute.node_pool import GENERAL, SPARK_EXECUTOR, NodePool, NodePoolArgs
from components.network.address_plan import default_zones, dns_address
from components.network.vpc import Vpc, VpcArgs
from layers.cluster_settings import ClusterSettings
from layers.contract import Contract
from layers.profile import PROFILES, ProfileName
from layers.providers import aws_provider, kubernetes_provider


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterOutputs(Contract):
    """What the layers above may rely on.

    Attributes:
        account: AWS account.
        region: AWS region.
        profile: `dev` or `prod`.
        dns_address: Address of the kube-dns Service.
        cluster_name: Name of the cluster.
        cluster_arn: ARN of the cluster.
        endpoint: URL of the Kubernetes API.
        certificate_authority: Its certificate, base64.
        boundary_arn: Permissions boundary that every role must carry.
        key_arn: KMS key of the environment.
    """

    account: str
    region: str
    profile: ProfileName
    dns_address: str
    cluster_name: pulumi.Output[str]
    cluster_arn: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    certificate_authority: pulumi.Output[str]
    boundary_arn: pulumi.Output[str]
    key_arn: pulumi.Output[str]


def build(environment: str, settings: ClusterSettings) -> ClusterOutputs:
    """Build the layer.

    Args:
        environment: Environment; it prefixes every name.
        settings: What the stack file says.
    """
    provider = aws_provider(
        environment, "cluster", account=settings.account, region=settings.region
    )
    layer = Cluster(
        environment,
        ClusterArgs(environment=environment, settings=settings, ami_id=_ami(provider)),
        opts=pulumi.ResourceOptions(providers=[provider]),
    )
    return layer.outputs


def _ami(provider: aws.Provider) -> pulumi.Output[str]:
    """The ID, in this region, of one release of the node image.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html
    """
    family = "amazon-linux-2023/arm64/standard"
    image = f"amazon-eks-node-al2023-arm64-standard-{versions.KUBERNETES}-{versions.AMI_RELEASE}"
    parameter = aws.ssm.get_parameter_output(
        name=f"/aws/service/eks/optimized-ami/{versions.KUBERNETES}/{family}/{image}/image_id",
        opts=pulumi.InvokeOutputOptions(provider=provider),
    )
    return parameter.value


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterArgs:
    """What the layer needs.

    Attributes:
        environment: Environment.
        settings: What the stack file says.
        ami_id: Image of the system nodes.
    """

    environment: str
    settings: ClusterSettings
    ami_id: pulumi.Input[str]


class Cluster(Component):
    """The whole layer, in the order in which it must come up and, mirrored, go down.

    Attributes:
        outputs: What the layers above may rely on.
    """

    TYPE = "strata:layer:Cluster"

    def __init__(
        self, name: str, args: ClusterArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        self._profile = PROFILES[args.settings.profile]
        vpc = self._vpc()
        key = self._key()
        boundary = PermissionsBoundary(
            self.child("boundary"),
            PermissionsBoundaryArgs(environment=args.environment),
            opts=self.child_opts(),
        )
        control_plane = self._control_plane(vpc, key, boundary)
        access = ClusterAccess(
            self.child("access"),
            ClusterAccessArgs(cluster_name=control_plane.cluster_name, admins=args.settings.admins),
            opts=self.child_opts(),
        )
        ready = self._nodes(vpc, control_plane, boundary)
        inside = kubernetes_provider(
            args.environment,
            region=args.settings.region,
            cluster_name=control_plane.cluster_name,
            endpoint=control_plane.endpoint,
            certificate_authority=control_plane.certificate_authority,
            opts=self.child_opts(depends_on=[access]),
        )
        karpenter = self._karpenter(control_plane, boundary, [vpc, *ready], inside)
        self._pools(control_plane, karpenter, inside)
        self.outputs = ClusterOutputs(
            account=args.settings.account,
            region=args.settings.region,
            profile=args.settings.profile,
            dns_address=dns_address(),
            cluster_name=control_plane.cluster_name,
            cluster_arn=control_plane.cluster_arn,
            endpoint=control_plane.endpoint,
            certificate_authority=control_plane.certificate_authority,
            boundary_arn=boundary.policy_arn,
            key_arn=key.key_arn,
        )
        self.finish()

    def _vpc(self) -> Vpc:
        settings = self._args.settings
        return Vpc(
            self.child("network"),
            VpcArgs(
                region=settings.region,
                cluster_name=names.cluster(self._args.environment),
                primary_cidr=settings.network.primary_cidr,
                zones=settings.network.zones or default_zones(settings.region, self._profile.zones),
                nat=settings.network.nat or self._profile.nat,
                protect=self._profile.protect,
            ),
            opts=self.child_opts(),
        )

    def _key(self) -> EncryptionKey:
        cluster = names.cluster(self._args.environment)
        return EncryptionKey(
            self.child("encryption"),
            EncryptionKeyArgs(
                alias=cluster,
                description=f"What {cluster} stores, and its tenants' buckets",
                protect=self._profile.protect,
            ),
            opts=self.child_opts(),
        )

    def _control_plane(
        self, vpc: Vpc, key: EncryptionKey, boundary: PermissionsBoundary
    ) -> ControlPlane:
        allowed = self._args.settings.endpoint.public_cidrs
        return ControlPlane(
            self.child("control-plane"),
            ControlPlaneArgs(
                environment=self._args.environment,
                vpc_id=vpc.vpc_id,
                subnet_ids=vpc.private_subnet_ids,
                key_arn=key.key_arn,
                boundary_arn=boundary.policy_arn,
                public_cidrs=(
                    self._profile.public_endpoint_cidrs
                    if allowed is None
                    else tuple(map(str, allowed))
                ),
                protect=self._profile.protect,
            ),
            opts=self.child_opts(),
        )

    def _nodes(
        self, vpc: Vpc, control_plane: ControlPlane, boundary: PermissionsBoundary
    ) -> list[pulumi.Resource]:
        """The system nodes, between the add-ons that they need and those that need them."""
        wanted = self._args.settings.system_nodes
        before = [self._addon(spec, control_plane, []) for spec in BEFORE_NODES]
        nodes = SystemNodes(
            self.child("system-nodes"),
            SystemNodesArgs(
                environment=self._args.environment,
                control_plane=control_plane,
                subnet_ids=vpc.node_subnet_ids,
                instance_type=wanted.instance_type or self._profile.system_instance_type,
                count=wanted.count or self._profile.system_nodes,
                ami_id=self._args.ami_id,
                boundary_arn=boundary.policy_arn,
            ),
            opts=self.child_opts(depends_on=[vpc, *before]),
        )
        return [nodes, *(self._addon(spec, control_plane, [nodes]) for spec in AFTER_NODES)]

    def _addon(
        self, spec: AddonSpec, control_plane: ControlPlane, after: list[pulumi.Resource]
    ) -> ManagedAddon:
        return ManagedAddon(
            self.child(spec.name),
            ManagedAddonArgs(cluster_name=control_plane.cluster_name, spec=spec),
            opts=self.child_opts(depends_on=after),
        )

    def _karpenter(
        self,
        control_plane: ControlPlane,
        boundary: PermissionsBoundary,
        after: list[pulumi.Resource],
        inside: kubernetes.Provider,
    ) -> Karpenter:
        return Karpenter(
            self.child("karpenter"),
            KarpenterArgs(
                environment=self._args.environment,
                account=self._args.settings.account,
                region=self._args.settings.region,
                cluster_name=control_plane.cluster_name,
                cluster_arn=control_plane.cluster_arn,
                endpoint=control_plane.endpoint,
                boundary_arn=boundary.policy_arn,
            ),
            opts=self.child_opts(providers=[inside], depends_on=after),
        )

    def _pools(
        self, control_plane: ControlPlane, karpenter: Karpenter, inside: kubernetes.Provider
    ) -> None:
        wanted = self._args.settings.node_pools
        for spec, pool in ((GENERAL, wanted.general), (SPARK_EXECUTOR, wanted.spark_executor)):
            node_class = NodeClass(
                self.child(f"{spec.pool}-class"),
                NodeClassArgs(
                    node_class=spec.pool,
                    cluster_name=control_plane.cluster_name,
                    node_role_name=karpenter.node_role_name,
                    security_group_id=control_plane.security_group_id,
                    root_gib=spec.root_gib,
                    local_nvme=spec.local_nvme,
                    tags=names.tags(self._args.environment, "cluster"),
                ),
                opts=self.child_opts(providers=[inside], depends_on=[karpenter]),
            )
            NodePool(
                self.child(spec.pool),
                NodePoolArgs(
                    spec=spec,
                    node_class_name=node_class.node_class_name,
                    max_vcpus=pool.max_vcpus,
                ),
                opts=self.child_opts(providers=[inside], depends_on=[karpenter]),
            )
