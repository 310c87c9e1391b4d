"""ClusterAccess: who may enter the cluster."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import Component

_CLUSTER_ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterAccessArgs:
    """What cluster access needs.

    Attributes:
        cluster_name: Name of the cluster.
        admins: ARNs of the IAM roles or users that administer it.
    """

    cluster_name: pulumi.Input[str]
    admins: tuple[str, ...]


class ClusterAccess(Component):
    """One access entry for each administrator; there is no aws-auth ConfigMap.

    Everything inside the cluster depends on it, so that whoever runs Pulumi can enter until the
    last object is gone. Tenants make entries of their own.
    """

    TYPE = "strata:cluster:ClusterAccess"

    def __init__(
        self, name: str, args: ClusterAccessArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        for admin in args.admins:
            # Named by the principal, so that a reordered list changes nothing.
            role = admin.rsplit(":", 1)[-1].replace("/", "-")
            entry = aws.eks.AccessEntry(
                self.child(role),
                cluster_name=args.cluster_name,
                principal_arn=admin,
                type="STANDARD",
                opts=self.child_opts(),
            )
            aws.eks.AccessPolicyAssociation(
                self.child(f"{role}-admin"),
                cluster_name=args.cluster_name,
                principal_arn=entry.principal_arn,
                policy_arn=_CLUSTER_ADMIN,
                access_scope={"type": "cluster"},
                opts=self.child_opts(),
            )
        self.finish()
