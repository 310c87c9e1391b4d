"""What the installed charts and manifests show to Prometheus: read in their templates, as data."""

from dataclasses import dataclass
from typing import Any

from components.dns.node_local_dns import NAMESPACE, NodeLocalDnsArgs, daemon_set
from components.observability.monitors import Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Exposed:
    """A Service, or the pods of a workload.

    Attributes:
        kind: The kind of monitor that finds it.
        namespace: Its namespace, where our values or layer 1 put it; empty: any.
        labels: Its labels.
        ports: Numbers of its named ports.
    """

    kind: Kind
    namespace: str
    labels: dict[str, str]
    ports: dict[str, int]


def _api_server() -> Exposed:
    # Source: https://kubernetes.io/docs/tasks/extend-kubernetes/setup-extension-api-server/ and
    # https://github.com/kubernetes/kubernetes/blob/v1.36.1/pkg/controlplane/controller/kubernetesservice/controller.go
    return Exposed(
        kind="ServiceMonitor",
        namespace="default",
        labels={"component": "apiserver", "provider": "kubernetes"},
        ports={"https": 443},
    )


def _node_local_dns() -> Exposed:
    spec: Any = daemon_set(NodeLocalDnsArgs(dns_address="172.20.0.10", image="example"))
    template = spec["template"]
    container = template["spec"]["containers"][0]
    return Exposed(
        kind="PodMonitor",
        namespace=NAMESPACE,
        labels=dict(template["metadata"]["labels"]),
        ports={port["name"]: port["container_port"] for port in container["ports"]},
    )


def _chart(name: str) -> dict[str, str]:
    return {"app.kubernetes.io/name": name, "app.kubernetes.io/instance": name}


EXPOSED: dict[str, Exposed] = {
    "kube-scheduler": _api_server(),
    "kube-controller-manager": _api_server(),
    # https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/charts/karpenter/templates/service.yaml
    "karpenter": Exposed(
        kind="ServiceMonitor",
        namespace="kube-system",
        labels=_chart("karpenter"),
        ports={"http-metrics": 8080},
    ),
    # https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.22.4/config/master/aws-k8s-cni.yaml
    "vpc-cni": Exposed(
        kind="PodMonitor",
        namespace="kube-system",
        labels={"app.kubernetes.io/name": "aws-node", "k8s-app": "aws-node"},
        ports={"metrics": 61678, "agentmetrics": 8162},
    ),
    # https://github.com/coredns/helm/blob/coredns-1.45.0/charts/coredns/templates/deployment.yaml;
    # the add-on keeps the labels and ports that its `kubectl get deployment coredns` shows.
    "coredns": Exposed(
        kind="PodMonitor",
        namespace="kube-system",
        labels={"k8s-app": "kube-dns", "eks.amazonaws.com/component": "coredns"},
        ports={"dns": 53, "dns-tcp": 53, "metrics": 9153},
    ),
    "node-local-dns": _node_local_dns(),
    "node-local-dns-setup": _node_local_dns(),
    # https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/v1.66.0/charts/aws-ebs-csi-driver/templates/controller.yaml
    "ebs-csi": Exposed(
        kind="PodMonitor",
        namespace="kube-system",
        labels={"app": "ebs-csi-controller", "app.kubernetes.io/name": "aws-ebs-csi-driver"},
        ports={"healthz": 9808, "metrics": 3301},
    ),
    # https://github.com/kubeflow/spark-operator/blob/v2.5.2/charts/spark-operator-chart/templates/controller/deployment.yaml
    "spark-operator": Exposed(
        kind="PodMonitor",
        namespace="spark-operator",
        labels={**_chart("spark-operator"), "app.kubernetes.io/component": "controller"},
        ports={"metrics": 8080},
    ),
    # https://github.com/apache/spark/blob/v4.1.2/resource-managers/kubernetes/core/src/main/scala/org/apache/spark/deploy/k8s/features/BasicDriverFeatureStep.scala
    "spark-drivers": Exposed(
        kind="PodMonitor",
        namespace="",
        labels={"spark-role": "driver", "spark-app-selector": "spark-1"},
        ports={"driver-rpc-port": 7078, "blockmanager": 7079, "spark-ui": 4040},
    ),
    # https://github.com/apache/yunikorn-release/blob/v1.9.0/helm-charts/yunikorn/templates/service.yaml
    "yunikorn": Exposed(
        kind="ServiceMonitor",
        namespace="yunikorn",
        labels={"app": "yunikorn", "release": "yunikorn"},
        ports={"yunikorn-core": 9080, "yunikorn-service": 9889},
    ),
    # https://github.com/apache/airflow/blob/helm-chart/1.22.0/chart/templates/statsd/statsd-service.yaml
    "airflow": Exposed(
        kind="ServiceMonitor",
        namespace="airflow",
        labels={"tier": "airflow", "component": "statsd", "release": "airflow"},
        ports={"statsd-ingest": 9125, "statsd-scrape": 9102},
    ),
    # https://github.com/fluent/helm-charts/blob/fluent-bit-0.58.1/charts/fluent-bit/templates/_pod.tpl
    "fluent-bit": Exposed(
        kind="PodMonitor",
        namespace="fluent-bit",
        labels=_chart("fluent-bit"),
        ports={"http": 2020},
    ),
    # https://github.com/aws/eks-charts/tree/master/stable/aws-load-balancer-controller (3.5.0)
    "aws-load-balancer-controller": Exposed(
        kind="PodMonitor",
        namespace="aws-load-balancer-controller",
        labels=_chart("aws-load-balancer-controller"),
        ports={"webhook-server": 9443, "metrics-server": 8080},
    ),
}
"""By the name of the monitor that is to find it."""
