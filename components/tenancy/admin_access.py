"""AdminAccess: how a team's administrators enter, and what they may do there."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from components import names
from components.base import Component
from components.policy_documents import principal_trust

ROLE = "tenant-admin"

_READ = ["get", "list", "watch"]
_WRITE = ["create", "update", "patch", "delete"]

# No quotas, network policies, roles, service accounts or namespaces: what fences a tenant in is
# not the tenant's to move. No pods either: they come from jobs and applications.
RULES: tuple[kubernetes.rbac.v1.PolicyRuleArgsDict, ...] = (
    {
        "api_groups": [""],
        "resources": [
            "events",
            "limitranges",
            "persistentvolumeclaims",
            "pods",
            "pods/log",
            "resourcequotas",
            "services",
        ],
        "verbs": _READ,
    },
    {"api_groups": [""], "resources": ["pods"], "verbs": ["delete"]},
    {"api_groups": [""], "resources": ["configmaps", "secrets"], "verbs": [*_READ, *_WRITE]},
    {"api_groups": ["batch"], "resources": ["cronjobs", "jobs"], "verbs": [*_READ, *_WRITE]},
    {
        "api_groups": ["sparkoperator.k8s.io"],
        "resources": ["scheduledsparkapplications", "sparkapplications"],
        "verbs": [*_READ, *_WRITE],
    },
)


@dataclass(frozen=True, kw_only=True, slots=True)
class AdminAccessArgs:
    """What administrators' access needs.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        principals: ARNs of the IAM roles or users that may become the tenant's admin.
        cluster_name: Name of the cluster.
        boundary_arn: Permissions boundary.
        namespace: The tenant's namespace.
        documents: Policies, as JSON, of what they may do in AWS, by name.
    """

    environment: str
    tenant: str
    principals: tuple[str, ...]
    cluster_name: pulumi.Input[str]
    boundary_arn: pulumi.Input[str]
    namespace: pulumi.Input[str]
    documents: Mapping[str, pulumi.Input[str]]


class AdminAccess(Component):
    """A role that the team owns, one access entry for it, and a Role in the namespace.

    The entry names the tenant's role and not the people, so two tenants can name the same person.

    Attributes:
        role_arn: ARN of the role that administrators take.
    """

    TYPE = "strata:tenancy:AdminAccess"

    role_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: AdminAccessArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        group = names.group(args.tenant, "admin")
        role = aws.iam.Role(
            self.child("role"),
            name=names.tenant_role(args.environment, args.tenant, "admin"),
            path=names.iam_path(args.environment),
            permissions_boundary=args.boundary_arn,
            assume_role_policy=principal_trust(args.principals),
            opts=self.child_opts(),
        )
        for title, document in args.documents.items():
            aws.iam.RolePolicy(
                self.child(f"{title}-policy"),
                name=title,
                role=role.name,
                policy=document,
                opts=self.child_opts(),
            )
        aws.eks.AccessEntry(
            self.child("entry"),
            cluster_name=args.cluster_name,
            principal_arn=role.arn,
            kubernetes_groups=[group],
            type="STANDARD",
            opts=self.child_opts(),
        )
        self._bind(group, args.namespace)
        self.role_arn = role.arn
        self.finish()

    def _bind(self, group: str, namespace: pulumi.Input[str]) -> None:
        role = kubernetes.rbac.v1.Role(
            self.child("kubernetes-role"),
            metadata={"name": ROLE, "namespace": namespace},
            rules=list(RULES),
            opts=self.child_opts(),
        )
        kubernetes.rbac.v1.RoleBinding(
            self.child("binding"),
            metadata={"name": ROLE, "namespace": namespace},
            role_ref={
                "api_group": "rbac.authorization.k8s.io",
                "kind": "Role",
                "name": role.metadata.name,
            },
            subjects=[{"kind": "Group", "name": group, "api_group": "rbac.authorization.k8s.io"}],
            opts=self.child_opts(),
        )
