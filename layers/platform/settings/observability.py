"""The settings of monitoring, alerts and logs."""

from typing import Annotated

from pydantic import Field

from components.observability.rule_groups import RETENTION_DAYS
from components.services.access import Access
from components.services.kube_prometheus_stack.addon import (
    USER_INTERFACE,
    KubePrometheusStackFacts,
)
from layers.cluster import ClusterOutputs, ClusterSettings
from layers.cluster.settings.control_plane import RetentionDays
from layers.email import email_address
from layers.profile import Profile
from layers.settings import Distinct, Settings, in_words

Email = Annotated[str, email_address("on-call@example.com")]
SecretName = Annotated[
    str,
    in_words(
        "must be the name of a Kubernetes Secret",
        "alertmanager-slack",
        pattern=r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$",
    ),
]


class AlertSettings(Settings):
    """Who hears of the platform's own alerts. A tenant's go to the tenant.

    They are sent to the SNS topic `strata-<environment>-platform-alerts`, to which a pager or a
    chat can subscribe without a change here.
    """

    emails: Distinct[Email] = ()
    """Addresses that get a mail. Each must confirm once, by a link that AWS sends."""

    slack_secret: SecretName | None = None
    """Kubernetes Secret in `monitoring` whose key `url` is the address of a Slack webhook. Make it
    yourself; Alertmanager does not start until it is there."""


class ObservabilitySettings(Settings):
    """Prometheus, Alertmanager and Grafana."""

    retention_days: Annotated[int, Field(ge=RETENTION_DAYS, le=400)] = 35
    """How long samples are kept, in days; cost compares a month with the one before. Full, the
    volume lets go of the oldest before."""

    volume_gib: Annotated[int, Field(ge=10, le=16384)] | None = None
    """Volume of each Prometheus, in GiB: 50 in dev, 200 in prod. It can grow and not shrink."""

    alerts: AlertSettings = AlertSettings()
    """Who hears of the platform's own alerts."""

    def facts(
        self,
        environment: str,
        profile: Profile,
        cluster: ClusterOutputs | ClusterSettings,
        access: Access | None,
    ) -> KubePrometheusStackFacts:
        """What the stack's values depend on.

        Args:
            environment: Environment.
            profile: What the profile sets.
            cluster: What layer 1 promises, or its settings: account and region are in both.
            access: How people come in from outside; none: they forward a port.
        """
        return KubePrometheusStackFacts(
            environment=environment,
            account=cluster.account,
            region=cluster.region,
            replicas=profile.replicas,
            millicores=profile.prometheus_millicores,
            memory_mib=profile.prometheus_memory_mib,
            volume_gib=self.volume_gib or profile.prometheus_volume_gib,
            retention_days=self.retention_days,
            state_metrics_memory_mib=profile.state_metrics_memory_mib,
            slack_secret=self.alerts.slack_secret or "",
            url=access.url(USER_INTERFACE) if access else "",
            login=access.oidc if access else None,
        )


class LogSettings(Settings):
    """What pods and nodes write, in CloudWatch Logs."""

    retention_days: RetentionDays | None = None
    """How long the platform's own logs are kept, in days: 7 in dev, 90 in prod."""

    def days(self, profile: Profile) -> int:
        """How long the platform's own logs are kept."""
        return self.retention_days or profile.log_retention_days
