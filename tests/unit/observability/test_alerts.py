"""Alerts: to whom they go, and what of them stays secret. Routing itself: tests/rules."""

import dataclasses
import json

import pytest

from components.observability import monitors
from components.services.access import Oidc
from components.services.kube_prometheus_stack import addon, alertmanager
from components.services.kube_prometheus_stack.values import values
from components.tenancy import network_policies
from components.tenancy.alert_route import AlertRoute
from strata.plan.recorder import record
from strata.plan.recording import Recording
from strata.wire import Secret
from tests.plans import platform_plan
from tests.samples import ACCOUNT, KEY, MONITORING, REGION, SAMPLES

TOPIC, SUBSCRIPTION = "aws:sns/topic:Topic", "aws:sns/topicSubscription:TopicSubscription"

LOGIN = Oidc(
    issuer_url="https://login.example.com",
    authorization_endpoint="https://login.example.com/authorize",
    token_endpoint="https://login.example.com/token",  # noqa: S106 - an address
    user_info_endpoint="https://login.example.com/userinfo",
    client_id="strata",
    client_secret_arn=f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:strata/dev/access/c-a1",
)


def receiver(facts: addon.KubePrometheusStackFacts) -> dict[str, object]:
    return dict(alertmanager.config(facts)["receivers"][0])


def test_the_platform_s_alerts_go_to_its_topic() -> None:
    assert receiver(MONITORING) == {
        "name": "platform",
        "sns_configs": [
            {
                "topic_arn": f"arn:aws:sns:{REGION}:{ACCOUNT}:strata-dev-platform-alerts",
                "sigv4": {"region": REGION},
                "send_resolved": True,
            }
        ],
    }


def test_a_webhook_s_address_is_read_from_a_file() -> None:
    facts = dataclasses.replace(MONITORING, slack_secret="alertmanager-slack")  # noqa: S106
    address = "/etc/alertmanager/secrets/alertmanager-slack/url"
    assert receiver(facts)["slack_configs"] == [{"api_url_file": address, "send_resolved": True}]
    spec = values(facts)["alertmanager"]["alertmanagerSpec"]
    assert spec["secrets"] == ["alertmanager-slack"]


def test_the_topic_in_the_configuration_is_the_one_that_is_made(
    dev: dict[str, Recording],
) -> None:
    (topic,) = dev["dev-platform"].of_type(TOPIC)
    release = dev["dev-platform"].named("dev-monitoring-chart-release").inputs["values"]
    (sns,) = release["alertmanager"]["config"]["receivers"][0]["sns_configs"]
    assert sns["topic_arn"].endswith(f":{topic.inputs['name']}")


def test_each_address_gets_a_mail() -> None:
    plan = platform_plan("observability: {alerts: {emails: [a@example.com, b@example.com]}}")
    assert [one.inputs["endpoint"] for one in plan.of_type(SUBSCRIPTION)] == [
        "a@example.com",
        "b@example.com",
    ]


def test_a_tenant_s_route_needs_no_change_of_the_platform() -> None:
    spec = values(MONITORING)["alertmanager"]["alertmanagerSpec"]
    anyone = {"matchExpressions": [{"key": "strata.platform/tenant", "operator": "Exists"}]}
    # Without the second, only routes in the stack's own namespace are read.
    assert spec["alertmanagerConfigSelector"] == anyone
    assert spec["alertmanagerConfigNamespaceSelector"] == anyone


def test_a_tenant_s_route_can_catch_its_own_alerts_alone() -> None:
    spec = values(MONITORING)["alertmanager"]["alertmanagerSpec"]
    assert spec["alertmanagerConfigMatcherStrategy"] == {"type": "OnNamespace"}
    changed = values(MONITORING)["prometheus"]["prometheusSpec"]["additionalAlertRelabelConfigs"]
    assert changed == [
        {
            "source_labels": ["tenant"],
            "regex": "(.+)",
            "target_label": "namespace",
            "action": "replace",
        }
    ]


def inhibition(source: str) -> dict[str, object]:
    rules = alertmanager.config(MONITORING)["inhibit_rules"]
    return next(dict(one) for one in rules if one["source_matchers"] == [source])


def test_what_is_critical_silences_the_same_warning_of_the_same_instance() -> None:
    rule = inhibition('severity = "critical"')
    assert rule["target_matchers"] == ['severity =~ "warning|info"']
    assert rule["equal"] == ["namespace", "alertname", "instance"]


def test_a_note_about_a_tenant_s_cost_is_never_silenced_for_being_alone() -> None:
    rule = inhibition('alertname = "InfoInhibitor"')
    assert 'tenant = ""' in str(rule["target_matchers"])


