"""The first page: is the platform well, who uses it, what does it cost now."""

from grafana_foundation_sdk.builders.dashboard import Dashboard

from components.observability.dashboards.panels import (
    COUNT,
    PERCENT,
    USD,
    dashboard,
    lines,
    number,
    rows,
)

_NODES = 'kube_node_labels{job="kube-state-metrics"}'
_REQUESTED = (
    'sum(kube_pod_container_resource_requests{{job="kube-state-metrics", resource="{0}"}} '
    "* on (namespace, pod, uid) group_left () pod:running:info) "
    '/ sum(kube_node_status_allocatable{{job="kube-state-metrics", resource="{0}"}})'
)


def overview() -> Dashboard:
    """The platform as a whole."""
    return dashboard(
        "strata-overview",
        "Platform overview",
        "Now",
        number("Alerts that fire", COUNT, 'count(ALERTS{alertstate="firing"}) or vector(0)'),
        number("Nodes", COUNT, f"count({_NODES})"),
        number("USD an hour", USD, "sum(node:price:usd_per_hour)"),
        number(
            "Idle share",
            PERCENT,
            "cluster:idle_cost:usd_per_hour / sum(node:price:usd_per_hour)",
            "Bought and not requested by any pod.",
        ),
        number("Applications", COUNT, "sum(spark_application_running_count) or vector(0)"),
        number(
            "Pods that wait",
            COUNT,
            'count(kube_pod_status_phase{job="kube-state-metrics", phase="Pending"} == 1)'
            " or vector(0)",
        ),
        "Tenants",
        rows("Cost now", USD, "tenant:cost:usd_per_hour", "USD an hour of own pods."),
        lines(
            "Cost of each tenant",
            USD,
            ("tenant:cost:usd_per_hour", "{{tenant}}"),
            stacked=True,
            about="USD an hour.",
        ),
        lines(
            "Applications that wait for their queue",
            COUNT,
            (
                'sum by (queue) (yunikorn_queue_app{queue=~"root.tenants.+", state="accepted"})',
                "{{queue}}",
            ),
        ),
        "Capacity",
        lines(
            "Nodes",
            COUNT,
            (
                "count by (nodepool, capacity_type) (node:price:usd_per_hour)",
                "{{nodepool}} {{capacity_type}}",
            ),
            stacked=True,
        ),
        lines(
            "Requested of what was bought",
            PERCENT,
            (_REQUESTED.format("cpu"), "vCPU"),
            (_REQUESTED.format("memory"), "memory"),
        ),
        "Services",
        lines(
            "Spark applications that ended",
            COUNT,
            ("sum(increase(spark_application_success_count[5m]))", "succeeded"),
            ("sum(increase(spark_application_failure_count[5m]))", "failed"),
            (
                "sum(increase(spark_application_failed_submission_count[5m]))",
                "not submitted",
            ),
        ),
        lines(
            "Restarts of the platform's own pods",
            COUNT,
            (
                (
                    "sum by (namespace) (increase(kube_pod_container_status_restarts_total{"
                    'job="kube-state-metrics", namespace=~"airflow|kube-system|monitoring|'
                    'spark-operator|yunikorn"}[15m]))'
                ),
                "{{namespace}}",
            ),
        ),
    )
