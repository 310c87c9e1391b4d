"""What a Helm chart brings along, as far as others depend on it.

Sources: https://karpenter.sh/v1.14/getting-started/migrating-from-cas/#upgrading-crds (two charts
carry Karpenter's CRDs),
https://github.com/kubeflow/spark-operator/tree/master/charts/spark-operator-chart/crds,
https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack/charts/crds
and
https://github.com/kubernetes-sigs/aws-load-balancer-controller/tree/v3.5.0/helm/aws-load-balancer-controller/crds
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_KARPENTER = (
    "karpenter.sh/NodePool",
    "karpenter.sh/NodeClaim",
    "karpenter.sh/NodeOverlay",
    "karpenter.k8s.aws/EC2NodeClass",
)

CLUSTER_SCOPED: Final = frozenset({*_KARPENTER, "elbv2.k8s.aws/IngressClassParams"})
"""Custom kinds, as `<group>/<Kind>`, whose objects live in no namespace."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """What installing a chart means for others.

    Attributes:
        templated: Custom kinds (`<group>/<Kind>`) among its templates.
        bundled: Custom kinds in its `crds/` folder, which `skipCrds` leaves out.
        pods: Whether it runs pods, so that it needs a node.
    """

    templated: tuple[str, ...] = ()
    bundled: tuple[str, ...] = ()
    pods: bool = True


_CHARTS: Mapping[str, Chart] = {
    "karpenter-crd": Chart(templated=_KARPENTER, pods=False),
    "karpenter": Chart(bundled=_KARPENTER),
    "spark-operator": Chart(
        bundled=(
            "sparkoperator.k8s.io/SparkApplication",
            "sparkoperator.k8s.io/ScheduledSparkApplication",
            "sparkoperator.k8s.io/SparkConnect",
        )
    ),
    "kube-prometheus-stack": Chart(
        bundled=(
            "monitoring.coreos.com/Alertmanager",
            "monitoring.coreos.com/AlertmanagerConfig",
            "monitoring.coreos.com/PodMonitor",
            "monitoring.coreos.com/Probe",
            "monitoring.coreos.com/Prometheus",
            "monitoring.coreos.com/PrometheusAgent",
            "monitoring.coreos.com/PrometheusRule",
            "monitoring.coreos.com/ScrapeConfig",
            "monitoring.coreos.com/ServiceMonitor",
            "monitoring.coreos.com/ThanosRuler",
        )
    ),
    "aws-load-balancer-controller": Chart(
        bundled=(
            "aga.k8s.aws/GlobalAccelerator",
            "elbv2.k8s.aws/ALBTargetControlConfig",
            "elbv2.k8s.aws/IngressClassParams",
            "elbv2.k8s.aws/TargetGroupBinding",
            "gateway.k8s.aws/ListenerRuleConfiguration",
            "gateway.k8s.aws/LoadBalancerConfiguration",
            "gateway.k8s.aws/TargetGroupConfiguration",
        )
    ),
}


def chart_name(release: Mapping[str, Any]) -> str:
    """Name of a release's chart, whether it is given by name, by `oci://` address or by folder."""
    return str(release.get("chart", "")).rstrip("/").rpartition("/")[2]


def chart(release: Mapping[str, Any]) -> Chart:
    """What is known of a release's chart; of an unknown one: that it runs pods."""
    return _CHARTS.get(chart_name(release), Chart())


def custom_kinds(release: Mapping[str, Any]) -> tuple[str, ...]:
    """The custom kinds (`<group>/<Kind>`) that a release installs."""
    known = chart(release)
    return known.templated if release.get("skipCrds") else known.templated + known.bundled
