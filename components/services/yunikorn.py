"""YuniKorn: queues for tenants, so that a job over its share waits instead of failing.

Source: https://yunikorn.apache.org/docs/user_guide/queue_config/
"""

import io
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
from ruamel.yaml import YAML

from components import names, versions
from components.base import Component
from components.helm_release import Values
from components.placement import ON_SYSTEM_NODES
from components.services import install
from components.services.spec import AddOn, Idle, Pods
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
    return Idle(pods=(_SCHEDULER, _admission(facts)))


_SCHEDULER = Pods(name="scheduler", copies=1, millicores=200, memory_mib=1024)


def _admission(facts: YuniKornFacts) -> Pods:
    return Pods(name="admission controller", copies=facts.replicas, millicores=100, memory_mib=500)


def values(facts: YuniKornFacts) -> Values:
    """Values that differ from the chart's defaults."""
    return {
        **ON_SYSTEM_NODES,
        "priorityClassName": "system-cluster-critical",
        "resources": _SCHEDULER.resources,
        "admissionController": {
            **ON_SYSTEM_NODES,
            "replicaCount": facts.replicas,
            "hostNetwork": False,
            "resources": _admission(facts).resources,
            "priorityClassName": "system-cluster-critical",
        },
        "yunikornDefaults": {
            # No namespace by its name: only those whose annotation asks. The default takes every
            # pod of the cluster but kube-system's.
            "admissionController.filtering.processNamespaces": "^$",
        },
    }


def queues(facts: YuniKornFacts) -> dict[str, Any]:
    """The queue file: tenants' queues appear when their first pod does, under `root.tenants`.

    A queue comes from the pod's namespace alone, never from a label that a tenant can write. What
    it may use comes from the namespace's annotations, how it behaves from the template here.
    """
    template = {
        "application.sort.policy": "fifo",
        "preemption.policy": "fence",
        "priority.policy": "fence",
        "preemption.delay": f"{facts.preemption_delay_seconds}s",
    }
    _, _, tenants = names.TENANT_QUEUES.partition(".")
    parent = {"name": "fixed", "value": names.TENANT_QUEUES}
    return {
        "partitions": [
            {
                "name": "default",
                # Spreading, the default, leaves no node that Karpenter could take back.
                "nodesortpolicy": {"type": "binpacking"},
                "preemption": {"enabled": True},
                "placementrules": [
                    {"name": "tag", "value": "namespace", "create": True, "parent": parent}
                ],
                "queues": [
                    {
                        "name": "root",
                        "submitacl": "*",
                        "queues": [
                            {
                                "name": tenants,
                                "parent": True,
                                "childtemplate": {"properties": template},
                            }
                        ],
                    }
                ],
            }
        ]
    }


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
            data={"queues.yaml": _yaml(queues(args.facts))},
            opts=self.child_opts(),
        )
        # The first start must find the queues, or its applications are refused.
        release = install.release(self, ADDON, values(args.facts), args.sources, [queue_file])
        self.status = release.status
        self.finish()


def _yaml(content: dict[str, Any]) -> str:
    text = io.StringIO()
    yaml = YAML()
    yaml.dump(content, text)
    return text.getvalue()
