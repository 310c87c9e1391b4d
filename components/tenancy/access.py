"""TenantAccess: how people of a team enter, and as what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component
from components.policy_documents import principal_trust
from components.tenancy.group_role import group_role
from components.tenancy.human_roles import HUMAN_ROLES, RULES, HumanRole, role_name


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """Who has a role.

    Attributes:
        principals: ARNs of the IAM roles or users that may take it.
        groups: Groups of the identity provider, as the cluster knows them.
    """

    principals: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.principals or self.groups)


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantAccessArgs:
    """What the access of a team's people needs.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        people: Who has which role.
        cluster_name: Name of the cluster.
        boundary_arn: Permissions boundary.
        namespace: The tenant's namespace.
        documents: Policies, as JSON, of what each role may do in AWS, by name.
    """

    environment: str
    tenant: str
    people: Mapping[HumanRole, People]
    cluster_name: pulumi.Input[str]
    boundary_arn: pulumi.Input[str]
    namespace: pulumi.Input[str]
    documents: Mapping[HumanRole, Mapping[str, pulumi.Input[str]]] = field(default_factory=dict)


class TenantAccess(Component):
    """For each role that somebody has: an IAM role, its access entry, and a Role in the namespace.

    The entry names the tenant's own IAM role and not the people, so two tenants can name the same
    person, and no stack needs another's list. Groups of an identity provider need neither.

    Attributes:
        role_names: Name of each IAM role that was made, by `admin`, `developer` and `viewer`.
        role_arns: ARN of each.
    """

    TYPE = "strata:tenancy:TenantAccess"

    role_names: Mapping[str, pulumi.Output[str]]
    role_arns: Mapping[str, pulumi.Output[str]]

    def __init__(
        self, name: str, args: TenantAccessArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        made: dict[HumanRole, aws.iam.Role] = {}
        for human in HUMAN_ROLES:
            people = args.people.get(human, People())
            subjects = [*people.groups]
            if people.principals:
                made[human] = self._identity(human, people.principals)
                subjects.insert(0, names.group(args.tenant, human))
            if subjects:
                self._bind(human, subjects)
        self.role_names = {human: role.name for human, role in made.items()}
        self.role_arns = {human: role.arn for human, role in made.items()}
        self.finish()

    def _identity(self, human: HumanRole, principals: tuple[str, ...]) -> aws.iam.Role:
        args = self._args
        role = aws.iam.Role(
            self.child(human),
            name=names.tenant_role(args.environment, args.tenant, human),
            path=names.iam_path(args.environment),
            permissions_boundary=args.boundary_arn,
            assume_role_policy=principal_trust(principals),
            opts=self.child_opts(),
        )
        for title, document in args.documents.get(human, {}).items():
            aws.iam.RolePolicy(
                self.child(f"{human}-{title}-policy"),
                name=title,
                role=role.name,
                policy=document,
                opts=self.child_opts(),
            )
        aws.eks.AccessEntry(
            self.child(f"{human}-entry"),
            cluster_name=args.cluster_name,
            principal_arn=role.arn,
            kubernetes_groups=[names.group(args.tenant, human)],
            type="STANDARD",
            opts=self.child_opts(),
        )
        return role

    def _bind(self, human: HumanRole, groups: Sequence[str]) -> None:
        group_role(
            self,
            (f"{human}-kubernetes-role", f"{human}-binding"),
            {"name": role_name(human), "namespace": self._args.namespace},
            RULES[human],
            groups,
        )
