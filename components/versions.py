"""Every third-party version this platform runs, and nothing else.

Exact versions; no environment overrides one and nothing says "latest".
"""

from typing import NamedTuple


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


# Standard support ends on 2027-03-27.
# Source: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
KUBERNETES = "1.35"

# The release every node boots: an Amazon Linux 2023 image of one date, never "recommended".
# Source: https://github.com/awslabs/amazon-eks-ami/blob/main/CHANGELOG.md
AMI_RELEASE = "v20260714"

# Defaults that AWS reports for Kubernetes 1.35:
# `aws eks describe-addon-versions --kubernetes-version 1.35`.
VPC_CNI = "v1.22.4-eksbuild.3"
KUBE_PROXY = "v1.35.3-eksbuild.29"
POD_IDENTITY_AGENT = "v1.3.10-eksbuild.3"
COREDNS = "v1.13.2-eksbuild.31"

# Source: https://karpenter.sh/docs/upgrading/compatibility/ (Kubernetes 1.35 needs 1.9 or newer)
KARPENTER = Chart("oci://public.ecr.aws/karpenter/karpenter", "1.14.1")
KARPENTER_CRD = Chart("oci://public.ecr.aws/karpenter/karpenter-crd", "1.14.1")

# Source: https://github.com/kubeflow/spark-operator/releases/tag/v2.5.2
SPARK_OPERATOR = Chart("spark-operator", "2.5.2", "https://kubeflow.github.io/spark-operator")

# Source: https://yunikorn.apache.org/release-announce/1.9.0/
YUNIKORN = Chart("yunikorn", "1.9.0", "https://apache.github.io/yunikorn-release")

# The engine that runs on machines without one. The Python SDK drives any 3.x of at least this.
PULUMI = "3.250.0"
