"""Spark operator: turns SparkApplications into driver pods.

Source: https://github.com/kubeflow/spark-operator/blob/v2.5.2/charts/spark-operator-chart/values.yaml
"""

from dataclasses import dataclass

import pulumi

from components import names, versions
from components.base import Component
from components.helm_release import Values
from components.placement import ON_SYSTEM_NODES
from components.services import install
from components.services.spec import AddOn, Idle, Pods
from components.services.yunikorn import ADDON as YUNIKORN
from components.sources import ORIGINALS, Image, Sources

ADDON = AddOn(
    name="spark-operator",
    chart=versions.SPARK_OPERATOR,
    namespace="spark-operator",
    images=(
        Image(
            name="ghcr.io/kubeflow/spark-operator/controller",
            registry="image.registry",
            repository="image.repository",
        ),
        Image(
            name="ghcr.io/kubeflow/spark-operator/kubectl",
            registry="hook.image.registry",
            repository="hook.image.repository",
        ),
    ),
    requires=(YUNIKORN,),
    pod_security="restricted",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SparkOperatorFacts:
    """All that the operator's values depend on.

    Attributes:
        replicas: Copies; only one works, the other takes over.
        workers: Submissions worked on at the same time; each forks a JVM in the pod.
        millicores: CPU request, in thousandths of a vCPU.
        memory_mib: Memory request and limit.
    """

    replicas: int
    workers: int
    millicores: int
    memory_mib: int


def idle(facts: SparkOperatorFacts) -> Idle:
    """What the operator holds while no job is submitted."""
    return Idle(pods=(_controller(facts), _webhook(facts)))


def values(facts: SparkOperatorFacts) -> Values:
    """Values that differ from the chart's defaults."""
    budget = {"podDisruptionBudget": {"enable": facts.replicas > 1}}
    return {
        # Helm never upgrades CRDs of a crds/ folder; this job does.
        "hook": {"upgradeCrd": True, **ON_SYSTEM_NODES},
        "controller": {
            "replicas": facts.replicas,
            "workers": facts.workers,
            "kubeAPIQPS": 100,
            "kubeAPIBurst": 200,
            # The default, six hours, is how long a job that failed to submit may sleep.
            "workqueueRateLimiter": {
                "bucketQPS": 500,
                "bucketSize": 1000,
                "maxDelay": {"enable": True, "duration": "5m"},
            },
            # A webhook that is slow under load is no reason to submit a driver twice.
            "driverPodCreationGracePeriod": "60s",
            # Keeps the status of an application with thousands of executors small.
            "maxTrackedExecutorPerApp": 200,
            # One Service less for each application.
            "uiService": {"enable": False},
            "batchScheduler": {"enable": True, "default": "yunikorn"},
            "resources": _controller(facts).resources,
            **budget,
            **ON_SYSTEM_NODES,
        },
        "webhook": {
            "replicas": facts.replicas,
            "resources": _webhook(facts).resources,
            **budget,
            **ON_SYSTEM_NODES,
        },
        # Without the label, a failure cannot be told by tenant.
        "prometheus": {"metrics": {"labels": "namespace"}},
        "spark": {
            # Empty, or the webhook leaves the pods of selected namespaces as they are: no
            # toleration, no scheduler name, and nothing says so.
            "jobNamespaces": [],
            "jobNamespaceSelector": f"{names.LABEL_SPARK}=enabled",
            # A tenant's own account and Role come with the tenant.
            "serviceAccount": {"create": False},
            "rbac": {"create": False},
        },
    }


def _controller(facts: SparkOperatorFacts) -> Pods:
    return Pods(
        name="controller",
        copies=facts.replicas,
        millicores=facts.millicores,
        memory_mib=facts.memory_mib,
    )


def _webhook(facts: SparkOperatorFacts) -> Pods:
    return Pods(name="webhook", copies=facts.replicas, millicores=100, memory_mib=256)


@dataclass(frozen=True, kw_only=True, slots=True)
class SparkOperatorArgs:
    """What the operator needs.

    Attributes:
        facts: What its values depend on.
        sources: Where its chart and images come from.
    """

    facts: SparkOperatorFacts
    sources: Sources = ORIGINALS


class SparkOperator(Component):
    """The operator, watching every namespace that carries the Spark label.

    Onboarding a tenant never touches it.
    """

    TYPE = "strata:services:SparkOperator"

    def __init__(
        self, name: str, args: SparkOperatorArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        namespace = install.namespace(self, ADDON)
        install.release(self, ADDON, values(args.facts), args.sources, [namespace])
        self.finish()
