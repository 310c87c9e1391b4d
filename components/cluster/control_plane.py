"""ControlPlane: the EKS cluster itself."""

from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any, Literal

import pulumi
import pulumi_aws as aws
import pulumi_eks as eks

from components import names
from components.base import Component
from components.policy_documents import service_trust

LogType = Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]
Tier = Literal["standard", "tier-xl", "tier-2xl", "tier-4xl", "tier-8xl"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ControlPlaneTuning:
    """What the managed control plane is told beyond its version and network.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-configuration.html

    Attributes:
        scoring: `MostAllocated` packs pods, so that nodes empty; `LeastAllocated` spreads them.
        event_ttl_minutes: How long Kubernetes events are kept, 10 to 60.
        terminated_pod_threshold: Finished pods that are kept before the oldest go, 0 to 12,500.
        tier: Capacity of the control plane; all but `standard` cost more by the hour.
        zonal_shift: Whether traffic may be moved away from an impaired zone.
    """

    scoring: Literal["MostAllocated", "LeastAllocated"]
    event_ttl_minutes: int
    terminated_pod_threshold: int
    tier: Tier
    zonal_shift: bool

    def complete(self, args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        """Set what `eks.Cluster` has no input for.

        Nobody is an administrator for having made the cluster: that entry would collide with the
        same principal among the administrators.
        """
        if args.type_ != "aws:eks/cluster:Cluster":
            return None
        scoring = {
            "type": self.scoring,
            "resources": [{"name": "cpu", "weight": 1}, {"name": "memory", "weight": 1}],
        }
        garbage = {"terminatedPodGcThreshold": self.terminated_pod_threshold}
        completed: dict[str, Any] = {
            **args.props,
            "accessConfig": {
                "authenticationMode": "API",
                "bootstrapClusterCreatorAdminPermissions": False,
            },
            "kubeSchedulerConfig": {"nodeResourcesFit": {"scoringStrategy": scoring}},
            "kubeApiServerConfig": {"eventTtl": f"{self.event_ttl_minutes}m"},
            "kubeControllerManagerConfig": {"podGcControllerConfig": garbage},
            "controlPlaneScalingConfig": {"tier": self.tier},
            "zonalShiftConfig": {"enabled": self.zonal_shift},
        }
        return pulumi.ResourceTransformResult(props=completed, opts=args.opts)


@dataclass(frozen=True, kw_only=True, slots=True)
class ControlPlaneArgs:
    """What a control plane needs.

    Attributes:
        environment: Environment; the cluster is called `strata-<environment>`.
        kubernetes_version: Minor version of Kubernetes.
        vpc_id: ID of the VPC.
        subnet_ids: Subnets for its network interfaces, in two zones or more.
        key_arn: KMS key that encrypts what the Kubernetes API stores.
        boundary_arn: Permissions boundary of its role.
        service_cidr: Addresses of Services.
        public_cidrs: Blocks that may reach the API over the internet; empty: none.
        log_types: What the control plane logs.
        log_retention_days: How long its logs are kept.
        tuning: What it is told beyond version and network.
        deletion_protection: Whether AWS itself refuses to delete the cluster.
        protect: Whether Pulumi refuses to delete it.
    """

    environment: str
    kubernetes_version: str
    vpc_id: pulumi.Input[str]
    subnet_ids: pulumi.Input[list[str]]
    key_arn: pulumi.Input[str]
    boundary_arn: pulumi.Input[str]
    service_cidr: IPv4Network
    public_cidrs: tuple[str, ...]
    log_types: tuple[LogType, ...]
    log_retention_days: int
    tuning: ControlPlaneTuning
    deletion_protection: bool
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
        logs = aws.cloudwatch.LogGroup(
            self.child("logs"),
            # EKS writes to this name, and makes the group itself, with no end, if it is not there.
            name=f"/aws/eks/{names.cluster(args.environment)}/cluster",
            retention_in_days=args.log_retention_days,
            opts=self.child_opts(),
        )
        self.cluster = eks.Cluster(
            self.child("eks"),
            name=names.cluster(args.environment),
            version=args.kubernetes_version,
            vpc_id=args.vpc_id,
            subnet_ids=args.subnet_ids,
            service_role=role,
            authentication_mode=eks.AuthenticationMode.API,
            encryption_config_key_arn=args.key_arn,
            kubernetes_service_ip_address_range=str(args.service_cidr),
            endpoint_private_access=True,
            # Said only when it is off: said to be on, the component polls the API from here.
            endpoint_public_access=None if args.public_cidrs else False,
            public_access_cidrs=list(args.public_cidrs) or None,
            enabled_cluster_log_types=list(args.log_types),
            # The default, EXTENDED, bills six times the price once standard support ends.
            upgrade_policy={"support_type": "STANDARD"},
            deletion_protection=args.deletion_protection,
            bootstrap_self_managed_addons=False,
            skip_default_node_group=True,
            skip_default_security_groups=True,
            create_oidc_provider=False,
            use_default_vpc_cni=True,
            kube_proxy_addon_options={"enabled": False},
            opts=self.child_opts(
                depends_on=[policy, logs],
                protect=args.protect,
                transforms=[args.tuning.complete],
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
