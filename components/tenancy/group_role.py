"""A Role, and the groups that have it."""

from collections.abc import Sequence

import pulumi_kubernetes as kubernetes

from components.base import Component

_RBAC = "rbac.authorization.k8s.io"


def group_role(
    owner: Component,
    children: tuple[str, str],
    metadata: kubernetes.meta.v1.ObjectMetaArgsDict,
    rules: Sequence[kubernetes.rbac.v1.PolicyRuleArgsDict],
    groups: Sequence[str],
) -> None:
    """Make a Role and its binding, both of one name.

    Args:
        owner: Their parent.
        children: What the Role and the binding are called among the parent's children.
        metadata: Name and namespace of both.
        rules: What the Role allows.
        groups: Groups that have it.
    """
    role = kubernetes.rbac.v1.Role(
        owner.child(children[0]), metadata=metadata, rules=list(rules), opts=owner.child_opts()
    )
    kubernetes.rbac.v1.RoleBinding(
        owner.child(children[1]),
        metadata=metadata,
        role_ref={"api_group": _RBAC, "kind": "Role", "name": role.metadata.name},
        subjects=[{"kind": "Group", "name": group, "api_group": _RBAC} for group in groups],
        opts=owner.child_opts(),
    )
