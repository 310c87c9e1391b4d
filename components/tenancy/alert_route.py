"""AlertRoute: a tenant hears of its own alerts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components import names
from components.base import Component
from components.observability.alert_topic import AlertTopic, AlertTopicArgs

RECEIVER = "owner"
COST_RECEIVER = "cost"
COST_ALERTS = "(Tenant|Dataset)Cost.+"
"""Names of alerts about cost."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertRouteArgs:
    """What a tenant's route needs.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        namespace: Its namespace.
        emails: Who gets a mail, such as its owner.
        cost_emails: Who else gets one of alerts about cost.
        region: AWS region.
        key_arn: Key that encrypts the topic.
    """

    environment: str
    tenant: str
    namespace: pulumi.Input[str]
    emails: tuple[str, ...]
    cost_emails: tuple[str, ...] = ()
    region: str
    key_arn: pulumi.Input[str]


class AlertRoute(Component):
    """The tenant's topic, and the route to it.

    Alertmanager takes it up by itself: it may send to every topic that is called as this one is,
    and the operator adds to the route that an alert's namespace must be this one.

    Attributes:
        topic_arn: ARN of the topic.
    """

    TYPE = "strata:tenancy:AlertRoute"

    topic_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: AlertRouteArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        topic = self._topic(
            "alerts", names.alert_topic(args.environment, args.tenant), args.key_arn, args.emails
        )
        cost = None
        if args.cost_emails:
            title = names.cost_topic(args.environment, args.tenant)
            cost = self._topic("cost", title, args.key_arn, args.cost_emails)
        kubernetes.apiextensions.CustomResource(
            self.child("route"),
            api_version="monitoring.coreos.com/v1alpha1",
            kind="AlertmanagerConfig",
            metadata={
                "name": RECEIVER,
                "namespace": args.namespace,
                "labels": {names.LABEL_TENANT: args.tenant},
            },
            spec=spec(topic.topic_arn, args.region, cost.topic_arn if cost else None),
            opts=self.child_opts(),
        )
        self.topic_arn = topic.topic_arn
        self.finish()

    def _topic(
        self, suffix: str, topic_name: str, key_arn: pulumi.Input[str], emails: tuple[str, ...]
    ) -> AlertTopic:
        return AlertTopic(
            self.child(suffix),
            AlertTopicArgs(topic_name=topic_name, key_arn=key_arn, emails=emails),
            opts=self.child_opts(),
        )


def spec(
    topic_arn: pulumi.Input[str], region: str, cost_arn: pulumi.Input[str] | None = None
) -> Mapping[str, Any]:
    """`spec` of the AlertmanagerConfig.

    Args:
        topic_arn: ARN of the topic of every alert.
        region: AWS region.
        cost_arn: ARN of the topic that those about cost are sent to, too; none: there is none.

    Source: https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/Documentation/api-reference/api.md#alertmanagerconfig
    """
    route: dict[str, Any] = {
        "receiver": RECEIVER,
        "groupBy": ["alertname"],
        "groupWait": "30s",
        "groupInterval": "5m",
        "repeatInterval": "12h",
    }
    receivers = [{"name": RECEIVER, "snsConfigs": [_sent(region, topic_arn)]}]
    if cost_arn is not None:
        about_cost = {"name": "alertname", "matchType": "=~", "value": COST_ALERTS}
        route["routes"] = [{"receiver": COST_RECEIVER, "matchers": [about_cost]}]
        both = [_sent(region, arn) for arn in (topic_arn, cost_arn)]
        receivers.append({"name": COST_RECEIVER, "snsConfigs": both})
    return {"route": route, "receivers": receivers}


def _sent(region: str, topic_arn: pulumi.Input[str]) -> dict[str, Any]:
    return {"topicARN": topic_arn, "sigv4": {"region": region}, "sendResolved": True}