def test_what_only_silences_others_reaches_nobody() -> None:
    rule = inhibition('alertname = "Watchdog"')
    assert rule["target_matchers"] == ['alertname = "InfoInhibitor"']


def test_alertmanager_may_send_to_topics_of_alerts_and_to_nothing_else() -> None:
    send, encrypt = json.loads(alertmanager.policy(MONITORING, KEY))["Statement"]
    assert send["Action"] == ["sns:Publish"]
    assert send["Resource"] == [f"arn:aws:sns:{REGION}:{ACCOUNT}:strata-dev-*-alerts"]
    assert encrypt["Resource"] == [KEY]
    assert encrypt["Condition"] == {
        "StringEquals": {"kms:ViaService": f"sns.{REGION}.amazonaws.com"}
    }


def test_alertmanager_runs_as_the_account_that_has_its_rights(dev: dict[str, Recording]) -> None:
    name = f"dev-monitoring-alertmanager-identity-{addon.ALERTMANAGER_ACCOUNT}-association"
    found = dev["dev-platform"].named(name).inputs
    assert (found["namespace"], found["serviceAccount"]) == (
        "monitoring",
        "kube-prometheus-stack-alertmanager",
    )


def route() -> Recording:
    def build() -> None:
        AlertRoute("x", SAMPLES[AlertRoute])

    return record(build)


def test_a_tenant_hears_of_its_alerts_by_mail() -> None:
    plan = route()
    topics = {one.inputs["name"]: one.inputs["kmsMasterKeyId"] for one in plan.of_type(TOPIC)}
    assert topics == {"strata-dev-ads-alerts": KEY, "strata-dev-ads_cost-alerts": KEY}
    mails = [one.inputs["endpoint"] for one in plan.of_type(SUBSCRIPTION)]
    assert mails == ["ads@example.com", "finops@example.com"]
    (config,) = plan.of_type("kubernetes:monitoring.coreos.com/v1alpha1:AlertmanagerConfig")
    assert config.inputs["metadata"]["labels"] == {"strata.platform/tenant": "ads"}
    assert config.inputs["metadata"]["namespace"] == "ads"


def test_alertmanager_may_send_to_a_tenant_s_topic() -> None:
    topics = [one.inputs["name"] for one in route().of_type(TOPIC)]
    send, _ = json.loads(alertmanager.policy(MONITORING, KEY))["Statement"]
    (allowed,) = send["Resource"]
    before, after = allowed.rpartition(":")[2].split("*")
    assert all(name.startswith(before) and name.endswith(after) for name in topics)


def test_prometheus_alone_may_read_a_driver_s_page() -> None:
    policy = network_policies.metrics_policy()
    assert policy["podSelector"] == {"matchLabels": monitors.TARGETS["spark-drivers"].labels}
    (rule,) = policy["ingress"]
    (source,) = rule["from"]
    assert source == {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}},
        "podSelector": {"matchLabels": {"app.kubernetes.io/name": "prometheus"}},
    }
    assert rule["ports"] == [{"protocol": "TCP", "port": monitors.SPARK_DRIVER_PORT}]


@pytest.mark.parametrize(("facts", "there"), [(MONITORING, False), (None, True)])
def test_people_log_into_grafana_through_the_provider_where_there_is_one(
    facts: addon.KubePrometheusStackFacts | None, *, there: bool
) -> None:
    known = facts or dataclasses.replace(MONITORING, url="https://grafana.example.com", login=LOGIN)
    grafana = values(known)["grafana"]
    assert ("auth.generic_oauth" in grafana["grafana.ini"]) is there
    assert ("GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET" in grafana["envValueFrom"]) is there


def test_the_client_s_secret_is_in_no_value_of_the_chart() -> None:
    access = (
        "access: {domain: data.example.com, certificateArn: "
        f"'arn:aws:acm:{REGION}:{ACCOUNT}:certificate/12345678-1234-1234-1234-123456789012', "
        "oidc: {issuerUrl: https://login.example.com, "
        "authorizationEndpoint: https://login.example.com/authorize, "
        "tokenEndpoint: https://login.example.com/token, "
        "userInfoEndpoint: https://login.example.com/userinfo, clientId: strata, "
        f"clientSecretArn: '{LOGIN.client_secret_arn}'}}}}"
    )
    plan = platform_plan(access)
    grafana = plan.named("dev-monitoring-chart-release").inputs["values"]["grafana"]
    assert LOGIN.client_secret_arn not in json.dumps(grafana)
    assert grafana["grafana.ini"]["server"]["root_url"] == "https://grafana.data.example.com"
    content = plan.named("dev-monitoring-grafana-login").inputs["stringData"]
    assert isinstance(content, Secret)
