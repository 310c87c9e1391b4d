"""The cost page: own, idle and shared, by whom and for what."""

from grafana_foundation_sdk.builders.dashboard import Dashboard

from components.observability.dashboards.panels import (
    PERCENT,
    USD,
    choice,
    dashboard,
    lines,
    number,
    ranking,
    rows,
)

_METHODS = "label_values(tenant:showback_cost:usd_per_hour, method)"


def cost() -> Dashboard:
    """All tenants' cost; the split of what is shared is chosen at the top."""
    return dashboard(
        "strata-cost",
        "Cost",
        "Now",
        number("Nodes, USD an hour", USD, "sum(node:price:usd_per_hour)"),
        number("Tenants", USD, "sum(tenant:cost:usd_per_hour)"),
        number("Platform", USD, "sum(platform:cost:usd_per_hour)"),
        number("Idle", USD, "sum(cluster:idle_cost:usd_per_hour)"),
        number(
            "On Spot",
            PERCENT,
            'sum(node:price:usd_per_hour{capacity_type="spot"}) / sum(node:price:usd_per_hour)',
        ),
        number("USD of the last day", USD, "sum(tenant:cost:usd_sum1d)"),
        "Tenants",
        lines(
            "Own pods",
            USD,
            ("tenant:cost:usd_per_hour", "{{tenant}}"),
            stacked=True,
        ),
        lines(
            "With idle and shared cost",
            USD,
            ('tenant:showback_cost:usd_per_hour{method="$method"}', "{{tenant}}"),
            stacked=True,
            about="Own pods, a share of what is idle in proportion, and of what the "
            "platform itself takes by the chosen method.",
        ),
        ranking("Last day", USD, "tenant:cost:usd_sum1d", "{{tenant}}"),
        ranking(
            "Against the month before",
            PERCENT,
            "tenant:cost:month_over_month_ratio",
            "{{tenant}}",
        ),
        "What for",
        rows("Applications, last hour", USD, "topk(50, application:cost:usd_sum1h)"),
        ranking(
            "Datasets, last hour",
            USD,
            "topk(20, dataset:cost:usd_sum1h)",
            "{{tenant}} {{dataset}}",
        ),
        ranking(
            "Pipelines, an hour",
            USD,
            "topk(20, pipeline:cost:usd_per_hour)",
            "{{tenant}} {{pipeline}}",
        ),
        "Nodes",
        lines(
            "Pools",
            USD,
            (
                "sum by (nodepool, capacity_type) (node:price:usd_per_hour)",
                "{{nodepool}} {{capacity_type}}",
            ),
            stacked=True,
        ),
        lines(
            "Idle in each pool",
            USD,
            ("sum by (nodepool) (node:idle_cost:usd_per_hour)", "{{nodepool}}"),
            stacked=True,
        ),
        variables=[choice("method", "Shared cost", _METHODS)],
    )
