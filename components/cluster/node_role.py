"""NodeRole: the identity of an EC2 instance that joins the cluster."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component
from components.policy_documents import service_trust
from components.role_policies import attach

# Pods get nothing of this: the hop limit of 1 keeps them from the instance metadata service.
# The CNI policy is here as well because a node must have addresses before Pod Identity works.
# Source: https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/website/content/en/docs/getting-started/getting-started-with-karpenter/cloudformation.yaml
_POLICIES = {
    "cni": "AmazonEKS_CNI_Policy",
    "worker": "AmazonEKSWorkerNodePolicy",
    "images": "AmazonEC2ContainerRegistryPullOnly",
    "sessions": "AmazonSSMManagedInstanceCore",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeRoleArgs:
    """What a node role needs.

    Attributes:
        environment: Environment.
        purpose: What the nodes are for, such as `system-node`; part of the role's name.
        boundary_arn: Permissions boundary.
        documents: Policy documents beyond those of every node, by what each is for.
    """

    environment: str
    purpose: str
    boundary_arn: pulumi.Input[str]
    documents: Mapping[str, str] = field(default_factory=dict)


class NodeRole(Component):
    """An IAM role for nodes: join the cluster, take addresses, pull images, be reached by SSM.

    Attributes:
        role_arn: ARN of the role, known once its policies are attached.
        role_name: Name of the role.
    """

    TYPE = "strata:cluster:NodeRole"

    role_arn: pulumi.Output[str]
    role_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: NodeRoleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        role = aws.iam.Role(
            self.child("role"),
            name=names.platform_role(args.environment, args.purpose),
            path=names.iam_path(args.environment),
            permissions_boundary=args.boundary_arn,
            assume_role_policy=service_trust("ec2.amazonaws.com"),
            opts=self.child_opts(),
        )
        managed = {
            purpose: f"arn:aws:iam::aws:policy/{policy}" for purpose, policy in _POLICIES.items()
        }
        self.role_arn = attach(self, role, managed=managed, documents=args.documents)
        self.role_name = role.name
        self.finish()
