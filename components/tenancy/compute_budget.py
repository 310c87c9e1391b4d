"""ComputeBudget: Prometheus knows what a tenant's pods may cost a month."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components import names
from components.base import Component


@dataclass(frozen=True, kw_only=True, slots=True)
class ComputeBudgetArgs:
    """What the series needs.

    Attributes:
        tenant: The tenant's name.
        namespace: Its namespace.
        monthly_usd: US dollars a month.
    """

    tenant: str
    namespace: pulumi.Input[str]
    monthly_usd: int


class ComputeBudget(Component):
    """A series that says the budget: PromQL makes no number of a label or an annotation.

    The alerts on it are the platform's (`rules/cost-trends.yaml`) and go to the tenant. Nobody in a
    tenant has a verb on such rules.
    """

    TYPE = "strata:tenancy:ComputeBudget"

    def __init__(
        self, name: str, args: ComputeBudgetArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        kubernetes.apiextensions.CustomResource(
            self.child("rule"),
            api_version="monitoring.coreos.com/v1",
            kind="PrometheusRule",
            metadata={
                "name": "budget",
                "namespace": args.namespace,
                "labels": {names.LABEL_TENANT: args.tenant},
            },
            spec=spec(args.tenant, args.monthly_usd),
            opts=self.child_opts(),
        )
        self.finish()


def spec(tenant: str, monthly_usd: int) -> Mapping[str, Any]:
    """`spec` of the PrometheusRule.

    Args:
        tenant: The tenant's name.
        monthly_usd: US dollars a month.
    """
    rule = {
        "record": "tenant:budget:usd_per_month",
        "labels": {"tenant": tenant},
        "expr": f"vector({monthly_usd})",
    }
    return {"groups": [{"name": f"budget-{tenant}", "rules": [rule]}]}
