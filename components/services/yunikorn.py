"""YuniKorn: queues for tenants, so that a job over its share waits instead of failing.

Source: https://github.com/apache/yunikorn-release/blob/v1.8.0-2/helm-charts/yunikorn/values.yaml
"""

from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components import versions
from components.base import Component
from components.helm_release import Values
from components.placement import ON_SYSTEM_NODES
from components.services import install, yunikorn_queues
from components.services.spec import AddOn, Idle, Pods
from components.services.yunikorn_leftovers import left_behind
from components.services.yunikorn_queues import QueueFile
from components.sources import ORIGINALS, Image, Sources

ADDON = AddOn(
    name="yunikorn",
    chart=versions.YUNIKORN,
    namespace="yunikorn",
    images=(
        Image(name="docker.io/apache/yunikorn", repository="image.repository"),
        Image(name="docker.io/apache/yunikorn", repository="web.image.repository"),
        Image(name="docker.io/apache/yunikorn", repository="admissionController.image.repository"),
    ),
)


PLACEHOLDER = "registry.k8s.io/pause"
"""Image of what holds the room of a gang until its pods come."""


@dataclass(frozen=True, kw_only=True, slots=True)
class YuniKornFacts:
    """All that the scheduler's values and queues depend on.

    Attributes:
        replicas: Copies of the admission controller; the scheduler itself is one.
        preemption_delay_seconds: How long a queue below its guarantee waits.
    """

    replicas: int
    preemption_delay_seconds: int


def idle(facts: YuniKornFacts) -> Idle:
    """What the scheduler holds while no pod waits."""
    return Idle(pods=(_SCHEDULER, _WEB, _admission(facts)))


_SCHEDULER = Pods(name="scheduler", copies=1, millicores=200, memory_mib=1024)
# As the chart requests.
_WEB = Pods(name="web pages, in the scheduler's pod", copies=1, millicores=100, memory_mib=100)


def _admission(facts: YuniKornFacts) -> Pods:
    return Pods(name="admission controller", copies=facts.replicas, millicores=100, memory_mib=500)


def values(facts: YuniKornFacts, sources: Sources = ORIGINALS) -> Values:
    """Values that differ from the chart's defaults."""
    # Tags never move, so a node that has the image starts it although no registry answers.
    kept = {"pullPolicy": "IfNotPresent"}
    return {
        **ON_SYSTEM_NODES,
        "image": kept,
        "priorityClassName": "system-cluster-critical",
        "resources": _SCHEDULER.resources,
        "web": {"image": kept},
        "admissionController": {
            **ON_SYSTEM_NODES,
            "image": kept,
            "replicaCount": facts.replicas,
            "hostNetwork": False,
            "resources": _admission(facts).resources,
            "priorityClassName": "system-cluster-critical",
        },
        "yunikornDefaults": {
            # No namespace by its name: only those whose annotation asks, which is read first. The
            # default takes every pod of the cluster but kube-system's.
            # Source: https://github.com/apache/yunikorn-k8shim/blob/v1.9.0/pkg/admission/admission_controller.go
            "admissionController.filtering.processNamespaces": "^$",
            "service.placeholderImage": (
                f"{sources.image(PLACEHOLDER)}:{versions.YUNIKORN_PLACEHOLDER}"
            ),
        },
    }


def queues(facts: YuniKornFacts) -> QueueFile:
    """The queue file."""
    return yunikorn_queues.queues(facts.preemption_delay_seconds)


@dataclass(frozen=True, kw_only=True, slots=True)
class YuniKornArgs:
    """What the scheduler needs.

    Attributes:
        facts: What its values and queues depend on.
        sources: Where its chart and images come from.
    """

    facts: YuniKornFacts
    sources: Sources = ORIGINALS


class YuniKorn(Component):
    """The scheduler, its admission controller and its queue file.

    The queue file is an object of its own, so that a change of queues never touches the release.

    Attributes:
        status: What Helm says of its release.
    """

    TYPE = "strata:services:YuniKorn"

    status: pulumi.Output[str]

    def __init__(
        self, name: str, args: YuniKornArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        namespace = install.namespace(self, ADDON)
        queue_file = kubernetes.core.v1.ConfigMap(
            self.child("queues"),
            metadata={"name": "yunikorn-configs", "namespace": namespace.metadata.name},
            data={"queues.yaml": yunikorn_queues.text(queues(args.facts))},
            opts=self.child_opts(),
        )
        # The first start must find the queues, or its applications are refused.
        before = [queue_file, *left_behind(self, ADDON.namespace)]
        chosen = values(args.facts, args.sources)
        self.status = install.release(self, ADDON, chosen, args.sources, before).status
        self.finish()
