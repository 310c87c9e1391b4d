"""The stack itself: its topic, its secrets, its rights, and the release after all of them."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
import pulumi_random as random

from components.base import Component
from components.observability.alert_topic import AlertTopic, AlertTopicArgs
from components.services import install
from components.services.identity import ClusterIdentity, ServiceIdentity, ServiceIdentityArgs
from components.services.kube_prometheus_stack import alertmanager
from components.services.kube_prometheus_stack.addon import (
    ADDON,
    ALERTMANAGER_ACCOUNT,
    GRAFANA_SECRET,
    KubePrometheusStackFacts,
)
from components.services.kube_prometheus_stack.grafana import LOGIN_SECRET
from components.services.kube_prometheus_stack.values import values
from components.sources import ORIGINALS, Sources


@dataclass(frozen=True, kw_only=True, slots=True)
class KubePrometheusStackArgs:
    """What the stack needs.

    Attributes:
        facts: What its values depend on.
        cluster: Which cluster it runs in.
        topic: Where the platform's own alerts go.
        sources: Where its chart and images come from.
    """

    facts: KubePrometheusStackFacts
    cluster: ClusterIdentity
    topic: AlertTopicArgs
    sources: Sources = ORIGINALS


class KubePrometheusStack(Component):
    """Prometheus, Alertmanager and Grafana, and the definitions of monitors and rules.

    Whatever makes a monitor or a rule depends on it.

    Attributes:
        grafana_secret: Name of the Secret that holds Grafana's own account.
        topic_arn: ARN of the topic that the platform's own alerts are sent to.
    """

    TYPE = "strata:services:KubePrometheusStack"

    grafana_secret: pulumi.Output[str]
    topic_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: KubePrometheusStackArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        namespace = install.namespace(self, ADDON)
        place = namespace.metadata.name
        topic = AlertTopic(self.child("alerts"), args.topic, opts=self.child_opts())
        account = self._secret(
            GRAFANA_SECRET,
            place,
            {"admin-user": pulumi.Output.from_input("admin"), "admin-password": self._password()},
        )
        before: list[pulumi.Resource] = [topic, account, self._identity(args)]
        if args.facts.login:
            client = aws.secretsmanager.get_secret_version_output(
                secret_id=args.facts.login.client_secret_arn,
                opts=pulumi.InvokeOutputOptions(parent=self),
            )
            before.append(
                self._secret(LOGIN_SECRET, place, {"client-secret": client.secret_string})
            )
        release = install.release(self, ADDON, values(args.facts), args.sources, before)
        self.grafana_secret = release.status.apply(lambda _: GRAFANA_SECRET)
        self.topic_arn = topic.topic_arn
        self.finish()

    def _password(self) -> pulumi.Output[str]:
        made = random.RandomPassword(
            self.child("grafana-password"), length=32, special=False, opts=self.child_opts()
        )
        return made.result

    def _secret(
        self, name: str, namespace: pulumi.Input[str], content: dict[str, pulumi.Output[str]]
    ) -> pulumi.Resource:
        return kubernetes.core.v1.Secret(
            self.child(name),
            metadata={"name": name, "namespace": namespace},
            string_data=content,
            opts=self.child_opts(),
        )

    def _identity(self, args: KubePrometheusStackArgs) -> pulumi.Resource:
        policy = pulumi.Output.from_input(args.topic.key_arn).apply(
            lambda key_arn: alertmanager.policy(args.facts, key_arn)
        )
        return ServiceIdentity(
            self.child("alertmanager-identity"),
            ServiceIdentityArgs(
                cluster=args.cluster,
                purpose="alertmanager",
                namespace=ADDON.namespace,
                service_accounts=(ALERTMANAGER_ACCOUNT,),
                documents={"alerts": policy},
            ),
            opts=self.child_opts(),
        )
