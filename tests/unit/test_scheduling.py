"""Every pod of the platform fits a node: nothing is unschedulable by construction."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from components import names
from components.compute.instance_types import InstanceType, instance_types
from components.compute.max_pods import reserved_mib, reserved_millicores
from components.services.spec import Pods
from layers.platform.idle import idle
from layers.profile import PROFILES, ProfileName
from strata.cluster_settings import cluster_settings
from strata.plan.recording import Recording
from strata.platform_settings import platform_settings
from tests.samples import PROJECT

Pod = dict[str, Any]

_SYSTEM = {"strata.platform/pool": "system", "kubernetes.io/arch": "arm64"}
_SYSTEM_TAINTS = [{"key": names.CRITICAL_ADDONS_TAINT, "value": "true", "effect": "NoSchedule"}]

# Requests of what charts and add-ons run, where our values leave them as they are: millicores and
# MiB of one copy, and copies. DaemonSets run on every node.
# Sources: the pinned charts' values, and the add-ons' manifests.
DAEMON_SETS = {
    "aws-node": (50, 0),
    "kube-proxy": (100, 0),
    "eks-pod-identity-agent": (0, 0),
    "eks-node-monitoring-agent": (10, 30),
    "ebs-csi-node": (30, 120),
    "node-local-dns": (25, 64),
}
UNSAID = {"metrics-server": (100, 200, 2), "ebs-csi-controller": (60, 240, 2)}


def mib(text: str) -> int:
    number, unit = int(text[:-2]), text[-2:]
    return number * {"Mi": 1, "Gi": 1024}[unit]


def millicores(text: str) -> int:
    return int(text[:-1]) if text.endswith("m") else int(text) * 1000


def placements(recordings: dict[str, Recording]) -> dict[str, Pod]:
    """Selector, tolerations and requests of each service that our values place."""
    found: dict[str, Pod] = {}
    for recording in recordings.values():
        for release in recording.of_type("kubernetes:helm.sh/v3:Release"):
            _collect(release.name, release.inputs.get("values", {}), found)
        for addon in recording.of_type("aws:eks/addon:Addon"):
            text = addon.inputs.get("configurationValues")
            _collect(addon.name, json.loads(text) if text else {}, found)
    return found


def _collect(name: str, values: Any, found: dict[str, Pod]) -> None:
    if not isinstance(values, dict):
        return
    if "nodeSelector" in values or "tolerations" in values:
        found[name] = values
    for key, child in values.items():
        _collect(f"{name}/{key}", child, found)


def tolerated(taint: dict[str, str], tolerations: list[dict[str, str]]) -> bool:
    return any(
        one.get("key") in (None, taint["key"])
        and one.get("effect") in (None, taint["effect"])
        and (one.get("operator") == "Exists" or one.get("value") == taint.get("value"))
        for one in tolerations
    )


def fits(pod: Pod, labels: dict[str, str], taints: list[dict[str, str]]) -> bool:
    selector = pod.get("nodeSelector", {})
    return all(labels.get(key) == value for key, value in selector.items()) and all(
        tolerated(taint, pod.get("tolerations", [])) for taint in taints
    )


def nodes(cluster: Recording) -> dict[str, tuple[dict[str, str], list[dict[str, str]]]]:
    """Labels and taints of each kind of node."""
    found = {"system": (_SYSTEM, _SYSTEM_TAINTS)}
    for pool in cluster.of_type("kubernetes:karpenter.sh/v1:NodePool"):
        template = pool.inputs["spec"]["template"]
        labels = template["metadata"]["labels"]
        found[pool.name] = (labels, template["spec"].get("taints", []))
    return found


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_every_service_fits_the_nodes_that_it_asks_for(
    environment: str, request: pytest.FixtureRequest
) -> None:
    recordings = request.getfixturevalue(environment)
    kinds = nodes(recordings[f"{environment}-cluster"])
    placed = placements(recordings)
    assert len(placed) >= 8
    homeless = [
        name
        for name, pod in placed.items()
        if not any(fits(pod, labels, taints) for labels, taints in kinds.values())
    ]
    assert homeless == []


def test_the_device_plugin_runs_on_gpu_nodes_alone(dev: dict[str, Recording]) -> None:
    plugin = placements(dev)["dev-nvidia-device-plugin-chart-release"]
    kinds = nodes(dev["dev-cluster"])
    assert [name for name, kind in kinds.items() if fits(plugin, *kind)] == ["dev-pool-gpu-pool"]


def test_a_driver_and_an_executor_fit_their_pools_and_no_other(
    dev: dict[str, Recording],
) -> None:
    kinds = nodes(dev["dev-cluster"])
    for pool in ("spark-driver", "spark-executor"):
        toleration = {"key": names.LABEL_POOL, "operator": "Equal", "value": pool}
        pod = {"nodeSelector": {names.LABEL_POOL: pool}, "tolerations": [toleration]}
        assert all(pool in name for name, kind in kinds.items() if fits(pod, *kind))


def allocatable(type_: InstanceType, max_pods: int) -> tuple[int, int]:
    """Millicores and MiB that a node has for pods.

    Source: https://karpenter.sh/v1.14/reference/instance-types/ (the share that the hypervisor
    takes) and kubelet's default eviction threshold of 100 MiB.
    """
    memory = (type_.memory_mib - 64) * 0.925 - reserved_mib(max_pods) - 100
    return type_.vcpus * 1000 - reserved_millicores(type_.vcpus), int(memory)


def requested(pod: Pod) -> tuple[int, int]:
    requests = pod.get("resources", {}).get("requests", {})
    return millicores(requests.get("cpu", "0m")), mib(requests.get("memory", "0Mi"))


def services(profile: ProfileName, recordings: dict[str, Recording]) -> list[Pods]:
    """Every pod of the system nodes: those of layer 1, and what layer 2's services state."""
    cluster = recordings[f"{profile}-cluster"]
    karpenter = cluster.named(f"{profile}-karpenter-controller-release").inputs["values"]
    coredns = json.loads(cluster.named(f"{profile}-coredns-addon").inputs["configurationValues"])
    wanted = (
        ("karpenter", 2, *requested(karpenter["controller"])),
        ("coredns", coredns["autoScaling"]["minReplicas"], *requested(coredns)),
        *((name, copies, cpu, memory) for name, (cpu, memory, copies) in UNSAID.items()),
    )
    stack = PROJECT.stack(f"{profile}-platform")
    held = idle(
        profile, platform_settings(PROJECT, stack), cluster_settings(PROJECT, stack.below()[0])
    )
    return [
        *(
            Pods(name=name, copies=copies, millicores=cpu, memory_mib=memory)
            for name, copies, cpu, memory in wanted
        ),
        *(
            Pods(name=name, copies=1, millicores=cpu, memory_mib=memory, each_node=True)
            for name, (cpu, memory) in DAEMON_SETS.items()
        ),
        *(pods for one in held.values() for pods in one.pods),
    ]


