"""Alertmanager: which alert goes to whom.

An alert about a tenant goes to that tenant, all others to the platform's topic. A tenant's route is
an AlertmanagerConfig in its own namespace, to which the operator adds `namespace="<its own>"`; so
no tenant is named here, and no route can catch another tenant's alerts.

Sources: https://prometheus.io/docs/alerting/latest/configuration/ and
https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/alertmanager/amcfg.go
"""

from collections.abc import Mapping
from typing import Any

from components import names
from components.helm_release import Values
from components.placement import ON_SYSTEM_NODES
from components.policy_documents import allow, allow_key, document
from components.services.kube_prometheus_stack import addon
from components.services.kube_prometheus_stack.addon import KubePrometheusStackFacts
from components.services.kube_prometheus_stack.volumes import claim

RECEIVER = "platform"
NOBODY = "nobody"

_SECRETS = "/etc/alertmanager/secrets"
_TENANTS: Mapping[str, Any] = {
    "matchExpressions": [{"key": names.LABEL_TENANT, "operator": "Exists"}]
}

TENANT_IS_NAMESPACE: Mapping[str, Any] = {
    # An alert that sums up a tenant has lost its namespace, and its namespace is its name.
    "source_labels": ["tenant"],
    "regex": "(.+)",
    "target_label": "namespace",
    "action": "replace",
}
"""What Prometheus changes about an alert before it sends it."""


def values(facts: KubePrometheusStackFacts) -> Values:
    """Alertmanager's part of the chart's values."""
    return {
        "config": config(facts),
        "podDisruptionBudget": {"enabled": facts.replicas > 1},
        "alertmanagerSpec": {
            "replicas": facts.replicas,
            "alertmanagerConfigSelector": _TENANTS,
            # Unset, only the stack's own namespace would be looked at.
            "alertmanagerConfigNamespaceSelector": _TENANTS,
            "alertmanagerConfigMatcherStrategy": {"type": "OnNamespace"},
            "secrets": [facts.slack_secret] if facts.slack_secret else [],
            "storage": claim(addon.ALERTMANAGER_VOLUME_GIB),
            "podAntiAffinityTopologyKey": "topology.kubernetes.io/zone",
            "resources": addon.alertmanager(facts).resources,
            **ON_SYSTEM_NODES,
        },
    }


def config(facts: KubePrometheusStackFacts) -> Mapping[str, Any]:
    """Alertmanager's own configuration. It holds no secret: a webhook's address is in a file."""
    receiver: dict[str, Any] = {
        "name": RECEIVER,
        "sns_configs": [
            {
                "topic_arn": facts.topic_arn,
                "sigv4": {"region": facts.region},
                "send_resolved": True,
            }
        ],
    }
    if facts.slack_secret:
        address = f"{_SECRETS}/{facts.slack_secret}/url"
        receiver["slack_configs"] = [{"api_url_file": address, "send_resolved": True}]
    return {
        "route": {
            "receiver": RECEIVER,
            "group_by": ["namespace", "alertname"],
            "group_wait": "30s",
            "group_interval": "5m",
            "repeat_interval": "12h",
            # It only says that the way from Prometheus is open.
            "routes": [{"receiver": NOBODY, "matchers": ['alertname = "Watchdog"']}],
        },
        "inhibit_rules": _inhibitions(),
        "receivers": [receiver, {"name": NOBODY}],
    }


def _inhibitions() -> list[Mapping[str, Any]]:
    # Without the instance, one node in need would hide the warnings of all others.
    same = ["namespace", "alertname", "instance"]
    return [
        {
            "source_matchers": ['severity = "critical"'],
            "target_matchers": ['severity =~ "warning|info"'],
            "equal": same,
        },
        {
            "source_matchers": ['severity = "warning"'],
            "target_matchers": ['severity = "info"'],
            "equal": same,
        },
        {
            # The chart's rule would silence every note about a tenant's cost, which is alone in
            # its namespace as a rule.
            "source_matchers": ['alertname = "InfoInhibitor"'],
            "target_matchers": ['severity = "info"', 'tenant = ""'],
            "equal": ["namespace"],
        },
        # It is there to silence others. A tenant's route comes before all of ours, so no route of
        # ours could keep it from a tenant.
        {
            "source_matchers": ['alertname = "Watchdog"'],
            "target_matchers": ['alertname = "InfoInhibitor"'],
        },
    ]


def policy(facts: KubePrometheusStackFacts, key_arn: str) -> str:
    """What Alertmanager may do in AWS: send to topics of alerts, the tenants' too.

    Args:
        facts: What the stack depends on.
        key_arn: Key that encrypts the topics.
    """
    topics = names.alert_topic(facts.environment, "*")
    return document(
        allow(
            "Send",
            ["sns:Publish"],
            [f"arn:aws:sns:{facts.region}:{facts.account}:{topics}"],
        ),
        allow_key(
            "Encrypt",
            ["kms:Decrypt", "kms:GenerateDataKey"],
            [key_arn],
            service="sns",
            region=facts.region,
        ),
    )
