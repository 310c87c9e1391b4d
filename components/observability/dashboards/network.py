"""DNS and network: where names, addresses and packets are lost."""

from grafana_foundation_sdk.builders.dashboard import Dashboard

from components.observability.dashboards.panels import (
    COUNT,
    PER_SECOND,
    PERCENT,
    SECONDS,
    dashboard,
    lines,
)


def network() -> Dashboard:
    """Names, addresses, and what the network card lets through.

    Source: https://docs.aws.amazon.com/eks/latest/best-practices/monitoring_eks_workloads_for_network_performance_issues.html
    """
    return dashboard(
        "strata-network",
        "DNS and network",
        "Names",
        lines(
            "Questions",
            PER_SECOND,
            ("sum by (job) (rate(coredns_dns_requests_total[5m]))", "{{job}}"),
        ),
        lines(
            "Answers that say no",
            PERCENT,
            (
                _answers("NXDOMAIN"),
                "{{job}} NXDOMAIN",
            ),
            (
                _answers("SERVFAIL"),
                "{{job}} SERVFAIL",
            ),
            about="Half of all answers NXDOMAIN: pods run with ndots 5.",
        ),
        lines(
            "Time to an answer",
            SECONDS,
            (
                (
                    "histogram_quantile(0.99, sum by (le, job) "
                    "(rate(coredns_dns_request_duration_seconds_bucket[5m])))"
                ),
                "{{job}} 99th percentile",
            ),
        ),
        lines(
            "Answered from the cache",
            PERCENT,
            (
                (
                    "sum by (job) (rate(coredns_cache_hits_total[5m])) "
                    "/ sum by (job) (rate(coredns_cache_requests_total[5m]))"
                ),
                "{{job}}",
            ),
        ),
        "Addresses",
        lines(
            "Assigned of what nodes hold",
            PERCENT,
            (
                "sum(awscni_assigned_ip_addresses) / sum(awscni_total_ip_addresses)",
                "addresses",
            ),
        ),
        lines(
            "Pods that found no address",
            COUNT,
            ("sum(increase(awscni_no_available_ip_addresses[5m]))", "pods"),
        ),
        "Network cards",
        *(
            lines(
                f"Beyond the allowance: {what}",
                PER_SECOND,
                (
                    f"topk(10, rate(node_ethtool_{metric}[5m]) > 0)",
                    "{{instance}}",
                ),
                about="Packets that the instance type's allowance delayed or dropped.",
            )
            for what, metric in (
                ("bandwidth in", "bw_in_allowance_exceeded"),
                ("bandwidth out", "bw_out_allowance_exceeded"),
                ("connections", "conntrack_allowance_exceeded"),
                ("DNS and metadata", "linklocal_allowance_exceeded"),
            )
        ),
        "Connections",
        lines(
            "Tracked, of the limit",
            PERCENT,
            (
                "topk(10, node_nf_conntrack_entries / node_nf_conntrack_entries_limit)",
                "{{instance}}",
            ),
        ),
        lines(
            "UDP that nobody took",
            PER_SECOND,
            ("topk(10, rate(node_netstat_Udp_RcvbufErrors[5m]) > 0)", "{{instance}}"),
        ),
    )


def _answers(code: str) -> str:
    """The share of answers that carry a code."""
    chosen = f'{{rcode="{code}"}}'
    return (
        f"sum by (job) (rate(coredns_dns_responses_total{chosen}[5m])) "
        "/ sum by (job) (rate(coredns_dns_responses_total[5m]))"
    )
