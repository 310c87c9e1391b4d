"""ObjectQuota: how many objects a tenant may have."""

from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.base import Component
from components.tenancy.sizes import Size


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectQuotaArgs:
    """What an object quota needs.

    Attributes:
        namespace: The tenant's namespace.
        size: The tenant's size.
    """

    namespace: pulumi.Input[str]
    size: Size


class ObjectQuota(Component):
    """A quota that guards the API server and the bill. CPU and memory are the queue's business."""

    TYPE = "strata:tenancy:ObjectQuota"

    def __init__(
        self, name: str, args: ObjectQuotaArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        kubernetes.core.v1.ResourceQuota(
            self.child("quota"),
            metadata={"name": "tenant-objects", "namespace": args.namespace},
            spec={"hard": hard(args.size)},
            opts=self.child_opts(),
        )
        self.finish()


def hard(size: Size) -> dict[str, str]:
    """The limits.

    Applications are counted twice over the queue's limit: half may run and half may wait.
    """
    return {
        "pods": str(size.pods),
        "requests.storage": f"{size.storage_gib}Gi",
        "persistentvolumeclaims": "200",
        "requests.nvidia.com/gpu": "0",
        # Nothing of a tenant is reachable from outside the cluster.
        "services.loadbalancers": "0",
        "services.nodeports": "0",
        "count/sparkapplications.sparkoperator.k8s.io": str(2 * size.applications),
        "count/scheduledsparkapplications.sparkoperator.k8s.io": "30",
        "count/sparkconnects.sparkoperator.k8s.io": "5",
        "count/jobs.batch": "200",
        "count/cronjobs.batch": "50",
        # Spark makes one or more for each application.
        "count/configmaps": "1000",
        "count/secrets": "100",
        "count/services": "500",
    }
