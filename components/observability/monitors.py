"""What Prometheus scrapes, beyond what its chart scrapes itself: one table.

Charts' own monitors stay off: their definitions come with Prometheus, and most charts come before.

Source: https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/Documentation/api-reference/api.md
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from components.compute import karpenter
from components.dns import node_local_dns
from components.services import aws_load_balancer_controller, spark_operator, yunikorn
from components.services.airflow.facts import NAMESPACE as AIRFLOW
from components.services.fluent_bit import ADDON as FLUENT_BIT

API_VERSION = "monitoring.coreos.com/v1"

SPARK_DRIVER_PORT = 4040
"""Port of a driver's page, which Spark itself calls `spark-ui`.

Source: https://spark.apache.org/docs/4.1.2/configuration.html#spark-ui
"""

_SYSTEM = "kube-system"

Kind = Literal["PodMonitor", "ServiceMonitor"]
Relabeling = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What tells of something, and where.

    Attributes:
        kind: Whether pods are looked for, or a Service.
        namespace: Kubernetes namespace; empty: every one.
        labels: Labels of the pods, or of the Service.
        port: Name of the port.
        paths: Paths that are read.
        keep: Names of series that are kept, as a regular expression; empty: all.
        drop: Names of series that are left out, likewise; empty: none.
        honor_labels: Whether a label of the series wins over the same label of its target.
        settings: What else stands beside the endpoints.
        endpoint: What else stands in each endpoint.
        relabelings: What else is changed about the target.
    """

    kind: Kind
    namespace: str
    labels: Mapping[str, str]
    port: str
    paths: tuple[str, ...] = ("/metrics",)
    keep: str = ""
    drop: str = ""
    honor_labels: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    endpoint: Mapping[str, Any] = field(default_factory=dict)
    relabelings: tuple[Relabeling, ...] = ()


def _label(name: str, source: str) -> Relabeling:
    return {"sourceLabels": [source], "targetLabel": name}


_API_SERVER: Mapping[str, Any] = {
    "scheme": "https",
    "bearerTokenFile": "/var/run/secrets/kubernetes.io/serviceaccount/token",
    "tlsConfig": {
        "caFile": "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
        "serverName": "kubernetes",
    },
}


def _control_plane(part: str, keep: str) -> Target:
    """A part of the control plane that EKS tells of at its API.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/view-raw-metrics.html
    """
    return Target(
        kind="ServiceMonitor",
        namespace="default",
        labels={"component": "apiserver", "provider": "kubernetes"},
        port="https",
        paths=(f"/apis/metrics.eks.amazonaws.com/v1/{part}/container/metrics",),
        keep=keep,
        # An answer whose type Prometheus does not know would be refused.
        settings={"fallbackScrapeProtocol": "PrometheusText0.0.4"},
        endpoint=_API_SERVER,
    )


_NODE_LOCAL_DNS = Target(
    kind="PodMonitor",
    namespace=node_local_dns.NAMESPACE,
    labels={"k8s-app": "node-local-dns"},
    port="metrics",
)

