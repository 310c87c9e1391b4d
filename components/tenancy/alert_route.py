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


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertRouteArgs:
    """What a tenant's route needs.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        namespace: Its namespace.
        emails: Who gets a mail, such as its owner.
        region: AWS region.
        key_arn: Key that encrypts the topic.
    """

    environment: str
    tenant: str
    namespace: pulumi.Input[str]
    emails: tuple[str, ...]
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
        topic = AlertTopic(
            self.child("alerts"),
            AlertTopicArgs(
                topic_name=names.alert_topic(args.environment, args.tenant),
                key_arn=args.key_arn,
                emails=args.emails,
            ),
            opts=self.child_opts(),
        )
        kubernetes.apiextensions.CustomResource(
            self.child("route"),
            api_version="monitoring.coreos.com/v1alpha1",
            kind="AlertmanagerConfig",
            metadata={
                "name": RECEIVER,
                "namespace": args.namespace,
                "labels": {names.LABEL_TENANT: args.tenant},
            },
            spec=spec(topic.topic_arn, args.region),
            opts=self.child_opts(),
        )
        self.topic_arn = topic.topic_arn
        self.finish()


def spec(topic_arn: pulumi.Input[str], region: str) -> Mapping[str, Any]:
    """`spec` of the AlertmanagerConfig.

    Source: https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/Documentation/api-reference/api.md#alertmanagerconfig
    """
    topic = {"topicARN": topic_arn, "sigv4": {"region": region}, "sendResolved": True}
    return {
        "route": {
            "receiver": RECEIVER,
            "groupBy": ["alertname"],
            "groupWait": "30s",
            "groupInterval": "5m",
            "repeatInterval": "12h",
        },
        "receivers": [{"name": RECEIVER, "snsConfigs": [topic]}],
    }
