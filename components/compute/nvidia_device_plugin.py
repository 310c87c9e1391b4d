"""NvidiaDevicePlugin: tells Kubernetes how many GPUs a node has.

Source: https://github.com/NVIDIA/k8s-device-plugin/tree/v0.18.2/deployments/helm/nvidia-device-plugin
"""

from dataclasses import dataclass

import pulumi

from components import names, versions
from components.base import Component
from components.helm_release import HelmRelease, HelmReleaseArgs, Values
from components.sources import ORIGINALS, Image, Sources, merged

NAMESPACE = "kube-system"

_IMAGES = (Image(name="nvcr.io/nvidia/k8s-device-plugin", repository="image.repository"),)


def values(pool: str) -> Values:
    """Values that differ from the chart's defaults."""
    return {
        "nodeSelector": {names.LABEL_POOL: pool},
        # The chart's own list, which this replaces, tolerates neither this taint nor all.
        "tolerations": [{"key": names.LABEL_POOL, "operator": "Equal", "value": pool}],
        "resources": {"requests": {"cpu": "10m", "memory": "64Mi"}, "limits": {"memory": "256Mi"}},
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class NvidiaDevicePluginArgs:
    """What the plugin needs.

    Attributes:
        pool: Pool whose nodes have GPUs.
        sources: Where its chart and image come from.
    """

    pool: str
    sources: Sources = ORIGINALS


class NvidiaDevicePlugin(Component):
    """The plugin on every GPU node; without GPU nodes it runs nowhere and costs nothing."""

    TYPE = "strata:compute:NvidiaDevicePlugin"

    def __init__(
        self, name: str, args: NvidiaDevicePluginArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        HelmRelease(
            self.child("chart"),
            HelmReleaseArgs(
                release="nvidia-device-plugin",
                chart=args.sources.chart(versions.NVIDIA_DEVICE_PLUGIN),
                namespace=NAMESPACE,
                values=merged(values(args.pool), args.sources.images(_IMAGES)),
            ),
            opts=self.child_opts(),
        )
        self.finish()
