"""Karpenter and the EC2 API: why a node came, went, or did not come."""

from grafana_foundation_sdk.builders.dashboard import Dashboard

from components.observability.dashboards.panels import (
    COUNT,
    PER_SECOND,
    PERCENT,
    SECONDS,
    dashboard,
    lines,
    number,
)


def capacity() -> Dashboard:
    """Karpenter and what it asks of EC2.

    Source: https://karpenter.sh/v1.14/reference/metrics/
    """
    return dashboard(
        "strata-capacity",
        "Karpenter and EC2 API",
        "Now",
        number(
            "Pods that wait for a decision",
            COUNT,
            "max(karpenter_scheduler_queue_depth)",
        ),
        number("Nodes", COUNT, "max(karpenter_cluster_state_node_count)"),
        number("In step with the cluster", COUNT, "max(karpenter_cluster_state_synced)"),
        number(
            "Calls that were throttled, an hour",
            COUNT,
            ('sum(increase(aws_sdk_go_request_attempt_total{code="503"}[1h])) or vector(0)'),
        ),
        number(
            "Interruptions, an hour",
            COUNT,
            "sum(increase(karpenter_interruption_received_messages_total[1h])) or vector(0)",
        ),
        number(
            "Launches that failed, an hour",
            COUNT,
            "sum(increase(karpenter_cloudprovider_instance_launch_failures_total[1h]))"
            " or vector(0)",
        ),
        "Nodes",
        lines(
            "Came",
            COUNT,
            (
                "sum by (nodepool) (increase(karpenter_nodeclaims_created_total[10m]))",
                "{{nodepool}}",
            ),
            stacked=True,
        ),
        lines(
            "Went, and why",
            COUNT,
            (
                "sum by (reason) (increase(karpenter_nodeclaims_disrupted_total[10m]))",
                "{{reason}}",
            ),
            stacked=True,
        ),
        lines(
            "Used of each pool's limit",
            PERCENT,
            (
                (
                    "max by (nodepool, resource_type) (karpenter_nodepools_usage) "
                    "/ max by (nodepool, resource_type) (karpenter_nodepools_limit)"
                ),
                "{{nodepool}} {{resource_type}}",
            ),
        ),
        lines(
            "Disruptions that a pool allows now",
            COUNT,
            (
                "min by (nodepool, reason) (karpenter_nodepools_allowed_disruptions)",
                "{{nodepool}} {{reason}}",
            ),
        ),
        "Speed",
        lines(
            "From a pod to its start",
            SECONDS,
            (
                (
                    "histogram_quantile(0.5, sum by (le) "
                    "(rate(karpenter_pods_startup_duration_seconds_bucket[10m])))"
                ),
                "median",
            ),
            (
                (
                    "histogram_quantile(0.99, sum by (le) "
                    "(rate(karpenter_pods_startup_duration_seconds_bucket[10m])))"
                ),
                "99th percentile",
            ),
        ),
        lines(
            "A scheduling decision",
            SECONDS,
            (
                (
                    "histogram_quantile(0.99, sum by (le) "
                    "(rate(karpenter_scheduler_scheduling_duration_seconds_bucket[10m])))"
                ),
                "99th percentile",
            ),
        ),
        "EC2 API",
        lines(
            "Calls",
            PER_SECOND,
            (
                "sum by (service, action) (rate(aws_sdk_go_request_total[5m]))",
                "{{service}} {{action}}",
            ),
        ),
        lines(
            "Errors",
            PER_SECOND,
            (
                "sum by (method, error) (rate(karpenter_cloudprovider_errors_total[5m]))",
                "{{method}} {{error}}",
            ),
        ),
        lines(
            "Calls of the VPC CNI that failed",
            PER_SECOND,
            (
                "sum by (api, error) (rate(awscni_aws_api_error_count[5m]))",
                "{{api}} {{error}}",
            ),
        ),
        lines(
            "Volumes: calls that were throttled",
            PER_SECOND,
            (
                "sum by (request) (rate(aws_ebs_csi_api_request_throttles_total[5m]))",
                "{{request}}",
            ),
        ),
    )
