"""Monitors, rules and routes, judged by a real API server and the operator's real definitions."""

from collections.abc import Mapping
from typing import Any

import pytest

from components import names
from components.observability import monitors, rule_groups
from components.observability.monitors import TARGETS
from components.tenancy import alert_route
from tests.kubernetes.judge import Judge, RefusedError, lost
from tests.samples import ACCOUNT, REGION

Manifest = dict[str, Any]

TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:strata-dev-ads-alerts"


def manifest(
    kind: str, name: str, spec: Mapping[str, Any], version: str = monitors.API_VERSION
) -> Manifest:
    return {
        "apiVersion": version,
        "kind": kind,
        "metadata": {"name": name, "namespace": "default"},
        "spec": dict(spec),
    }


def route() -> Manifest:
    version = "monitoring.coreos.com/v1alpha1"
    found = manifest("AlertmanagerConfig", "owner", alert_route.spec(TOPIC, REGION), version)
    found["metadata"]["labels"] = {names.LABEL_TENANT: "ads"}
    return found


MANIFESTS = {
    **{
        f"monitor {name}": manifest(target.kind, name, monitors.spec(name, target))
        for name, target in TARGETS.items()
    },
    **{
        f"rules {name}": manifest("PrometheusRule", name, spec)
        for name, spec in rule_groups.specs().items()
    },
    "route of a tenant": route(),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_the_api_server_takes_it_whole(name: str, judge: Judge) -> None:
    wanted = MANIFESTS[name]
    assert list(lost(wanted, judge.place(wanted))) == []


def test_a_monitor_with_a_misspelt_field_is_refused(judge: Judge) -> None:
    found = manifest("PodMonitor", "broken", monitors.spec("coredns", TARGETS["coredns"]))
    found["spec"]["podMetricsEndpoint"] = []
    with pytest.raises(RefusedError) as error:
        judge.apply(found)
    assert str(error.value) == (
        "failed to create typed patch object (default/broken; monitoring.coreos.com/v1, "
        "Kind=PodMonitor): .spec.podMetricsEndpoint: field not declared in schema"
    )
