"""Monitoring: what Prometheus scrapes and evaluates, and what Grafana shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components.base import Component
from components.observability import monitors
from components.observability.monitors import Target
from components.services.kube_prometheus_stack.addon import DASHBOARD_LABEL, FOLDER_ANNOTATION

FOLDER = "Strata"
"""Folder of our dashboards in Grafana; the chart's own are beside it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MonitoringArgs:
    """What monitoring needs.

    Attributes:
        namespace: Namespace of Prometheus and Grafana.
        targets: What is scraped, by name.
        rules: `spec` of each PrometheusRule, by name.
        dashboards: Each dashboard as Grafana's JSON, by name.
    """

    namespace: pulumi.Input[str]
    targets: Mapping[str, Target]
    rules: Mapping[str, Mapping[str, Any]]
    dashboards: Mapping[str, str]


class Monitoring(Component):
    """Monitors, rules and dashboards, each an object of its own: a change of one changes one.

    It depends on the stack, which brings their definitions.
    """

    TYPE = "strata:observability:Monitoring"

    def __init__(
        self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        for target_name, target in args.targets.items():
            spec = monitors.spec(target_name, target)
            self._object(args, target.kind, target_name, spec)
        for rule, spec in args.rules.items():
            self._object(args, "PrometheusRule", rule, spec)
        for dashboard, content in args.dashboards.items():
            kubernetes.core.v1.ConfigMap(
                self.child(f"{dashboard}-dashboard"),
                metadata={
                    "name": f"{dashboard}-dashboard",
                    "namespace": args.namespace,
                    "labels": {DASHBOARD_LABEL: "1"},
                    "annotations": {FOLDER_ANNOTATION: FOLDER},
                },
                data={f"strata-{dashboard}.json": content},
                opts=self.child_opts(),
            )
        self.finish()

    def _object(self, args: MonitoringArgs, kind: str, name: str, spec: Mapping[str, Any]) -> None:
        noun = "rules" if kind == "PrometheusRule" else "monitor"
        kubernetes.apiextensions.CustomResource(
            self.child(f"{name}-{noun}"),
            api_version=monitors.API_VERSION,
            kind=kind,
            metadata={"name": name, "namespace": args.namespace},
            spec=spec,
            opts=self.child_opts(),
        )
