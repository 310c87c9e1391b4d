"""ControlPlane: the EKS cluster itself."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_eks as eks

from components import names, versions
from components.base import Component
from components.network.address_plan import SERVICE_CIDR
from components.policy_documents import service_trust

_LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")


@dataclass(frozen=True, kw_only=True, slots=True)
class ControlPlaneArgs:
    """What a control plane needs.

    Attributes:
        environment: Environment; the cluster is called `strata-<environment>`.
        vpc_id: ID of the VPC.
        subnet_ids: Subnets for its network interfaces, in two zones or more.
        key_arn: KMS key that encrypts what the Kubernetes API stores.
        boundary_arn: Permissions boundary of its role.
        public_cidrs: Blocks that may reach the API over the internet; empty: none.
        protect: Whether the cluster refuses to be deleted.
    """

    environment: str
    vpc_id: pulumi.Input[str]
    subnet_ids: pulumi.Input[list[str]]
    key_arn: pulumi.Input[str]
    boundary_arn: pulumi.Input[str]
    public_cidrs: tuple[str, ...]
    protect: bool


class ControlPlane(Component):
    """An EKS control plane with no node, no add-on and nobody inside.

    `ClusterAccess` says who may enter.

    Attributes:
        cluster: The component that node groups join; used inside this folder only.
        cluster_name: Name of the cluster.
        cluster_arn: ARN of the cluster.
        endpoint: URL of the Kubernetes API.
        certificate_authority: Its certificate, base64.
        security_group_id: The group that EKS makes for control plane and nodes.
    """

    TYPE = "strata:cluster:ControlPlane"

    cluster_name: pulumi.Output[str]
    cluster_arn: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    certificate_authority: pulumi.Output[str]
    security_group_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: ControlPlaneArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        role, policy = self._role(args)
        self.cluster = eks.Cluster(
            self.child("eks"),
            name=names.cluster(args.environment),
            version=versions.KUBERNETES,
            vpc_id=args.vpc_id,
            subnet_ids=args.subnet_ids,
            service_role=role,
            authentication_mode=eks.AuthenticationMode.API,
            encryption_config_key_arn=args.key_arn,
            kubernetes_service_ip_address_range=str(SERVICE_CIDR),
            endpoint_private_access=True,
            # Said only when it is off: said to be on, the component polls the API from here.
            endpoint_public_access=None if args.public_cidrs else False,
            public_access_cidrs=list(args.public_cidrs) or None,
            enabled_cluster_log_types=list(_LOGS),
            # The default, EXTENDED, bills six times the price once standard support ends.
            upgrade_policy={"support_type": "STANDARD"},
            bootstrap_self_managed_addons=False,
            skip_default_node_group=True,
            skip_default_security_groups=True,
            create_oidc_provider=False,
            use_default_vpc_cni=True,
            kube_proxy_addon_options={"enabled": False},
            opts=self.child_opts(
                depends_on=[policy],
                protect=args.protect,
                transforms=[_complete],
            ),
        )
        control_plane = self.cluster.eks_cluster
        self.cluster_name = control_plane.name
        self.cluster_arn = control_plane.arn
        self.endpoint = control_plane.endpoint
        self.certificate_authority = control_plane.certificate_authority.data
        self.security_group_id = self.cluster.cluster_security_group_id
        self.finish()

    def _role(self, args: ControlPlaneArgs) -> tuple[aws.iam.Role, aws.iam.RolePolicyAttachment]:
        role = aws.iam.Role(
            self.child("role"),
            name=names.platform_role(args.environment, "control-plane"),
            path=names.iam_path(args.environment),
            permissions_boundary=args.boundary_arn,
            assume_role_policy=service_trust("eks.amazonaws.com"),
            opts=self.child_opts(),
        )
        policy = aws.iam.RolePolicyAttachment(
            self.child("role-eks"),
            role=role.name,
            policy_arn="arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
            opts=self.child_opts(),
        )
        return role, policy


def _complete(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
    """Set what the component has no input for.

    Nobody is an administrator for having made the cluster: that entry would collide with the same
    principal among the administrators. And the scheduler packs pods, so that nodes empty.
    Source: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-configuration.html
    """
    if args.type_ != "aws:eks/cluster:Cluster":
        return None
    scoring: dict[str, Any] = {
        "type": "MostAllocated",
        "resources": [{"name": "cpu", "weight": 1}, {"name": "memory", "weight": 1}],
    }
    completed = {
        **args.props,
        "accessConfig": {
            "authenticationMode": "API",
            "bootstrapClusterCreatorAdminPermissions": False,
        },
        "kubeSchedulerConfig": {"nodeResourcesFit": {"scoringStrategy": scoring}},
    }
    return pulumi.ResourceTransformResult(props=completed, opts=args.opts)
