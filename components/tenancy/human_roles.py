"""What people may do in their tenant's namespace, by role.

In no role: network policies, namespaces, Roles and bindings, service accounts and their tokens,
impersonation. What fences a tenant in is not the tenant's to move. No new pods either: they come
from jobs and applications, through the queue.
"""

from collections.abc import Mapping
from typing import Literal, get_args

import pulumi_kubernetes as kubernetes

HumanRole = Literal["viewer", "developer", "admin"]

HUMAN_ROLES: tuple[HumanRole, ...] = get_args(HumanRole)
"""From the least to the most."""

Rules = tuple[kubernetes.rbac.v1.PolicyRuleArgsDict, ...]

_READ = ["get", "list", "watch"]
_WRITE = ["create", "update", "patch", "delete"]
# Programs and browsers open a stream by GET, older ones by POST: both are asked for.
# Source: https://kubernetes.io/docs/reference/access-authn-authz/authorization/
_STREAM = ["get", "create"]

_SPARK = "sparkoperator.k8s.io"
_APPLICATIONS = ["scheduledsparkapplications", "sparkapplications", "sparkconnects"]

_VIEWER: Rules = (
    {
        "api_groups": [""],
        "resources": [
            "configmaps",
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
    {
        "api_groups": ["apps"],
        "resources": ["deployments", "replicasets", "statefulsets"],
        "verbs": _READ,
    },
    {"api_groups": ["batch"], "resources": ["cronjobs", "jobs"], "verbs": _READ},
    {"api_groups": ["metrics.k8s.io"], "resources": ["pods"], "verbs": ["get", "list"]},
    {"api_groups": [_SPARK], "resources": _APPLICATIONS, "verbs": _READ},
)

_DEVELOPER: Rules = (
    {"api_groups": [_SPARK], "resources": _APPLICATIONS, "verbs": _WRITE},
    {"api_groups": ["batch"], "resources": ["cronjobs", "jobs"], "verbs": _WRITE},
    {
        "api_groups": [""],
        "resources": ["configmaps", "persistentvolumeclaims"],
        "verbs": _WRITE,
    },
    {"api_groups": [""], "resources": ["pods"], "verbs": ["delete"]},
    {"api_groups": [""], "resources": ["pods/portforward"], "verbs": _STREAM},
)

_ADMIN: Rules = (
    # Who did it is in the control plane's audit log.
    {"api_groups": [""], "resources": ["pods/exec"], "verbs": _STREAM},
    {"api_groups": [""], "resources": ["secrets"], "verbs": [*_READ, *_WRITE]},
)

RULES: Mapping[HumanRole, Rules] = {
    "viewer": _VIEWER,
    "developer": (*_VIEWER, *_DEVELOPER),
    "admin": (*_VIEWER, *_DEVELOPER, *_ADMIN),
}
"""Rules of the Kubernetes Role of each; each has what the one before it has."""


def role_name(role: HumanRole) -> str:
    """Name of the Kubernetes Role."""
    return f"tenant-{role}"
