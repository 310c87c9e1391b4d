"""One tenant's page: what its jobs do, what its queue gives, what it costs."""

from grafana_foundation_sdk.builders import timeseries
from grafana_foundation_sdk.builders.dashboard import Dashboard

from components import names
from components.observability.dashboards.panels import (
    BYTES,
    COUNT,
    PERCENT,
    SECONDS,
    USD,
    choice,
    dashboard,
    lines,
    number,
    rows,
)

_QUEUE = f'queue="{names.TENANT_QUEUES}.$tenant"'
_PODS = 'job="kube-state-metrics", namespace="$tenant"'
_TENANTS = (
    'label_values(kube_namespace_labels{label_strata_platform_tenant!=""}, '
    "label_strata_platform_tenant)"
)


def tenant() -> Dashboard:
    """One tenant, chosen at the top."""
    return dashboard(
        "strata-tenant",
        "Tenant",
        "Now",
        number("USD an hour", USD, 'sum(tenant:cost:usd_per_hour{tenant="$tenant"})'),
        number("USD of the last day", USD, 'sum(tenant:cost:usd_sum1d{tenant="$tenant"})'),
        number(
            "Against the month before",
            PERCENT,
            'tenant:cost:month_over_month_ratio{tenant="$tenant"}',
        ),
        number(
            "Applications that run",
            COUNT,
            f'sum(yunikorn_queue_app{{{_QUEUE}, state="running"}}) or vector(0)',
        ),
        number(
            "Applications that wait",
            COUNT,
            f'sum(yunikorn_queue_app{{{_QUEUE}, state="accepted"}}) or vector(0)',
        ),
        number(
            "Alerts that fire",
            COUNT,
            'count(ALERTS{alertstate="firing", tenant="$tenant"}) or vector(0)',
        ),
        "Queue",
        _queue("vcore", COUNT, 1000),
        _queue("memory", BYTES, 1),
        "Jobs",
        *_jobs(),
        "Cost",
        rows(
            "Applications, last hour",
            USD,
            'application:cost:usd_sum1h{tenant="$tenant"}',
        ),
        lines(
            "Datasets",
            USD,
            ('dataset:cost:usd_per_hour{tenant="$tenant"}', "{{dataset}}"),
            stacked=True,
        ),
        lines(
            "Pipelines",
            USD,
            ('pipeline:cost:usd_per_hour{tenant="$tenant"}', "{{pipeline}}"),
            stacked=True,
        ),
        variables=[choice("tenant", "Tenant", _TENANTS)],
    )


def _queue(resource: str, unit: str, divisor: int) -> timeseries.Panel:
    def series(state: str) -> tuple[str, str]:
        selector = f'{_QUEUE}, resource="{resource}", state="{state}"'
        return f"max(yunikorn_queue_resource{{{selector}}}) / {divisor}", state

    title = "vCPU of the queue" if resource == "vcore" else "Memory of the queue"
    return lines(title, unit, *map(series, ("allocated", "pending", "guaranteed", "max")))


def _jobs() -> list[timeseries.Panel]:
    waiting = f'kube_pod_status_phase{{{_PODS}, phase="Pending"}} == 1'
    created = f"kube_pod_created{{{_PODS}}} and on (namespace, pod, uid) ({waiting})"
    used_cpu = 'rate(container_cpu_usage_seconds_total{namespace="$tenant", container!=""}[5m])'
    used_memory = 'container_memory_working_set_bytes{namespace="$tenant", container!=""}'
    badly = f'kube_pod_container_status_terminated_reason{{{_PODS}, reason!="Completed"}}'
    return [
        lines("Pods", COUNT, (f"sum by (phase) (kube_pod_status_phase{{{_PODS}}})", "{{phase}}")),
        lines(
            "Longest wait of a pod",
            SECONDS,
            (f"max(time() - ({created}))", "pending"),
            about="A driver that waits longer than ten minutes raises an alert.",
        ),
        lines(
            "Used of what was requested",
            PERCENT,
            (f"sum({used_cpu}) / {_requested('cpu')}", "vCPU"),
            (f"sum({used_memory}) / {_requested('memory')}", "memory"),
            about="What stays unused is paid for all the same: smaller executors cost less.",
        ),
        lines("Containers that ended badly", COUNT, (f"sum by (reason) ({badly})", "{{reason}}")),
    ]


def _requested(resource: str) -> str:
    """What running pods request; a pod that ended is still reported."""
    requests = f'kube_pod_container_resource_requests{{{_PODS}, resource="{resource}"}}'
    return f"sum({requests} * on (namespace, pod, uid) group_left () pod:running:info)"