TARGETS: Mapping[str, Target] = {
    "kube-scheduler": _control_plane("ksh", "scheduler_.+"),
    "kube-controller-manager": _control_plane("kcm", "workqueue_(adds_total|depth)"),
    # Sources of what follows: the chart or manifest of each, at the version that is installed;
    # tests/unit/observability/exposed.py has the objects that they make.
    "karpenter": Target(
        kind="ServiceMonitor",
        namespace=karpenter.NAMESPACE,
        labels={"app.kubernetes.io/name": "karpenter"},
        port="http-metrics",
        # A series for each pod of the cluster, thrice; kube-state-metrics tells the same.
        drop="karpenter_pods_state",
    ),
    "vpc-cni": Target(
        kind="PodMonitor", namespace=_SYSTEM, labels={"k8s-app": "aws-node"}, port="metrics"
    ),
    "coredns": Target(
        kind="PodMonitor", namespace=_SYSTEM, labels={"k8s-app": "kube-dns"}, port="metrics"
    ),
    "node-local-dns": _NODE_LOCAL_DNS,
    # Whether it could set itself up is told at a port of its own, which no Service or pod declares.
    # Source: https://github.com/kubernetes/dns/blob/1.26.7/cmd/node-cache/main.go
    "node-local-dns-setup": Target(
        kind="PodMonitor",
        namespace=node_local_dns.NAMESPACE,
        labels=_NODE_LOCAL_DNS.labels,
        port="metrics",
        keep="coredns_nodecache_.+",
        relabelings=(
            {
                "sourceLabels": ["__address__"],
                "regex": "(.+):[0-9]+",
                "replacement": "$1:9353",
                "targetLabel": "__address__",
            },
        ),
    ),
    "ebs-csi": Target(
        kind="PodMonitor",
        namespace=_SYSTEM,
        labels={"app": "ebs-csi-controller"},
        port="metrics",
        keep="aws_ebs_csi_.+",
    ),
    "spark-operator": Target(
        kind="PodMonitor",
        namespace=spark_operator.ADDON.namespace,
        labels={"app.kubernetes.io/name": "spark-operator"},
        port="metrics",
        # Its series say in which namespace an application is.
        honor_labels=True,
    ),
    "spark-drivers": Target(
        kind="PodMonitor",
        namespace="",
        labels={"spark-role": "driver"},
        port="spark-ui",
        paths=("/metrics/driver/prometheus/", "/metrics/executors/prometheus/"),
        # A driver runs what a tenant wrote: under another name it could give itself out for
        # another exporter, and too many series would take Prometheus down.
        keep="metrics_.+",
        settings={"sampleLimit": 100_000, "labelLimit": 30, "labelValueLengthLimit": 500},
        # The namespace, which a tenant cannot choose, says whose it is; a label could.
        relabelings=(_label("tenant", "__meta_kubernetes_namespace"),),
    ),
    # The Service has another port, of the web page, which the documentation names by mistake.
    "yunikorn": Target(
        kind="ServiceMonitor",
        namespace=yunikorn.ADDON.namespace,
        labels={"app": "yunikorn"},
        port="yunikorn-core",
        paths=("/ws/v1/metrics",),
    ),
    "airflow": Target(
        kind="ServiceMonitor",
        namespace=AIRFLOW,
        labels={"tier": "airflow", "component": "statsd"},
        port="statsd-scrape",
    ),
    "fluent-bit": Target(
        kind="PodMonitor",
        namespace=FLUENT_BIT.namespace,
        labels={"app.kubernetes.io/name": "fluent-bit"},
        port="http",
        paths=("/api/v2/metrics/prometheus",),
    ),
    "aws-load-balancer-controller": Target(
        kind="PodMonitor",
        namespace=aws_load_balancer_controller.ADDON.namespace,
        labels={"app.kubernetes.io/name": "aws-load-balancer-controller"},
        port="metrics-server",
    ),
}
"""Every target, by the name that its series carry as `job`."""


def spec(name: str, target: Target) -> Mapping[str, Any]:
    """`spec` of the monitor of a target."""
    namespaces = {"matchNames": [target.namespace]} if target.namespace else {"any": True}
    endpoints = "podMetricsEndpoints" if target.kind == "PodMonitor" else "endpoints"
    return {
        "namespaceSelector": namespaces,
        "selector": {"matchLabels": dict(target.labels)},
        **target.settings,
        endpoints: [_endpoint(name, target, path) for path in target.paths],
    }


def _endpoint(name: str, target: Target, path: str) -> Mapping[str, Any]:
    # A pod's own address says little, and nothing once it is gone.
    node = (
        [_label("node", "__meta_kubernetes_pod_node_name")] if target.kind == "PodMonitor" else []
    )
    found: dict[str, Any] = {
        "port": target.port,
        "path": path,
        "relabelings": [{"targetLabel": "job", "replacement": name}, *node, *target.relabelings],
        **target.endpoint,
    }
    if target.honor_labels:
        found["honorLabels"] = True
    kept = [("keep", target.keep), ("drop", target.drop)]
    rules = [
        {"sourceLabels": ["__name__"], "regex": regex, "action": action}
        for action, regex in kept
        if regex
    ]
    return {**found, "metricRelabelings": rules} if rules else found
