"""What YuniKorn's chart leaves in a cluster when it goes, made to go with it.

The chart makes its rights by Helm hooks, which Helm forgets; the admission controller makes its
webhooks when it runs, and nobody removes them. Here all of them are made before the release, empty:
the hooks put their own in place, the controller fills in what it finds. So they have an owner, and
are deleted after the release is.

Source: https://github.com/apache/yunikorn-k8shim/blob/v1.9.0/pkg/admission/webhook_manager.go,
https://github.com/apache/yunikorn-release/tree/v1.8.0-2/helm-charts/yunikorn/templates and, for the
hooks, https://helm.sh/docs/topics/charts_hooks/#hook-deletion-policies
"""

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes.admissionregistration.v1 import (
    MutatingWebhookConfiguration,
    ValidatingWebhookConfiguration,
)

from components.base import Component

# The controller replaces the labels of what it finds by this one.
_LABELS = {"app": "yunikorn"}

_ROLES = ("yunikorn-scheduler", "yunikorn-admission-controller-cluster-role")

_SCHEDULER, _ADMISSION_CONTROLLER = "yunikorn-admin", "yunikorn-admission-controller"

# A binding's role never changes, so it must be right from the beginning.
_BINDINGS = {
    "yunikorn-rbac": ("yunikorn-scheduler", _SCHEDULER),
    "yunikorn-rbac-kube-scheduler": ("system:kube-scheduler", _SCHEDULER),
    "yunikorn-rbac-volume-scheduler": ("system:volume-scheduler", _SCHEDULER),
    "yunikorn-admission-controller-cluster-rbac": (
        "yunikorn-admission-controller-cluster-role",
        _ADMISSION_CONTROLLER,
    ),
}


def left_behind(owner: Component, namespace: str) -> list[pulumi.Resource]:
    """Webhooks, roles and bindings of the cluster, as children of YuniKorn's component.

    What lives in the namespace goes with the namespace.

    Args:
        owner: YuniKorn's component.
        namespace: Kubernetes namespace of its service accounts.
    """
    return [*_webhooks(owner), *_roles(owner), *_bindings(owner, namespace)]


def _webhooks(owner: Component) -> list[pulumi.Resource]:
    # Without webhooks they catch nothing; with any, an update would fight the controller for them.
    return [
        MutatingWebhookConfiguration(
            owner.child("mutations"),
            metadata={"name": "yunikorn-admission-controller-mutations", "labels": _LABELS},
            opts=owner.child_opts(),
        ),
        ValidatingWebhookConfiguration(
            owner.child("validations"),
            metadata={"name": "yunikorn-admission-controller-validations", "labels": _LABELS},
            opts=owner.child_opts(),
        ),
    ]


def _roles(owner: Component) -> list[pulumi.Resource]:
    return [
        kubernetes.rbac.v1.ClusterRole(
            owner.child(name), metadata={"name": name}, opts=owner.child_opts()
        )
        for name in _ROLES
    ]


def _bindings(owner: Component, namespace: str) -> list[pulumi.Resource]:
    return [
        kubernetes.rbac.v1.ClusterRoleBinding(
            owner.child(name),
            metadata={"name": name},
            role_ref={
                "api_group": "rbac.authorization.k8s.io",
                "kind": "ClusterRole",
                "name": role,
            },
            subjects=[{"kind": "ServiceAccount", "name": account, "namespace": namespace}],
            opts=owner.child_opts(),
        )
        for name, (role, account) in _BINDINGS.items()
    ]
