"""WorkloadIdentity: what a tenant's pods may do in AWS."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component
from components.policy_documents import pod_identity_trust


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkloadIdentityArgs:
    """What a workload identity needs.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        account: AWS account.
        cluster_name: Name of the cluster.
        cluster_arn: ARN of the cluster.
        boundary_arn: Permissions boundary.
        own_data: What it may do with the tenant's bucket, as JSON.
        namespace: The tenant's namespace.
        service_accounts: Service accounts whose pods get the role.
    """

    environment: str
    tenant: str
    account: str
    cluster_name: pulumi.Input[str]
    cluster_arn: pulumi.Input[str]
    boundary_arn: pulumi.Input[str]
    own_data: pulumi.Input[str]
    namespace: pulumi.Input[str]
    service_accounts: tuple[str, ...]


class WorkloadIdentity(Component):
    """A role that only pods of one namespace of one cluster can take, through EKS Pod Identity.

    Attributes:
        role_name: Name of the role.
        role_arn: ARN of the role.
    """

    TYPE = "strata:tenancy:WorkloadIdentity"

    role_name: pulumi.Output[str]
    role_arn: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: WorkloadIdentityArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        cluster = names.cluster(args.environment)
        role = aws.iam.Role(
            self.child("role"),
            name=names.tenant_role(args.environment, args.tenant, "workload"),
            path=names.iam_path(args.environment),
            permissions_boundary=args.boundary_arn,
            assume_role_policy=pulumi.Output.from_input(args.cluster_arn).apply(
                lambda arn: pod_identity_trust(args.account, arn, cluster, args.tenant)
            ),
            opts=self.child_opts(),
        )
        policy = aws.iam.RolePolicy(
            self.child("policy"),
            name="own-data",
            role=role.name,
            policy=args.own_data,
            opts=self.child_opts(),
        )
        for account in args.service_accounts:
            aws.eks.PodIdentityAssociation(
                self.child(account),
                cluster_name=args.cluster_name,
                namespace=args.namespace,
                service_account=account,
                role_arn=role.arn,
                # A pod that starts before the policy is there fails once and for all.
                opts=self.child_opts(depends_on=[policy]),
            )
        self.role_name = role.name
        self.role_arn = role.arn
        self.finish()
