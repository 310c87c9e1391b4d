"""HelmRelease: one chart at one version, installed whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components.base import Component
from components.versions import Chart

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class HelmReleaseArgs:
    """What a release needs.

    Attributes:
        release: Name of the release; other teams type it, so it is never generated.
        chart: The chart and its exact version.
        namespace: Kubernetes namespace; it must exist.
        values: Values that differ from the chart's own defaults.
        skip_crds: Whether to leave the chart's CRDs out, because another release owns them.
        timeout_seconds: How long its pods may take to become ready.
    """

    release: str
    chart: Chart
    namespace: pulumi.Input[str]
    values: pulumi.Input[Values]
    skip_crds: bool = False
    timeout_seconds: int = 600


class HelmRelease(Component):
    """A Helm release that rolls back on failure.

    It is a release and not a rendered chart because charts of this platform need their hooks.

    Attributes:
        status: What Helm says of it, `deployed` in the end.
    """

    TYPE = "strata:helm:HelmRelease"

    status: pulumi.Output[str]

    def __init__(
        self, name: str, args: HelmReleaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        chart = args.chart
        release = kubernetes.helm.v3.Release(
            self.child("release"),
            name=args.release,
            chart=chart.name,
            version=chart.version,
            repository_opts={"repo": chart.repository} if chart.repository else None,
            namespace=args.namespace,
            create_namespace=False,
            values=args.values,
            skip_crds=args.skip_crds,
            atomic=True,
            cleanup_on_fail=True,
            timeout=args.timeout_seconds,
            opts=self.child_opts(),
        )
        self.status = release.status.status
        self.finish()
