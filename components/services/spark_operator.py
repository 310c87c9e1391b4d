"""Spark operator: turns SparkApplications into driver pods.

Source: https://github.com/kubeflow/spark-operator/blob/v2.5.2/charts/spark-operator-chart/values.yaml
"""

from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components import names, versions
from components.base import Component
from components.helm_release import HelmRelease, HelmReleaseArgs, Values
from components.placement import ON_SYSTEM_NODES
from components.services.spec import ServiceFacts

NAMESPACE = "spark-operator"


def values(facts: ServiceFacts) -> Values:
    """Values that differ from the chart's defaults."""
    return {
        # Helm never upgrades CRDs of a crds/ folder; this job does.
        "hook": {"upgradeCrd": True, **ON_SYSTEM_NODES},
        "controller": {
            "replicas": facts.replicas,
            "workers": facts.submission_workers,
            "kubeAPIQPS": 100,
            "kubeAPIBurst": 200,
            # Keeps the status of an application with thousands of executors small.
            "maxTrackedExecutorPerApp": 200,
            # One Service less for each application.
            "uiService": {"enable": False},
            "batchScheduler": {"enable": True, "default": "yunikorn"},
            "resources": {
                "requests": {"cpu": facts.submission_cpu, "memory": facts.submission_memory},
                "limits": {"memory": facts.submission_memory},
            },
            "podDisruptionBudget": {"enable": facts.replicas > 1},
            **ON_SYSTEM_NODES,
        },
        "webhook": {
            "replicas": facts.replicas,
            "podDisruptionBudget": {"enable": facts.replicas > 1},
            **ON_SYSTEM_NODES,
        },
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


@dataclass(frozen=True, kw_only=True, slots=True)
class SparkOperatorArgs:
    """What the operator needs.

    Attributes:
        facts: What its values depend on.
    """

    facts: ServiceFacts


class SparkOperator(Component):
    """The operator, watching every namespace that carries the Spark label.

    Onboarding a tenant never touches it.
    """

    TYPE = "strata:services:SparkOperator"

    def __init__(
        self, name: str, args: SparkOperatorArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        namespace = kubernetes.core.v1.Namespace(
            self.child("namespace"), metadata={"name": NAMESPACE}, opts=self.child_opts()
        )
        HelmRelease(
            self.child("chart"),
            HelmReleaseArgs(
                release="spark-operator",
                chart=versions.SPARK_OPERATOR,
                namespace=namespace.metadata.name,
                values=values(args.facts),
            ),
            opts=self.child_opts(),
        )
        self.finish()
