"""ServiceIdentity: what a shared service may do in AWS, through EKS Pod Identity."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component
from components.policy_documents import pod_identity_trust
from components.role_policies import attach


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterIdentity:
    """Which cluster a service runs in, and what no role in it may exceed.

    Attributes:
        environment: Environment.
        account: AWS account.
        region: AWS region.
        cluster_name: Name of the cluster, known once it exists.
        cluster_arn: ARN of the cluster.
        boundary_arn: Permissions boundary that every role must carry.
    """

    environment: str
    account: str
    region: str
    cluster_name: pulumi.Input[str]
    cluster_arn: pulumi.Input[str]
    boundary_arn: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceIdentityArgs:
    """What a service's identity needs.

    Attributes:
        cluster: Which cluster it runs in.
        purpose: What it is for; part of the role's name.
        namespace: Kubernetes namespace of its pods.
        service_accounts: Service accounts whose pods get the role; they need not exist yet.
        managed_policies: ARNs of AWS's own policies, by what each is for.
        documents: Policy documents of ours, by what each is for.
    """

    cluster: ClusterIdentity
    purpose: str
    namespace: str
    service_accounts: tuple[str, ...]
    managed_policies: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)


class ServiceIdentity(Component):
    """A role that only pods of one namespace of this cluster can take.

    Whatever runs the pods depends on this whole component: a pod that starts before the
    association never gets credentials.

    Attributes:
        role_arn: ARN of the role, known once its policies are attached.
    """

    TYPE = "strata:services:ServiceIdentity"

    role_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: ServiceIdentityArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        cluster = args.cluster
        role = aws.iam.Role(
            self.child("role"),
            name=names.platform_role(cluster.environment, args.purpose),
            path=names.iam_path(cluster.environment),
            permissions_boundary=cluster.boundary_arn,
            assume_role_policy=pulumi.Output.from_input(cluster.cluster_arn).apply(
                lambda arn: pod_identity_trust(
                    cluster.account, arn, names.cluster(cluster.environment), args.namespace
                )
            ),
            opts=self.child_opts(),
        )
        self.role_arn = attach(self, role, managed=args.managed_policies, documents=args.documents)
        for account in args.service_accounts:
            aws.eks.PodIdentityAssociation(
                self.child(f"{account}-association"),
                cluster_name=cluster.cluster_name,
                namespace=args.namespace,
                service_account=account,
                role_arn=self.role_arn,
                opts=self.child_opts(),
            )
        self.finish()
