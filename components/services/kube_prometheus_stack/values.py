"""Values that differ from the chart's defaults.

Source: https://github.com/prometheus-community/helm-charts/blob/kube-prometheus-stack-88.5.3/charts/kube-prometheus-stack/values.yaml
"""

from collections.abc import Mapping
from typing import Any

from components import names, versions
from components.helm_release import Values
from components.placement import ON_SYSTEM_NODES
from components.services.kube_prometheus_stack import addon, alertmanager, grafana
from components.services.kube_prometheus_stack.addon import KubePrometheusStackFacts
from components.services.kube_prometheus_stack.exporters import (
    KUBE_STATE_METRICS_LABELS,
    NODE_EXPORTER_ARGUMENTS,
    NODE_EXPORTER_NODE,
)
from components.services.kube_prometheus_stack.volumes import claim

# Of a volume: the rest is for what is being written and put together.
_USABLE = 0.85

_OFF: Mapping[str, Any] = {"enabled": False}


def values(facts: KubePrometheusStackFacts) -> Values:
    """Values that differ from the chart's defaults."""
    return {
        **_control_plane(),
        "crds": {"upgradeJob": _definitions()},
        "defaultRules": _rules(),
        "prometheusOperator": _operator(facts),
        "prometheus": _prometheus(facts),
        "alertmanager": alertmanager.values(facts),
        "grafana": grafana.values(facts),
        "kubelet": {"serviceMonitor": {"cAdvisorInterval": "30s"}},
        "kube-state-metrics": {
            **ON_SYSTEM_NODES,
            "metricLabelsAllowlist": [
                f"{kind}=[{','.join(labels)}]" for kind, labels in KUBE_STATE_METRICS_LABELS.items()
            ],
            # It needs no right to read anybody's Secrets.
            "collectorsExclude": ["secrets", "configmaps"],
            "resources": addon.state_metrics(facts).resources,
        },
        "prometheus-node-exporter": {
            # The default lets taints that evict it be.
            "tolerations": [{"operator": "Exists"}],
            "priorityClassName": "system-node-critical",
            "resources": addon.NODE_EXPORTER.resources,
            "extraArgs": list(NODE_EXPORTER_ARGUMENTS),
            "prometheus": {"monitor": {"relabelings": [NODE_EXPORTER_NODE]}},
        },
    }


def _control_plane() -> Mapping[str, Any]:
    """What does not exist on EKS, or is watched by a monitor of ours."""
    absent = ("kubeControllerManager", "kubeEtcd", "kubeProxy", "kubeScheduler")
    return dict.fromkeys((*absent, "coreDns"), _OFF)


def _definitions() -> Mapping[str, Any]:
    # Helm installs the definitions of a crds/ folder once and never upgrades them; this job does.
    return {
        "enabled": True,
        "image": {"busybox": {"tag": versions.BUSYBOX}},
        "resources": addon.HOOK.resources,
        **ON_SYSTEM_NODES,
    }


def _rules() -> Mapping[str, Any]:
    groups = (
        "etcd",
        "kubeControllerManager",
        "kubeProxy",
        "kubeSchedulerAlerting",
        "kubeSchedulerRecording",
        "windows",
    )
    alerts = (
        # Capacity is bought when it is asked for; no node stands by.
        "KubeCPUOvercommit",
        "KubeMemoryOvercommit",
        # A pod that waits in its tenant's queue is not stuck.
        "KubePodNotReady",
    )
    return {"rules": dict.fromkeys(groups, False), "disabled": dict.fromkeys(alerts, True)}


def _operator(facts: KubePrometheusStackFacts) -> Mapping[str, Any]:
    return {
        **ON_SYSTEM_NODES,
        "resources": addon.OPERATOR.resources,
        "prometheusConfigReloader": {"resources": addon.reloaders(facts).resources},
        "admissionWebhooks": {"patch": {"resources": addon.HOOK.resources, **ON_SYSTEM_NODES}},
        # An Endpoints object ends at a thousand nodes.
        "kubeletEndpointsEnabled": False,
        "kubeletEndpointSliceEnabled": True,
    }


def _prometheus(facts: KubePrometheusStackFacts) -> Mapping[str, Any]:
    # Otherwise it reads only what carries this release's label: none of the monitors and rules.
    every = dict.fromkeys(
        (
            "ruleSelectorNilUsesHelmValues",
            "serviceMonitorSelectorNilUsesHelmValues",
            "podMonitorSelectorNilUsesHelmValues",
            "probeSelectorNilUsesHelmValues",
            "scrapeConfigSelectorNilUsesHelmValues",
        ),
        False,
    )
    return {
        "podDisruptionBudget": {"enabled": facts.replicas > 1},
        # Source: https://docs.aws.amazon.com/eks/latest/userguide/view-raw-metrics.html
        "additionalRulesForClusterRole": [
            {
                "apiGroups": ["metrics.eks.amazonaws.com"],
                "resources": ["kcm/metrics", "ksh/metrics"],
                "verbs": ["get"],
            }
        ],
        "prometheusSpec": {
            **every,
            "replicas": facts.replicas,
            "podAntiAffinityTopologyKey": "topology.kubernetes.io/zone",
            "serviceDiscoveryRole": "EndpointSlice",
            "scrapeInterval": "30s",
            "evaluationInterval": "30s",
            "externalLabels": {"cluster": names.cluster(facts.environment)},
            "additionalAlertRelabelConfigs": [alertmanager.TENANT_IS_NAMESPACE],
            "retention": f"{facts.retention_days}d",
            "retentionSize": f"{int(facts.volume_gib * _USABLE)}GiB",
            "storageSpec": claim(facts.volume_gib),
            "resources": addon.prometheus(facts).resources,
            **ON_SYSTEM_NODES,
        },
    }
