"""TenantNamespace: the room a team works in, and its queue."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_kubernetes as kubernetes

from components import names, versions
from components.base import Component
from components.spark.job import Nodes
from components.tenancy.object_quota import GPU
from components.tenancy.priority_classes import Priority, up_to
from components.tenancy.sizes import Size

_POD_SECURITY = "pod-security.kubernetes.io"
_YUNIKORN = "yunikorn.apache.org/namespace"
# No pod is that small. YuniKorn takes zero for "no limit".
_CLOSED_QUEUE = {"quota": json.dumps({"cpu": "1m", "memory": "1Mi"}), "maxApps": "1"}


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantNamespaceArgs:
    """What a tenant's namespace needs.

    Attributes:
        tenant: The tenant's name; the namespace and the queue are called the same.
        owner: E-mail address of the team.
        cost_center: Who pays.
        size: What the queue may use.
        gpus: GPUs that it may use.
        priority: The highest priority that pods may have.
        nodes: Whether Spark's pods share their nodes with other tenants'.
        labels: Labels of the team's own; their keys have no prefix.
        suspended: Whether no new pod is let in.
        protect: Whether the namespace refuses to be deleted: every volume in it would go.
    """

    tenant: str
    owner: str
    cost_center: str
    size: Size
    gpus: int = 0
    priority: Priority = "normal"
    nodes: Nodes = "shared"
    labels: Mapping[str, str] = field(default_factory=dict)
    suspended: bool = False
    protect: bool


class TenantNamespace(Component):
    """One namespace whose labels say who it belongs to and whose annotations size its queue.

    No tenant can write either: nobody in a tenant has a verb on namespaces. One that is there
    already is somebody's: the Kubernetes provider refuses to make it again, and takes it over only
    with `upsertExistingObjects`.

    Source: https://github.com/pulumi/pulumi-kubernetes/blob/v4.32.0/CHANGELOG.md (4.29.0)

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
    """Labels that policies, the Spark operator and the cost rules select by; the team's first."""
    return {
        **args.labels,
        names.LABEL_TENANT: args.tenant,
        names.LABEL_COST_CENTER: args.cost_center,
        names.LABEL_SPARK: "enabled",
        names.LABEL_NODES: args.nodes,
        **({names.LABEL_LIFECYCLE: names.SUSPENDED} if args.suspended else {}),
        f"{_POD_SECURITY}/enforce": "restricted",
        # Pinned: "latest" would change the rules on the day the cluster is upgraded.
        f"{_POD_SECURITY}/enforce-version": f"v{versions.KUBERNETES}",
        f"{_POD_SECURITY}/warn": "restricted",
        f"{_POD_SECURITY}/audit": "restricted",
    }


def annotations(args: TenantNamespaceArgs) -> dict[str, str]:
    """The owner, what pods may ask for, and what YuniKorn reads when it makes the queue.

    Source: https://yunikorn.apache.org/docs/user_guide/resource_quota_management/ and, for
    `guaranteed` and `maxApps`, apache/yunikorn-k8shim v1.8.0 pkg/common/constants/constants.go
    """
    classes = map(names.priority_class, up_to(args.priority))
    return {
        names.ANNOTATION_OWNER: args.owner,
        names.ANNOTATION_PRIORITY_CLASSES: ",".join(classes),
        f"{_YUNIKORN}.enableYuniKorn": "true",
        **{f"{_YUNIKORN}.{name}": value for name, value in _queue(args).items()},
    }


def _queue(args: TenantNamespaceArgs) -> dict[str, str]:
    if args.suspended:
        return _CLOSED_QUEUE
    size = args.size
    most = _resources(size.max_vcpus, size.max_gib)
    if args.gpus:
        most[GPU] = str(args.gpus)
    return {
        "quota": json.dumps(most),
        "guaranteed": json.dumps(_resources(size.guaranteed_vcpus, size.guaranteed_gib)),
        "maxApps": str(size.applications),
    }


def _resources(vcpus: int, gib: int) -> dict[str, str]:
    return {"cpu": str(vcpus), "memory": f"{gib}Gi"}
