"""The tenant's people: who they are, and what they may do."""

from collections.abc import Iterator, Mapping, Sequence

import pulumi

from components.base import Component
from components.tenancy.access import TenantAccess, TenantAccessArgs
from components.tenancy.human_roles import HumanRole
from layers.problem import ConfigError, Problem, shown
from layers.tenant.args import TenantArgs
from layers.tenant.settings import AccessSettings

Documents = Mapping[str, pulumi.Input[str]]


def people(
    layer: Component,
    args: TenantArgs,
    namespace: pulumi.Output[str],
    documents: Mapping[HumanRole, Documents],
    after: Sequence[pulumi.Resource],
) -> TenantAccess:
    """Let the team's people in.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
        namespace: The tenant's namespace.
        documents: Policies, as JSON, of what each role may do in AWS, by name.
        after: What is there before anybody enters, and goes only when nobody can.

    Raises:
        ConfigError: The file names groups of an identity provider that the cluster does not have.
    """
    access, prefix = args.settings.access, args.cluster.group_prefix
    source = f"stacks/Pulumi.{args.environment}-tenant-{args.tenant}.yaml"
    if problems := list(group_problems(source, args.environment, access, prefix)):
        raise ConfigError(problems)
    return TenantAccess(
        layer.child("access"),
        TenantAccessArgs(
            environment=args.environment,
            tenant=args.tenant,
            people=args.lifecycle.people(access.people(prefix)),
            cluster_name=args.cluster.cluster_name,
            boundary_arn=args.cluster.boundary_arn,
            namespace=namespace,
            documents=documents,
        ),
        opts=layer.child_opts(depends_on=list(after)),
    )


def group_problems(
    source: str, environment: str, access: AccessSettings, group_prefix: str
) -> Iterator[Problem]:
    """Groups that a file names and that the cluster cannot know.

    Args:
        source: Path of the tenant's file.
        environment: Environment.
        access: What that file says.
        group_prefix: What stands before each group of the cluster's provider; empty: it has none.
    """
    for key, group in access.groups.items():
        if not group_prefix:
            yield Problem(
                file=source,
                key=f"access.{key}",
                value=shown(group),
                rule="the cluster knows no identity provider, and so no such group",
                remedy=(
                    "name IAM roles, or add controlPlane.identityProvider to "
                    f"stacks/Pulumi.{environment}-cluster.yaml"
                ),
            )
