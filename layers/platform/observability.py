"""Monitoring, alerts and logs in the layer."""

from collections.abc import Mapping
from typing import Any, TypeVar

from components import names
from components.base import Component
from components.compute.instance_types import instance_types
from components.observability import rule_groups
from components.observability.alert_topic import AlertTopicArgs
from components.observability.dashboards import dashboards
from components.observability.monitoring import Monitoring, MonitoringArgs
from components.observability.monitors import TARGETS
from components.services import aws_load_balancer_controller, fluent_bit, spark_operator, yunikorn
from components.services.airflow.airflow import ADDON as AIRFLOW
from components.services.fluent_bit import FluentBit, FluentBitArgs, FluentBitFacts
from components.services.kube_prometheus_stack.addon import ADDON as STACK
from components.services.kube_prometheus_stack.stack import (
    KubePrometheusStack,
    KubePrometheusStackArgs,
)
from components.services.spec import AddOn
from layers.platform.args import PlatformArgs

_T = TypeVar("_T")

PLATFORM_NAMESPACES = (
    "default",
    "kube-node-lease",
    "kube-public",
    "kube-system",
    *sorted(
        addon.namespace
        for addon in (
            AIRFLOW,
            STACK,
            aws_load_balancer_controller.ADDON,
            fluent_bit.ADDON,
            spark_operator.ADDON,
            yunikorn.ADDON,
        )
    ),
)
"""Namespaces whose logs are the platform's own."""


def observability(
    layer: Component, args: PlatformArgs, installed: dict[AddOn, Component]
) -> KubePrometheusStack:
    """Make monitoring and the collection of logs.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
        installed: Every add-on that is there; both join them.
    """
    settings, cluster = args.settings.observability, args.cluster
    access = args.settings.access.facts() if args.settings.access else None
    stack = KubePrometheusStack(
        layer.child("monitoring"),
        KubePrometheusStackArgs(
            facts=settings.facts(args.environment, args.profile, cluster, access),
            cluster=args.identity,
            topic=AlertTopicArgs(
                topic_name=names.alert_topic(args.environment, names.OWNER_PLATFORM),
                key_arn=cluster.key_arn,
                emails=settings.alerts.emails,
            ),
            sources=args.sources,
        ),
        opts=layer.child_opts(),
    )
    Monitoring(
        layer.child("monitors"),
        MonitoringArgs(
            namespace=STACK.namespace,
            targets=_there(args, TARGETS),
            rules=_there(args, rules(args)),
            dashboards=dashboards(),
        ),
        opts=layer.child_opts(depends_on=[stack]),
    )
    installed[STACK] = stack
    installed[fluent_bit.ADDON] = FluentBit(
        layer.child("logs"),
        FluentBitArgs(
            facts=fluent_bit_facts(args.environment, cluster.region),
            cluster=args.identity,
            retention_days=args.settings.logs.days(args.profile),
            sources=args.sources,
        ),
        opts=layer.child_opts(),
    )
    return stack


def rules(args: PlatformArgs) -> Mapping[str, Mapping[str, Any]]:
    """`spec` of every PrometheusRule, by name."""
    type_ = args.cluster.system_instance_type
    price = instance_types()[type_].usd_per_hour
    known = {} if price is None else {type_: price}
    return {**rule_groups.specs(), **args.settings.costs.rules(known)}


def _there(args: PlatformArgs, by_name: Mapping[str, _T]) -> Mapping[str, _T]:
    """Without what is called after a service that is switched off."""
    absent = set() if args.settings.airflow.enabled else {AIRFLOW.name}
    return {name: one for name, one in by_name.items() if name not in absent}


def fluent_bit_facts(environment: str, region: str) -> FluentBitFacts:
    """What the collector's values depend on."""
    return FluentBitFacts(
        environment=environment, region=region, platform_namespaces=PLATFORM_NAMESPACES
    )
