"""AddonIdentity: what a managed add-on may do in AWS, through EKS Pod Identity."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component
from components.policy_documents import pod_identity_trust
from components.role_policies import attach

_NAMESPACE = "kube-system"


@dataclass(frozen=True, kw_only=True, slots=True)
class AddonIdentityArgs:
    """What an add-on's identity needs.

    Attributes:
        environment: Environment.
        account: AWS account.
        cluster_arn: ARN of the cluster.
        boundary_arn: Permissions boundary.
        purpose: What it is for; part of the role's name.
        managed_policies: ARNs of AWS's own policies, by what each is for.
        documents: Policy documents of ours, by what each is for.
    """

    environment: str
    account: str
    cluster_arn: pulumi.Input[str]
    boundary_arn: pulumi.Input[str]
    purpose: str
    managed_policies: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)


class AddonIdentity(Component):
    """A role that only pods of kube-system in this cluster can take.

    Attributes:
        role_arn: ARN of the role, known once its policies are attached.
    """

    TYPE = "strata:cluster:AddonIdentity"

    role_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: AddonIdentityArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        cluster = names.cluster(args.environment)
        role = aws.iam.Role(
            self.child("role"),
            name=names.platform_role(args.environment, args.purpose),
            path=names.iam_path(args.environment),
            permissions_boundary=args.boundary_arn,
            assume_role_policy=pulumi.Output.from_input(args.cluster_arn).apply(
                lambda arn: pod_identity_trust(args.account, arn, cluster, _NAMESPACE)
            ),
            opts=self.child_opts(),
        )
        self.role_arn = attach(self, role, managed=args.managed_policies, documents=args.documents)
        self.finish()
