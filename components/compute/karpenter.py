"""Karpenter: launches and retires nodes to match pending pods.

Source: https://karpenter.sh/v1.14/reference/settings/
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import names, versions
from components.base import Component
from components.cluster.node_role import NodeRole, NodeRoleArgs
from components.compute.interruption_queue import InterruptionQueue, InterruptionQueueArgs
from components.compute.karpenter_policies import POLICIES, KarpenterScope, policies
from components.compute.node_class import NodeIdentity
from components.helm_release import HelmRelease, HelmReleaseArgs, Values
from components.placement import ON_SYSTEM_NODES
from components.policy_documents import pod_identity_trust
from components.sources import ORIGINALS, Image, Sources, merged

NAMESPACE = "kube-system"
"""Keeps the system priority classes and the API server's priority level for system callers."""

SERVICE_ACCOUNT = "karpenter"

# A copy holds the same image under another name: its digest stays the chart's.
_IMAGES = (
    Image(name="public.ecr.aws/karpenter/controller", repository="controller.image.repository"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class KarpenterOptions:
    """How the controller behaves.

    Attributes:
        cpu: Its CPU request.
        memory: Its memory request and limit.
        batch_idle_seconds: Silence among new pods after which it decides.
        batch_max_seconds: How long it waits at most; a long batch buys fewer, larger nodes.
        spot_to_spot: Whether a Spot node may be replaced by a cheaper one.
        isolated: Whether the network reaches neither IAM nor the price list.
        zonal_shift: Whether it launches nothing in a zone that traffic was moved away from.
        reserved_enis: Interfaces of a node that feed no pod: 1 with custom networking.
    """

    cpu: str
    memory: str
    batch_idle_seconds: int
    batch_max_seconds: int
    spot_to_spot: bool
    isolated: bool
    zonal_shift: bool
    reserved_enis: int


@dataclass(frozen=True, kw_only=True, slots=True)
class KarpenterArgs:
    """What Karpenter needs.

    Attributes:
        environment: Environment.
        account: AWS account.
        region: AWS region.
        cluster_name: Name of the cluster.
        cluster_arn: ARN of the cluster.
        endpoint: URL of the Kubernetes API.
        boundary_arn: Permissions boundary of its roles.
        node_documents: What its nodes may do beyond every node, by purpose.
        options: How the controller behaves.
        sources: Where its charts and its image come from.
    """

    environment: str
    account: str
    region: str
    cluster_name: pulumi.Input[str]
    cluster_arn: pulumi.Input[str]
    endpoint: pulumi.Input[str]
    boundary_arn: pulumi.Input[str]
    node_documents: Mapping[str, str]
    options: KarpenterOptions
    sources: Sources = ORIGINALS


class Karpenter(Component):
    """Karpenter's controller, its identity, its queue and the identity of its nodes.

    Node classes and pools depend on this whole component: a pool whose controller is gone can
    never be deleted, and its nodes run on, unseen.

    Attributes:
        node_role_name: Name of the role that its nodes get.
        node_identity: How node classes name it.
    """

    TYPE = "strata:compute:Karpenter"

    node_role_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: KarpenterArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        cluster = names.cluster(args.environment)
        nodes = NodeRole(
            self.child("node"),
            NodeRoleArgs(
                environment=args.environment,
                purpose="karpenter-node",
                boundary_arn=args.boundary_arn,
                documents=args.node_documents,
            ),
            opts=self.child_opts(),
        )
        # Managed node groups make this entry themselves; nodes of Karpenter cannot join without.
        entry = aws.eks.AccessEntry(
            self.child("node-entry"),
            cluster_name=args.cluster_name,
            principal_arn=nodes.role_arn,
            type="EC2_LINUX",
            opts=self.child_opts(),
        )
        queue = InterruptionQueue(
            self.child("interruption"),
            InterruptionQueueArgs(queue_name=cluster),
            opts=self.child_opts(),
        )
        identity = self._identity(nodes, queue)
        crds = HelmRelease(
            self.child("crd"),
            HelmReleaseArgs(
                release="karpenter-crd",
                chart=args.sources.chart(versions.KARPENTER_CRD),
                namespace=NAMESPACE,
                values={},
            ),
            opts=self.child_opts(),
        )
        HelmRelease(
            self.child("controller"),
            HelmReleaseArgs(
                release="karpenter",
                chart=args.sources.chart(versions.KARPENTER),
                namespace=NAMESPACE,
                values=pulumi.Output.all(args.endpoint, queue.queue_name).apply(
                    lambda known: merged(
                        values(
                            cluster, endpoint=known[0], queue_name=known[1], options=args.options
                        ),
                        args.sources.images(_IMAGES),
                    )
                ),
                # Helm never upgrades CRDs that lie in a chart's crds/ folder: their own chart does.
                skip_crds=True,
            ),
            opts=self.child_opts(depends_on=[crds, *identity, entry]),
        )
        self.node_role_name = nodes.role_name
        self.node_identity = self._node_identity(nodes)
        self.finish()

    def _node_identity(self, nodes: NodeRole) -> NodeIdentity:
        if not self._args.options.isolated:
            return NodeIdentity(role_name=nodes.role_name)
        # IAM has no endpoint: without the internet Karpenter cannot make profiles of its own.
        profile = aws.iam.InstanceProfile(
            self.child("node-profile"),
            name=names.platform_role(self._args.environment, "karpenter-node"),
            path=names.iam_path(self._args.environment),
            role=nodes.role_name,
            opts=self.child_opts(),
        )
        return NodeIdentity(instance_profile=profile.name)

    def _identity(self, nodes: NodeRole, queue: InterruptionQueue) -> list[pulumi.Resource]:
        args = self._args
        cluster = names.cluster(args.environment)
        role = aws.iam.Role(
            self.child("role"),
            name=names.platform_role(args.environment, "karpenter"),
            path=names.iam_path(args.environment),
            permissions_boundary=args.boundary_arn,
            assume_role_policy=pulumi.Output.from_input(args.cluster_arn).apply(
                lambda arn: pod_identity_trust(args.account, arn, cluster, NAMESPACE)
            ),
            opts=self.child_opts(),
        )
        documents = self._documents(nodes, queue)
        attachments: list[pulumi.Resource] = []
        for purpose in POLICIES:
            policy = aws.iam.Policy(
                self.child(purpose),
                name=names.platform_role(args.environment, f"karpenter-{purpose}"),
                path=names.iam_path(args.environment),
                policy=documents[purpose],
                opts=self.child_opts(),
            )
            attachments.append(
                aws.iam.RolePolicyAttachment(
                    self.child(f"{purpose}-attachment"),
                    role=role.name,
                    policy_arn=policy.arn,
                    opts=self.child_opts(),
                )
            )
        association = aws.eks.PodIdentityAssociation(
            self.child("pod-identity"),
            cluster_name=args.cluster_name,
            namespace=NAMESPACE,
            service_account=SERVICE_ACCOUNT,
            role_arn=role.arn,
            opts=self.child_opts(),
        )
        return [*attachments, association]

    def _documents(
        self, nodes: NodeRole, queue: InterruptionQueue
    ) -> pulumi.Output[Mapping[str, str]]:
        args = self._args
        known = pulumi.Output.all(args.cluster_arn, nodes.role_arn, queue.queue_arn)
        return known.apply(
            lambda arns: policies(
                KarpenterScope(
                    account=args.account,
                    region=args.region,
                    cluster_name=names.cluster(args.environment),
                    cluster_arn=arns[0],
                    node_role_arn=arns[1],
                    queue_arn=arns[2],
                )
            )
        )


def values(
    cluster_name: str,
    *,
    endpoint: str,
    queue_name: str,
    options: KarpenterOptions,
) -> Values:
    """Values that differ from the chart's defaults."""
    return {
        # CoreDNS may run on nodes that Karpenter has yet to launch.
        "dnsPolicy": "Default",
        **ON_SYSTEM_NODES,
        "settings": {
            "clusterName": cluster_name,
            "clusterEndpoint": endpoint,
            "eksControlPlane": True,
            "interruptionQueue": queue_name,
            "isolatedVPC": options.isolated,
            "enableZonalShift": options.zonal_shift,
            "reservedENIs": str(options.reserved_enis),
            "batchIdleDuration": f"{options.batch_idle_seconds}s",
            "batchMaxDuration": f"{options.batch_max_seconds}s",
            # Images and subnets change by deployments, not by the minute: fewer calls to EC2.
            "amiRefreshInterval": "5m",
            "subnetRefreshInterval": "5m",
            "featureGates": {"spotToSpotConsolidation": options.spot_to_spot},
        },
        "serviceAccount": {"name": SERVICE_ACCOUNT},
        "controller": {
            "resources": {
                "requests": {"cpu": options.cpu, "memory": options.memory},
                "limits": {"memory": options.memory},
            }
        },
    }
