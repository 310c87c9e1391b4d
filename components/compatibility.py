"""Which versions go together: a wrong pair is told with the right ones.

- Karpenter: https://karpenter.sh/v1.14/upgrading/compatibility/
- YuniKorn: https://yunikorn.apache.org/release-announce/1.9.0/ names 1.35. On 1.36 it passes its
  end-to-end tests and promises no more.
- Spark operator: its README names every version since 1.16; its end-to-end tests run on 1.35 from
  2.5.1, and on 1.36 in no release yet.
  https://github.com/kubeflow/spark-operator/blob/v2.5.2/.github/workflows/integration.yaml
- kube-proxy: https://kubernetes.io/releases/version-skew-policy/ forbids a newer one, and lets it
  be three minors older while a cluster is upgraded. What is pinned has no such excuse.
- other add-ons: `aws eks describe-addon-versions` alone knows, and publishes no table. Given here
  are the oldest minors seen to be offered; older ones were not tried, but for CoreDNS 1.11, which
  is no longer offered from 1.35 on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from components import versions

Release = tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """Releases of one thing that run on one version of Kubernetes.

    Attributes:
        least: The oldest, such as (1, 9).
        below: The first that does not run any more; None: newer ones do.
    """

    least: Release
    below: Release | None = None

    def holds(self, release: Release) -> bool:
        """Whether a release is among them."""
        return release >= self.least and (self.below is None or release < self.below)

    def __str__(self) -> str:
        end = "or newer" if self.below is None else f"to before {_written(self.below)}"
        return f"{_written(self.least)} {end}"


TABLE: Mapping[str, Mapping[str, Range]] = {
    "1.35": {
        "Karpenter": Range(least=(1, 9)),
        "YuniKorn": Range(least=(1, 9)),
        "Spark operator": Range(least=(2, 5, 1)),
        "vpc-cni": Range(least=(1, 20)),
        "kube-proxy": Range(least=(1, 35), below=(1, 36)),
        "coredns": Range(least=(1, 13)),
        "eks-pod-identity-agent": Range(least=(1, 3)),
        "aws-ebs-csi-driver": Range(least=(1, 63)),
    },
    "1.36": {
        "Karpenter": Range(least=(1, 13)),
        "YuniKorn": Range(least=(1, 9)),
        "Spark operator": Range(least=(2, 5, 1)),
        "vpc-cni": Range(least=(1, 20)),
        "kube-proxy": Range(least=(1, 36), below=(1, 37)),
        "coredns": Range(least=(1, 13)),
        "eks-pod-identity-agent": Range(least=(1, 3)),
        "aws-ebs-csi-driver": Range(least=(1, 63)),
    },
}
"""What runs on each version of Kubernetes, by what it is called."""


def pinned(kubernetes: versions.KubernetesVersion) -> Mapping[str, str]:
    """The versions that this platform runs, by the names of the table."""
    return {
        "Karpenter": versions.KARPENTER.version,
        "YuniKorn": versions.YUNIKORN.version,
        "Spark operator": versions.SPARK_OPERATOR.version,
        **versions.ADDONS[kubernetes],
    }


def problems(kubernetes: str, pins: Mapping[str, str]) -> list[str]:
    """Every pair that does not go together, one line each, with the right versions.

    Args:
        kubernetes: Minor version of Kubernetes.
        pins: Version of each thing, by the names of the table.
    """
    if kubernetes not in TABLE:
        return [f"Kubernetes {kubernetes} is not supported; use {' or '.join(TABLE)}"]
    return [
        f"{name} {pins[name]} does not run on Kubernetes {kubernetes}; use {right}"
        for name, right in TABLE[kubernetes].items()
        if name in pins and not right.holds(_release(pins[name]))
    ]


def _release(version: str) -> Release:
    """The numbers of a version: `v1.22.4-eksbuild.3` is (1, 22, 4)."""
    return tuple(map(int, re.findall(r"\d+", version.partition("-")[0])))


def _written(release: Release) -> str:
    return ".".join(map(str, release))