@dataclass
class Node:
    """A node, what is left of it, and the pods on it that other nodes have no copy of."""

    millicores: int
    memory_mib: int
    only: list[Pods] = field(default_factory=list)

    def take(self, pod: Pods) -> None:
        self.millicores -= pod.millicores
        self.memory_mib -= pod.memory_mib
        if pod.copies == 1:
            self.only.append(pod)


def system_nodes(profile: ProfileName, pods: list[Pods]) -> list[Node]:
    """The system nodes of a profile, with what runs on every one of them."""
    wanted = PROFILES[profile]
    cpu, memory = allocatable(instance_types()[wanted.system_instance_type], 30)
    each = [one for one in pods if one.each_node]
    cpu -= sum(one.copies * one.millicores for one in each)
    memory -= sum(one.copies * one.memory_mib for one in each)
    return [Node(cpu, memory) for _ in range(wanted.zones)]


def homeless(pods: list[Pods], nodes: list[Node]) -> list[str]:
    """Place copies, the largest first, where most is left; names of those that find no room."""
    left = []
    for pod in sorted(pods, key=lambda one: -one.memory_mib):
        free = [
            node
            for node in nodes
            if node.millicores >= pod.millicores and node.memory_mib >= pod.memory_mib
        ]
        if free:
            max(free, key=lambda node: node.memory_mib).take(pod)
        else:
            left.append(pod.name)
    return left


def copies(pods: list[Pods]) -> list[Pods]:
    return [one for one in pods if not one.each_node for _ in range(one.copies)]


@pytest.mark.parametrize("profile", ["dev", "prod"])
def test_all_critical_pods_fit_the_system_nodes(
    profile: ProfileName, request: pytest.FixtureRequest
) -> None:
    pods = services(profile, request.getfixturevalue(profile))
    assert homeless(copies(pods), system_nodes(profile, pods)) == []


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_in_production_the_others_have_room_for_what_only_a_lost_node_ran(
    lost: int, prod: dict[str, Recording]
) -> None:
    pods = services("prod", prod)
    nodes = system_nodes("prod", pods)
    homeless(copies(pods), nodes)
    gone = nodes.pop(lost)
    assert homeless(gone.only, nodes) == []
