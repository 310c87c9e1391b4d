"""ObjectQuota: how many objects a tenant may have."""

from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.base import Component
from components.tenancy.sizes import Size

GPU = "nvidia.com/gpu"
"""A GPU, as pods ask for it."""

# What is there already stays, schedules too; what they would start is refused.
_NOTHING_NEW = dict.fromkeys(
    (
        "pods",
        "count/sparkapplications.sparkoperator.k8s.io",
        "count/sparkconnects.sparkoperator.k8s.io",
        "count/jobs.batch",
    ),
    "0",
)

# Of an application: its driver's, its pod templates and its executors'.
_CONFIG_MAPS = 4
# Of an application: its driver's, and its user interface's.
_SERVICES = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectQuotaArgs:
    """What an object quota needs.

    Attributes:
        namespace: The tenant's namespace.
        size: The tenant's size.
        gpus: GPUs that its queue may use at the same time.
        suspended: Whether nothing new may be made that runs.
    """

    namespace: pulumi.Input[str]
    size: Size
    gpus: int = 0
    suspended: bool = False


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
            spec={"hard": hard(args.size, args.gpus) | (_NOTHING_NEW if args.suspended else {})},
            opts=self.child_opts(),
        )
        self.finish()


def hard(size: Size, gpus: int = 0) -> dict[str, str]:
    """The limits.

    A pod that a quota refuses is lost, and one above its queue's limit waits: so GPUs are counted
    twice over the queue's limit, that half may run and half may wait. Applications are counted ten
    times over: a finished one is kept for a while.
    """
    kept = 10 * size.applications
    return {
        "pods": str(size.pods),
        "requests.storage": f"{size.storage_gib}Gi",
        # Each executor may have one, and each person at a notebook.
        "persistentvolumeclaims": str(100 + size.executors),
        f"requests.{GPU}": str(2 * gpus),
        "requests.aws.amazon.com/neuron": "0",
        # Nothing of a tenant is reachable from outside the cluster.
        "services.loadbalancers": "0",
        "services.nodeports": "0",
        "count/sparkapplications.sparkoperator.k8s.io": str(kept),
        "count/scheduledsparkapplications.sparkoperator.k8s.io": str(30 + size.applications),
        "count/sparkconnects.sparkoperator.k8s.io": "5",
        "count/jobs.batch": str(100 + kept),
        "count/cronjobs.batch": str(30 + size.applications),
        "count/configmaps": str(500 + _CONFIG_MAPS * kept),
        "count/secrets": str(100 + size.applications),
        "count/services": str(100 + _SERVICES * kept),
    }
