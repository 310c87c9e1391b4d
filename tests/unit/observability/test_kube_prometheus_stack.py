"""The monitoring stack: what its chart would do wrong by itself, and what it holds."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from components.observability import rule_groups
from components.services.kube_prometheus_stack import addon
from components.services.kube_prometheus_stack.exporters import (
    KUBE_STATE_METRICS_LABELS,
    NODE_EXPORTER_ARGUMENTS,
)
from components.services.kube_prometheus_stack.values import values
from components.storage import storage_classes
from strata.plan.recording import Planned, Recording
from strata.wire import Secret
from tests.samples import MONITORING

LARGE = dataclasses.replace(MONITORING, replicas=2)


def at(path: str, facts: addon.KubePrometheusStackFacts = MONITORING) -> Any:
    """The value at a dotted path."""
    found: Any = values(facts)
    for key in path.split("."):
        found = found[key]
    return found


@pytest.mark.parametrize("kind", ["rule", "serviceMonitor", "podMonitor", "probe", "scrapeConfig"])
def test_prometheus_reads_objects_that_do_not_carry_its_release_s_label(kind: str) -> None:
    assert at(f"prometheus.prometheusSpec.{kind}SelectorNilUsesHelmValues") is False


def test_an_upgrade_brings_new_definitions_along() -> None:
    # Helm installs what is in crds/ once, and never again.
    assert at("crds.upgradeJob.enabled") is True
    assert at("crds.upgradeJob.image.busybox.tag") != "latest"


HOOKS = ["crds.upgradeJob", "prometheusOperator.admissionWebhooks.patch"]
PODS = [
    "prometheus.prometheusSpec",
    "alertmanager.alertmanagerSpec",
    "grafana",
    "kube-state-metrics",
    "prometheusOperator",
]


@pytest.mark.parametrize("path", [*HOOKS, *PODS])
def test_every_pod_has_a_place_on_the_system_nodes(path: str) -> None:
    # A hook without a place waits for a node that never comes, and the release with it.
    assert at(path)["nodeSelector"] == {"strata.platform/pool": "system"}
    assert at(path)["tolerations"] == [{"key": "CriticalAddonsOnly", "operator": "Exists"}]


@pytest.mark.parametrize("path", [*HOOKS, *PODS, "prometheus-node-exporter", "grafana.sidecar"])
def test_every_pod_says_what_it_needs(path: str) -> None:
    resources = at(path)["resources"]
    assert set(resources["requests"]) == {"cpu", "memory"}
    assert resources["limits"] == {"memory": resources["requests"]["memory"]}


@pytest.mark.parametrize(
    "part", ["kubeControllerManager", "kubeEtcd", "kubeProxy", "kubeScheduler"]
)
def test_nothing_is_scraped_that_eks_does_not_show(part: str) -> None:
    assert at(part) == {"enabled": False}


def test_prometheus_may_read_what_eks_tells_of_its_control_plane() -> None:
    (rule,) = at("prometheus.additionalRulesForClusterRole")
    assert rule == {
        "apiGroups": ["metrics.eks.amazonaws.com"],
        "resources": ["kcm/metrics", "ksh/metrics"],
        "verbs": ["get"],
    }


@pytest.mark.parametrize("alert", ["KubeCPUOvercommit", "KubeMemoryOvercommit", "KubePodNotReady"])
def test_no_alert_calls_a_queue_or_an_empty_cluster_a_fault(alert: str) -> None:
    assert at("defaultRules.disabled")[alert] is True


def test_no_label_is_asked_for_by_a_star() -> None:
    for kind, labels in KUBE_STATE_METRICS_LABELS.items():
        assert "*" not in "".join(labels), kind


def test_kube_state_metrics_cannot_read_secrets() -> None:
    assert "secrets" in at("kube-state-metrics.collectorsExclude")


def test_a_node_tells_what_ec2_did_not_let_it_do() -> None:
    assert "--collector.ethtool" in NODE_EXPORTER_ARGUMENTS
    assert "--collector.ethtool.metrics-include=.*allowance.*" in NODE_EXPORTER_ARGUMENTS


def test_the_interface_of_a_pod_is_no_series() -> None:
    excluded = [one for one in NODE_EXPORTER_ARGUMENTS if "net" in one and "eni|veth" in one]
    assert len(excluded) == 2


def test_what_reads_a_node_stays_on_nodes_that_evict() -> None:
    assert at("prometheus-node-exporter.tolerations") == [{"operator": "Exists"}]


def test_kubelets_beyond_the_thousandth_are_found() -> None:
    assert at("prometheusOperator.kubeletEndpointsEnabled") is False
    assert at("prometheusOperator.kubeletEndpointSliceEnabled") is True
    assert at("prometheus.prometheusSpec.serviceDiscoveryRole") == "EndpointSlice"


def test_samples_end_before_the_volume_does() -> None:
    spec = at("prometheus.prometheusSpec")
    volume = spec["storageSpec"]["volumeClaimTemplate"]["spec"]
    assert volume["storageClassName"] == storage_classes.DEFAULT
    assert volume["resources"] == {"requests": {"storage": "50Gi"}}
    assert spec["retentionSize"] == "42GiB"


def test_a_month_can_be_compared_with_the_one_before() -> None:
    assert MONITORING.retention_days > rule_groups.RETENTION_DAYS


def test_copies_survive_the_loss_of_a_zone() -> None:
    for part in ("prometheus.prometheusSpec", "alertmanager.alertmanagerSpec"):
        assert at(part, LARGE)["replicas"] == 2
        assert at(part, LARGE)["podAntiAffinityTopologyKey"] == "topology.kubernetes.io/zone"


@pytest.mark.parametrize("part", ["prometheus", "alertmanager"])
@pytest.mark.parametrize(("facts", "kept"), [(MONITORING, False), (LARGE, True)])
def test_one_of_two_copies_stays_while_nodes_are_replaced(
    part: str, facts: addon.KubePrometheusStackFacts, *, kept: bool
) -> None:
    # With one copy a budget would hold the node for ever.
    assert at(f"{part}.podDisruptionBudget.enabled", facts) is kept


def test_a_tenant_s_config_map_is_no_dashboard_and_no_data_source() -> None:
    for what in ("dashboards", "datasources"):
        sidecar = at(f"grafana.sidecar.{what}")
        assert sidecar["searchNamespace"] == addon.NAMESPACE
        assert sidecar["resource"] == "configmap"
    assert at("grafana.rbac") == {"namespaced": True}


def test_a_small_stack_fits_what_dev_has_for_it() -> None:
    idle = addon.idle(MONITORING)
    own = [pods for pods in idle.pods if not pods.each_node]
    assert sum(pods.copies * pods.millicores for pods in own) <= 1000
    assert sum(pods.copies * pods.memory_mib for pods in own) <= 4096
    assert idle.volume_gib == 51


def test_what_is_held_counts_every_copy() -> None:
    copies = {pods.name: pods.copies for pods in addon.idle(LARGE).pods}
    assert (copies["prometheus"], copies["alertmanager"], copies["reloaders"]) == (2, 2, 4)
    assert addon.idle(LARGE).volume_gib == 102


def secrets(recording: Recording, name: str) -> Planned:
    return recording.named(f"dev-monitoring-{name}")


def test_grafana_s_password_is_made_and_never_shown(dev: dict[str, Recording]) -> None:
    platform = dev["dev-platform"]
    content = secrets(platform, addon.GRAFANA_SECRET).inputs["stringData"]
    assert isinstance(content, Secret)
    release = platform.named("dev-monitoring-chart-release").inputs["values"]
    assert release["grafana"]["admin"] == {"existingSecret": addon.GRAFANA_SECRET}
    assert "adminPassword" not in release["grafana"]
    assert platform.named("dev-monitoring-grafana-password").type.endswith(":RandomPassword")


def texts(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for one in value.values():
                yield from texts(one)
        case list():
            for one in value:
                yield from texts(one)
        case str():
            yield value


def test_no_image_is_whatever_is_newest() -> None:
    assert "latest" not in set(texts(values(MONITORING)))


def test_every_dashboard_is_a_config_map_of_its_own(dev: dict[str, Recording]) -> None:
    platform = dev["dev-platform"]
    made = [
        one
        for one in platform.of_type("kubernetes:core/v1:ConfigMap")
        if addon.DASHBOARD_LABEL in one.inputs["metadata"].get("labels", {})
    ]
    assert made
    for one in made:
        (name,) = one.inputs["data"]
        # Grafana tells files apart by their names alone, the chart's too.
        assert name.startswith("strata-")
        assert len(one.inputs["data"][name]) < 1024 * 1024


def test_every_rule_file_is_an_object_of_its_own(dev: dict[str, Recording]) -> None:
    made = dev["dev-platform"].of_type("kubernetes:monitoring.coreos.com/v1:PrometheusRule")
    names = [one.inputs["metadata"]["name"] for one in made]
    assert set(rule_groups.specs()) <= set(names)
    # Without prices no cost has a number.
    assert "cost-prices" in names


def test_series_of_a_node_name_it_as_the_alerts_about_it_do() -> None:
    [relabeling] = values(MONITORING)["prometheus-node-exporter"]["prometheus"]["monitor"][
        "relabelings"
    ]
    assert relabeling == {
        "sourceLabels": ["__meta_kubernetes_pod_node_name"],
        "targetLabel": "node",
    }
