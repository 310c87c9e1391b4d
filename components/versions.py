"""Every third-party version this platform runs, and nothing else.

Exact versions; no environment overrides one and nothing says "latest".
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple


class Chart(NamedTuple):
    """A Helm chart at one exact version.

    Attributes:
        name: Chart name, or its whole `oci://` address.
        version: Chart version.
        repository: Chart repository; empty for `oci://`, whose address is the name.
    """

    name: str
    version: str
    repository: str = ""


KubernetesVersion = Literal["1.35", "1.36"]

# Standard support of 1.35 ends on 2027-03-27.
# Source: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
KUBERNETES: Final[KubernetesVersion] = "1.35"
"""The version of a cluster whose settings say none."""

# The release every node boots: an Amazon Linux 2023 image of one date, never "recommended".
# Source: https://github.com/awslabs/amazon-eks-ami/blob/main/CHANGELOG.md
AMI_RELEASE = "v20260714"

# Defaults that AWS reports: `aws eks describe-addon-versions --kubernetes-version <version>`.
# `strata preflight` asks the account whether they are there.
_EVERY_VERSION = {
    "vpc-cni": "v1.22.4-eksbuild.3",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
    "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
    "metrics-server": "v0.8.1-eksbuild.10",
    "eks-node-monitoring-agent": "v1.6.4-eksbuild.1",
    "aws-mountpoint-s3-csi-driver": "v2.7.0-eksbuild.1",
}
ADDONS: Mapping[KubernetesVersion, Mapping[str, str]] = {
    "1.35": {
        **_EVERY_VERSION,
        "kube-proxy": "v1.35.3-eksbuild.29",
        "coredns": "v1.13.2-eksbuild.31",
    },
    "1.36": {
        **_EVERY_VERSION,
        "kube-proxy": "v1.36.0-eksbuild.25",
        "coredns": "v1.14.3-eksbuild.23",
    },
}
"""Managed add-ons, by version of Kubernetes."""

# Source: https://karpenter.sh/docs/upgrading/compatibility/ (Kubernetes 1.35 needs 1.9 or newer)
KARPENTER = Chart("oci://public.ecr.aws/karpenter/karpenter", "1.14.1")
KARPENTER_CRD = Chart("oci://public.ecr.aws/karpenter/karpenter-crd", "1.14.1")

# Source: https://github.com/NVIDIA/k8s-device-plugin/releases/tag/v0.18.2
NVIDIA_DEVICE_PLUGIN = Chart(
    "nvidia-device-plugin", "0.18.2", "https://nvidia.github.io/k8s-device-plugin"
)

# Source: https://github.com/kubernetes/dns/releases/tag/1.26.7
NODE_LOCAL_DNS = "1.26.7"

# Source: https://github.com/kubeflow/spark-operator/releases/tag/v2.5.2
SPARK_OPERATOR = Chart("spark-operator", "2.5.2", "https://kubeflow.github.io/spark-operator")

# Source: https://yunikorn.apache.org/release-announce/1.9.0/
YUNIKORN = Chart("yunikorn", "1.9.0", "https://apache.github.io/yunikorn-release")

# Source: https://github.com/apache/yunikorn-k8shim/blob/v1.9.0/pkg/common/constants/constants.go
YUNIKORN_PLACEHOLDER = "3.7"
"""Tag of the pause image that holds the room of a gang."""

# Source: https://github.com/prometheus-community/helm-charts/tree/kube-prometheus-stack-88.5.3
KUBE_PROMETHEUS_STACK = Chart(
    "kube-prometheus-stack", "88.5.3", "https://prometheus-community.github.io/helm-charts"
)
# The operator's version is the chart's; the image is of the job that brings definitions.
PROMETHEUS = "3.14.0"
PROMETHEUS_OPERATOR = "0.93.1"
ALERTMANAGER = "0.34.0"
BUSYBOX = "1.38.0"

# Source: https://github.com/fluent/helm-charts/tree/fluent-bit-0.58.1/charts/fluent-bit
FLUENT_BIT = Chart("fluent-bit", "0.58.1", "https://fluent.github.io/helm-charts")

# Source: https://github.com/kubernetes-sigs/aws-load-balancer-controller/releases/tag/v3.5.0
AWS_LOAD_BALANCER_CONTROLLER = Chart(
    "aws-load-balancer-controller", "3.5.0", "https://aws.github.io/eks-charts"
)

# The chart's own default is this version of Airflow.
# Source: https://github.com/apache/airflow/releases/tag/helm-chart%2F1.22.0
AIRFLOW_CHART = Chart("airflow", "1.22.0", "https://airflow.apache.org")
AIRFLOW = "3.2.2"

# Of Airflow's database and of tenants'; RDS moves minor versions by itself.
# Source: https://github.com/apache/airflow/blob/3.2.2/README.md#requirements
POSTGRES = "17"

# Of tenants' caches; ElastiCache moves minor versions by itself.
# Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html
VALKEY = "8"

# What jobs run: the newest line whose image, Python package and cloud module are all published.
# Hadoop and the AWS SDK are those that it was built with.
# Source: https://github.com/apache/spark-docker/tree/7f2e1f0/4.1.2 and
# https://repo1.maven.org/maven2/org/apache/spark/spark-hadoop-cloud_2.13/4.1.2/
SPARK = "4.1.2"
SPARK_HADOOP = "3.4.2"
SPARK_AWS_SDK = "2.29.52"
SPARK_IMAGE = f"{SPARK}-1"
"""Tag of the image in `images/spark`; the last number grows with each change of the recipe."""

# Source: https://hub.jupyter.org/helm-chart/
JUPYTERHUB = Chart("jupyterhub", "4.4.0", "https://hub.jupyter.org/helm-chart/")
# The version of JupyterHub that the chart runs, for the notebook image.
JUPYTERHUB_SERVER = "5.5.0"

# The engine that runs on machines without one. The Python SDK drives any 3.x of at least this.
PULUMI = "3.250.0"

# What judges our objects in tests: an API server of the newest version that EKS runs.
# Source: https://github.com/kubernetes/kubernetes/releases/tag/v1.36.1 and
# https://github.com/etcd-io/etcd/releases/tag/v3.6.8
KUBERNETES_API_SERVER = "1.36.1"
ETCD = "3.6.8"
