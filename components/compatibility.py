"""Which versions go together: a wrong pair is told with the right ones.

Sources: https://karpenter.sh/v1.14/upgrading/compatibility/ (Karpenter),
https://yunikorn.apache.org/release-announce/1.9.0/ (YuniKorn; on 1.36 it passes its end-to-end
tests and does not promise more), https://kubernetes.io/releases/version-skew-policy/ (kube-proxy)
and https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html. For the Spark operator
nobody publishes a bound: its own tests run on the versions given here.
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
        "Spark operator": Range(least=(2, 4)),
        "vpc-cni": Range(least=(1, 19)),
        "kube-proxy": Range(least=(1, 32), below=(1, 36)),
        "coredns": Range(least=(1, 11)),
        "eks-pod-identity-agent": Range(least=(1, 3)),
        "aws-ebs-csi-driver": Range(least=(1, 40)),
    },
    "1.36": {
        "Karpenter": Range(least=(1, 13)),
        "YuniKorn": Range(least=(1, 9)),
        "Spark operator": Range(least=(2, 4)),
        "vpc-cni": Range(least=(1, 19)),
        "kube-proxy": Range(least=(1, 33), below=(1, 37)),
        "coredns": Range(least=(1, 11)),
        "eks-pod-identity-agent": Range(least=(1, 3)),
        "aws-ebs-csi-driver": Range(least=(1, 40)),
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
