"""The add-on, what its values depend on, and what it holds while nobody looks."""

from dataclasses import dataclass

from components import names, versions
from components.services.access import Oidc
from components.services.spec import AddOn, Idle, Pods
from components.sources import Image

NAMESPACE = "monitoring"
RELEASE = "kube-prometheus-stack"

GRAFANA_SECRET = "grafana-admin"  # noqa: S105 - a name
"""Secret that holds Grafana's own account, `admin`: `admin-user` and `admin-password`."""

USER_INTERFACE = "grafana"
"""What people call Grafana: the first part of its host name."""

DASHBOARD_LABEL = "grafana_dashboard"
"""Label of ConfigMaps that hold dashboards; its value is `1`."""

FOLDER_ANNOTATION = "grafana_folder"
"""Annotation of such a ConfigMap: the folder that its dashboards are shown in."""

PROMETHEUS_POD = {"app.kubernetes.io/name": "prometheus"}
"""Label of the pods that scrape.

Source: https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/prometheus/server/statefulset.go
"""

ALERTMANAGER_ACCOUNT = f"{RELEASE}-alertmanager"
"""Service account of Alertmanager's pods."""


def _image(name: str, values: str) -> Image:
    return Image(name=name, registry=f"{values}.registry", repository=f"{values}.repository")


ADDON = AddOn(
    name=RELEASE,
    chart=versions.KUBE_PROMETHEUS_STACK,
    namespace=NAMESPACE,
    images=(
        _image("quay.io/prometheus-operator/prometheus-operator", "prometheusOperator.image"),
        _image(
            "quay.io/prometheus-operator/prometheus-config-reloader",
            "prometheusOperator.prometheusConfigReloader.image",
        ),
        _image(
            "ghcr.io/jkroepke/kube-webhook-certgen",
            "prometheusOperator.admissionWebhooks.patch.image",
        ),
        _image("quay.io/thanos/thanos", "prometheusOperator.thanosImage"),
        _image("quay.io/prometheus/prometheus", "prometheus.prometheusSpec.image"),
        _image("quay.io/prometheus/alertmanager", "alertmanager.alertmanagerSpec.image"),
        _image("docker.io/grafana/grafana", "grafana.image"),
        _image("quay.io/kiwigrid/k8s-sidecar", "grafana.sidecar.image"),
        _image("registry.k8s.io/kube-state-metrics/kube-state-metrics", "kube-state-metrics.image"),
        _image("quay.io/prometheus/node-exporter", "prometheus-node-exporter.image"),
        _image("docker.io/library/busybox", "crds.upgradeJob.image.busybox"),
        _image("registry.k8s.io/kubectl", "crds.upgradeJob.image.kubectl"),
    ),
    # What reads a node's figures shares the node's network, processes and disks.
    pod_security="privileged",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class KubePrometheusStackFacts:
    """All that the stack's values depend on.

    Attributes:
        environment: Environment.
        account: AWS account.
        region: AWS region.
        replicas: Copies of Prometheus and of Alertmanager; each copy scrapes everything.
        millicores: CPU request of a Prometheus, in thousandths of a vCPU.
        memory_mib: Its memory request and limit.
        volume_gib: Its volume.
        retention_days: How long it keeps samples; less, if the volume is full before.
        state_metrics_memory_mib: Memory request and limit of kube-state-metrics, which holds every
            object of the cluster.
        slack_secret: Secret in the stack's namespace whose key `url` is the address of a Slack
            webhook; empty: none.
        url: Where people reach Grafana; empty: they forward a port.
        login: Who lets people into Grafana; none: its own account alone.
    """

    environment: str
    account: str
    region: str
    replicas: int
    millicores: int
    memory_mib: int
    volume_gib: int
    retention_days: int
    state_metrics_memory_mib: int
    slack_secret: str
    url: str
    login: Oidc | None

    @property
    def topic_arn(self) -> str:
        """ARN of the topic that the platform's own alerts are sent to."""
        topic = names.alert_topic(self.environment, names.OWNER_PLATFORM)
        return f"arn:aws:sns:{self.region}:{self.account}:{topic}"


OPERATOR = Pods(name="operator", copies=1, millicores=50, memory_mib=128)
GRAFANA = Pods(name="grafana", copies=1, millicores=100, memory_mib=384)
SIDECAR = Pods(
    name="readers of dashboards and data sources", copies=2, millicores=10, memory_mib=128
)
NODE_EXPORTER = Pods(name="node exporter", copies=1, millicores=25, memory_mib=64, each_node=True)
HOOK = Pods(name="jobs while it is installed", copies=1, millicores=50, memory_mib=128)

ALERTMANAGER_VOLUME_GIB = 1
"""For silences and what was sent already."""


def prometheus(facts: KubePrometheusStackFacts) -> Pods:
    """Prometheus."""
    return Pods(
        name="prometheus",
        copies=facts.replicas,
        millicores=facts.millicores,
        memory_mib=facts.memory_mib,
    )


def alertmanager(facts: KubePrometheusStackFacts) -> Pods:
    """Alertmanager."""
    return Pods(name="alertmanager", copies=facts.replicas, millicores=20, memory_mib=64)


def reloaders(facts: KubePrometheusStackFacts) -> Pods:
    """What tells both of a changed configuration."""
    return Pods(name="reloaders", copies=2 * facts.replicas, millicores=10, memory_mib=50)


def state_metrics(facts: KubePrometheusStackFacts) -> Pods:
    """kube-state-metrics."""
    return Pods(
        name="kube-state-metrics",
        copies=1,
        millicores=50,
        memory_mib=facts.state_metrics_memory_mib,
    )


def idle(facts: KubePrometheusStackFacts) -> Idle:
    """What the stack holds while nobody looks."""
    return Idle(
        pods=(
            prometheus(facts),
            alertmanager(facts),
            reloaders(facts),
            state_metrics(facts),
            OPERATOR,
            GRAFANA,
            SIDECAR,
            NODE_EXPORTER,
        ),
        volume_gib=facts.replicas * (facts.volume_gib + ALERTMANAGER_VOLUME_GIB),
    )
