"""Who hears of which alert: Alertmanager's own tool reads the routes as the operator puts them."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from components.services.kube_prometheus_stack import alertmanager
from components.tenancy.alert_route import RECEIVER, spec
from strata.toolchain.binary import AMTOOL
from strata.toolchain.resolve import Place, resolve
from tests.samples import ACCOUNT, MONITORING, REGION, ROOT

TENANTS = ("ads", "search")


def merged() -> dict[str, Any]:
    """The configuration with every tenant's route before our own.

    Source: https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/alertmanager/amcfg.go
    (`AddAlertmanagerConfigs`, and `getEnforcer` of the strategy OnNamespace)
    """
    found: dict[str, Any] = json.loads(json.dumps(alertmanager.config(MONITORING)))
    routes = []
    for tenant in TENANTS:
        own = spec(f"arn:aws:sns:{REGION}:{ACCOUNT}:strata-dev-{tenant}-alerts", REGION)
        name = f"{tenant}/{RECEIVER}/{own['route']['receiver']}"
        routes.append({"receiver": name, "matchers": [f'namespace="{tenant}"'], "continue": True})
        (receiver,) = own["receivers"]
        (topic,) = receiver["snsConfigs"]
        sns = {"topic_arn": topic["topicARN"], "sigv4": topic["sigv4"]}
        found["receivers"].append({"name": name, "sns_configs": [sns]})
    found["route"]["routes"] = [*routes, *found["route"]["routes"]]
    return found


@pytest.fixture(scope="module")
def amtool() -> Path:
    """amtool, found or made."""
    return resolve(AMTOOL, Place(ROOT), print)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration, in a file."""
    file = tmp_path_factory.mktemp("routes") / "alertmanager.yml"
    # JSON is YAML.
    file.write_text(json.dumps(merged()))
    return file


def said(amtool: Path, *arguments: str) -> str:
    done = subprocess.run(
        [str(amtool), *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def receivers(amtool: Path, config: Path, labels: dict[str, str]) -> str:
    """Who hears of an alert, after Prometheus has said in it whose it is."""
    rule = alertmanager.TENANT_IS_NAMESPACE
    (source,) = rule["source_labels"]
    if labels.get(source):
        labels = {**labels, rule["target_label"]: labels[source]}
    pairs = [f"{name}={value}" for name, value in labels.items()]
    return said(amtool, "config", "routes", "test", f"--config.file={config}", *pairs)


def test_alertmanager_can_read_what_it_is_given(amtool: Path, config: Path) -> None:
    assert "SUCCESS" in said(amtool, "check-config", str(config))


@pytest.mark.parametrize(
    ("labels", "heard_by"),
    [
        # A rule of ours, which sums up a tenant.
        ({"alertname": "TenantCostSpike", "tenant": "ads"}, "ads/owner/owner"),
        (
            {"alertname": "TenantCostMonthOverMonth", "tenant": "search", "severity": "info"},
            "search/owner/owner",
        ),
        # A rule of the chart, which knows a namespace alone.
        ({"alertname": "KubePodCrashLooping", "namespace": "ads"}, "ads/owner/owner"),
        ({"alertname": "KubePodCrashLooping", "namespace": "airflow"}, "platform"),
        # Told by a service of the platform of a tenant.
        (
            {"alertname": "AirflowDagRunFailed", "namespace": "airflow", "tenant": "ads"},
            "ads/owner/owner",
        ),
        ({"alertname": "KarpenterDown", "namespace": "kube-system"}, "platform"),
        ({"alertname": "ApiServer5xx", "severity": "critical"}, "platform"),
        # A tenant whose stack made no route.
        ({"alertname": "TenantCostSpike", "tenant": "new"}, "platform"),
        ({"alertname": "Watchdog", "severity": "none"}, "nobody"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value.values()),
)
def test_an_alert_goes_to_whom_it_is_about_and_nobody_else(
    labels: dict[str, str], heard_by: str, amtool: Path, config: Path
) -> None:
    assert receivers(amtool, config, labels) == heard_by
