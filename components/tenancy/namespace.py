"""TenantNamespace: the room a team works in, and its queue."""

import json
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components import names, versions
from components.base import Component
from components.tenancy.sizes import Size

_POD_SECURITY = "pod-security.kubernetes.io"
_YUNIKORN = "yunikorn.apache.org/namespace"


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantNamespaceArgs:
    """What a tenant's namespace needs.

    Attributes:
        tenant: The tenant's name; the namespace and the queue are called the same.
        owner: E-mail address of the team.
        cost_center: Who pays.
        size: What the queue may use.
        protect: Whether the namespace refuses to be deleted: every volume in it would go.
    """

    tenant: str
    owner: str
    cost_center: str
    size: Size
    protect: bool


class TenantNamespace(Component):
    """One namespace whose labels say who it belongs to and whose annotations size its queue.

    No tenant can write either: nobody in a tenant has a verb on namespaces.

    Attributes:
        namespace: Name of the namespace, known once it exists.
    """

    TYPE = "strata:tenancy:TenantNamespace"

    namespace: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: TenantNamespaceArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        namespace = kubernetes.core.v1.Namespace(
            self.child("namespace"),
            metadata={
                "name": args.tenant,
                "labels": labels(args),
                "annotations": annotations(args),
            },
            opts=self.child_opts(protect=args.protect),
        )
        self.namespace = namespace.metadata.name
        self.finish()


def labels(args: TenantNamespaceArgs) -> dict[str, str]:
    """Labels that policies, the Spark operator and the cost rules select by."""
    return {
        names.LABEL_TENANT: args.tenant,
        names.LABEL_COST_CENTER: args.cost_center,
        names.LABEL_SPARK: "enabled",
        f"{_POD_SECURITY}/enforce": "restricted",
        # Pinned: "latest" would change the rules on the day the cluster is upgraded.
        f"{_POD_SECURITY}/enforce-version": f"v{versions.KUBERNETES}",
        f"{_POD_SECURITY}/warn": "restricted",
        f"{_POD_SECURITY}/audit": "restricted",
    }


def annotations(args: TenantNamespaceArgs) -> dict[str, str]:
    """The owner, and what YuniKorn reads when it makes the queue.

    Source: https://yunikorn.apache.org/docs/user_guide/resource_quota_management/ and, for
    `guaranteed` and `maxApps`, apache/yunikorn-k8shim v1.8.0 pkg/common/constants/constants.go
    """
    size = args.size
    return {
        names.ANNOTATION_OWNER: args.owner,
        f"{_YUNIKORN}.enableYuniKorn": "true",
        f"{_YUNIKORN}.quota": _resources(size.max_vcpus, size.max_gib),
        f"{_YUNIKORN}.guaranteed": _resources(size.guaranteed_vcpus, size.guaranteed_gib),
        f"{_YUNIKORN}.maxApps": str(size.applications),
    }


def _resources(vcpus: int, gib: int) -> str:
    return json.dumps({"cpu": str(vcpus), "memory": f"{gib}Gi"})
