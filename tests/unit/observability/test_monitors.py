"""Monitors: each finds what it is for, and a tenant can tell Prometheus nothing but its own."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from components.observability import monitors
from components.observability.monitors import TARGETS, spec
from components.spark import spark_conf
from strata.plan.recording import Recording
from tests.unit.observability.exposed import EXPOSED

each_target = pytest.mark.parametrize("name", TARGETS)


def endpoints(name: str) -> list[dict[str, Any]]:
    found = spec(name, TARGETS[name])
    both = [*found.get("endpoints", []), *found.get("podMetricsEndpoints", [])]
    return [dict(one) for one in both]


def test_what_is_exposed_is_known_of_every_monitor() -> None:
    assert set(EXPOSED) == set(TARGETS)


@each_target
def test_a_monitor_is_of_the_kind_that_finds_its_target(name: str) -> None:
    assert TARGETS[name].kind == EXPOSED[name].kind


@each_target
def test_a_monitor_looks_where_its_target_is(name: str) -> None:
    assert TARGETS[name].namespace == EXPOSED[name].namespace


@each_target
def test_a_monitor_selects_its_target(name: str) -> None:
    assert TARGETS[name].labels.items() <= EXPOSED[name].labels.items()


@each_target
def test_a_monitor_names_a_port_that_its_target_has(name: str) -> None:
    assert {one["port"] for one in endpoints(name)} <= set(EXPOSED[name].ports)


@each_target
def test_a_series_says_in_job_which_monitor_brought_it(name: str) -> None:
    for one in endpoints(name):
        assert {"targetLabel": "job", "replacement": name} in one["relabelings"]


def test_yunikorn_is_read_at_the_scheduler_s_port_and_not_at_the_page_s() -> None:
    (one,) = endpoints("yunikorn")
    assert EXPOSED["yunikorn"].ports[one["port"]] == 9080
    assert one["path"] == "/ws/v1/metrics"


def test_the_cache_s_setup_is_read_at_a_port_that_no_pod_declares() -> None:
    (one,) = endpoints("node-local-dns-setup")
    (moved,) = [rule for rule in one["relabelings"] if rule["targetLabel"] == "__address__"]
    replacement = moved["replacement"].replace("$1", r"\1")
    assert re.sub(f"^{moved['regex']}$", replacement, "10.0.0.1:9253") == "10.0.0.1:9353"
    assert 9353 not in EXPOSED["node-local-dns-setup"].ports.values()


def test_a_driver_is_read_where_spark_is_told_to_answer() -> None:
    paths = {one["path"] for one in endpoints("spark-drivers")}
    conf = spark_conf._METRICS
    assert conf["spark.metrics.conf.driver.sink.prometheusServlet.path"] in paths
    assert conf["spark.ui.prometheus.enabled"] == "true"
    assert "/metrics/executors/prometheus/" in paths


@pytest.mark.parametrize(
    ("series", "kept"),
    [
        ("metrics_executor_rddBlocks", True),
        ("metrics_spark_driver_jvm_heap_used_Number", True),
        ("kube_pod_labels", False),
        ("spark_application_failure_count", False),
        ("karpenter_cloudprovider_instance_type_offering_price_estimate", False),
    ],
)
def test_a_driver_cannot_give_itself_out_for_another_exporter(series: str, *, kept: bool) -> None:
    for one in endpoints("spark-drivers"):
        (rule,) = one["metricRelabelings"]
        assert rule["action"] == "keep"
        assert bool(re.fullmatch(rule["regex"], series)) is kept


def test_a_driver_s_own_labels_never_win_over_its_namespace() -> None:
    for one in endpoints("spark-drivers"):
        assert not one.get("honorLabels", False)
        tenant = {"sourceLabels": ["__meta_kubernetes_namespace"], "targetLabel": "tenant"}
        assert tenant in one["relabelings"]


def test_a_driver_cannot_flood_prometheus() -> None:
    found = spec("spark-drivers", TARGETS["spark-drivers"])
    # A thousand executors tell some fifty numbers each.
    assert 50 * 1000 < found["sampleLimit"] <= 200_000


def test_only_the_spark_operator_s_labels_win_over_those_of_its_target() -> None:
    assert [name for name in TARGETS if TARGETS[name].honor_labels] == ["spark-operator"]


def test_no_chart_but_prometheus_own_brings_a_monitor(dev: dict[str, Recording]) -> None:
    for recording in dev.values():
        for release in recording.of_type("kubernetes:helm.sh/v3:Release"):
            if release.inputs["chart"] != "kube-prometheus-stack":
                assert list(switched_on(release.inputs.get("values", {}))) == []


def switched_on(values: Any, path: str = "") -> Iterator[str]:
    """Paths of values that would make a monitor."""
    if not isinstance(values, dict):
        return
    for key, value in values.items():
        below = f"{path}.{key}"
        if key in {"serviceMonitor", "podMonitor"} and value.get("enabled", value.get("create")):
            yield below
        yield from switched_on(value, below)


def test_every_monitor_and_rule_waits_for_the_definitions(dev: dict[str, Recording]) -> None:
    platform = dev["dev-platform"]
    objects = platform.named("dev-monitors")
    release = platform.named("dev-monitoring-chart-release")
    assert release.urn in objects.depends_on
    kinds = ("PodMonitor", "ServiceMonitor", "PrometheusRule")
    made = [
        one
        for kind in kinds
        for one in platform.of_type(f"kubernetes:{monitors.API_VERSION}:{kind}")
    ]
    assert len(made) > len(TARGETS)
    assert {one.parent for one in made} == {objects.urn}
