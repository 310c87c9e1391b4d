"""ClusterAccess: who may enter the cluster."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import Component

_CLUSTER_ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


@dataclass(frozen=True, kw_only=True, slots=True)
class IdentityProvider:
    """An OpenID Connect provider whose groups bind to Roles directly, beside IAM.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/authenticate-oidc-identity-provider.html

    Attributes:
        issuer_url: Its address.
        client_id: Audience of its tokens.
        username_claim: Claim that holds the user's name.
        groups_claim: Claim that holds the user's groups.
        prefix: What stands before every user and group name, so that none can be a `system:` one.
    """

    issuer_url: str
    client_id: str
    username_claim: str
    groups_claim: str
    prefix: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterAccessArgs:
    """What cluster access needs.

    Attributes:
        cluster_name: Name of the cluster.
        admins: ARNs of the IAM roles or users that administer it.
        identity_provider: A provider of further users; None: IAM only.
    """

    cluster_name: pulumi.Input[str]
    admins: tuple[str, ...]
    identity_provider: IdentityProvider | None = None


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
        if args.identity_provider:
            self._identity_provider(args.cluster_name, args.identity_provider)
        self.finish()

    def _identity_provider(
        self, cluster_name: pulumi.Input[str], provider: IdentityProvider
    ) -> None:
        aws.eks.IdentityProviderConfig(
            self.child("identity-provider"),
            cluster_name=cluster_name,
            oidc={
                "identity_provider_config_name": "oidc",
                "issuer_url": provider.issuer_url,
                "client_id": provider.client_id,
                "username_claim": provider.username_claim,
                "username_prefix": provider.prefix,
                "groups_claim": provider.groups_claim,
                "groups_prefix": provider.prefix,
            },
            opts=self.child_opts(),
        )
