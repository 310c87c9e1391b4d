"""Pods that a chart makes: placed, sized, from copies."""

from typing import Any

import pytest

from strata.charts.pods import Nodes, nodes, problems
from strata.plan.recording import Recording

POOL = {"strata.platform/pool": "system"}
TAINT = {"key": "CriticalAddonsOnly", "value": "true", "effect": "NoSchedule"}
SYSTEM = Nodes(labels={**POOL, "kubernetes.io/os": "linux"}, taints=(TAINT,))
GENERAL = Nodes(labels={"strata.platform/pool": "general"}, taints=())
REQUESTS = {"requests": {"cpu": "1", "memory": "1Gi"}}
CONTAINER = {"name": "web", "image": "mirror/web:1", "resources": REQUESTS}
PLACED = {
    "nodeSelector": POOL,
    "tolerations": [{"key": "CriticalAddonsOnly", "operator": "Exists"}],
    "containers": [CONTAINER],
}


def made(spec: dict[str, Any], kind: str = "Deployment", name: str = "web") -> dict[str, Any]:
    return {"kind": kind, "metadata": {"name": name}, "spec": {"template": {"spec": spec}}}


def found(thing: dict[str, Any]) -> list[str]:
    return list(problems(thing, [SYSTEM, GENERAL], "mirror"))


@pytest.mark.parametrize(
    "thing",
    [
        made(PLACED),
        made({**PLACED, "nodeSelector": {}}, kind="DaemonSet"),
        {"kind": "Pod", "metadata": {"name": "web"}, "spec": PLACED},
        {
            "kind": "CronJob",
            "metadata": {"name": "web"},
            "spec": {"jobTemplate": {"spec": {"template": {"spec": PLACED}}}},
        },
        {
            "kind": "Prometheus",
            "metadata": {"name": "web"},
            "spec": {**PLACED, "containers": [], "image": "mirror/p:1", "resources": REQUESTS},
        },
        {"kind": "ConfigMap", "metadata": {"name": "web"}, "data": {}},
    ],
    ids=lambda thing: thing["kind"],
)
def test_a_pod_that_is_placed_and_sized_is_no_problem(thing: dict[str, Any]) -> None:
    assert found(thing) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"nodeSelector": {"strata.platform/pool": "gone"}},
        {"nodeSelector": {**POOL, "kubernetes.io/arch": "amd64"}},
        {"tolerations": []},
        {"tolerations": [{"key": "other", "operator": "Exists"}]},
        {"tolerations": [{"key": "CriticalAddonsOnly", "value": "no"}]},
        {"tolerations": [{"operator": "Exists", "effect": "NoExecute"}]},
    ],
    ids=str,
)
def test_a_pod_that_no_node_takes_is_a_problem(wrong: dict[str, Any]) -> None:
    assert found(made({**PLACED, **wrong})) == [
        "no node takes its pods; give them the nodeSelector and tolerations of one"
    ]


@pytest.mark.parametrize(
    "toleration",
    [
        {"operator": "Exists"},
        {"key": "CriticalAddonsOnly", "operator": "Exists", "effect": "NoSchedule"},
        {"key": "CriticalAddonsOnly", "value": "true"},
    ],
    ids=str,
)
def test_a_taint_is_tolerated_in_all_the_ways_of_kubernetes(toleration: dict[str, str]) -> None:
    assert found(made({**PLACED, "tolerations": [toleration]})) == []


def test_a_pod_that_chooses_no_pool_is_a_problem() -> None:
    assert found(made({**PLACED, "nodeSelector": {}})) == [
        "its pods may run anywhere; give them a nodeSelector of strata.platform/pool"
    ]


def test_daemons_that_wait_for_a_label_nobody_sets_are_no_problem() -> None:
    spec = {**PLACED, "nodeSelector": {"nvidia.com/mps.capable": "true"}}
    name = "nvidia-device-plugin-mps-control-daemon"
    assert found(made(spec, kind="DaemonSet", name=name)) == []


@pytest.mark.parametrize(
    ("resources", "missing"),
    [
        (None, "no cpu and no memory"),
        ({"limits": {"memory": "1Gi"}}, "no cpu and no memory"),
        ({"requests": {"cpu": "1"}}, "no memory"),
    ],
)
def test_a_container_without_requests_is_a_problem(
    resources: dict[str, Any] | None, missing: str
) -> None:
    spec = {**PLACED, "containers": [{**CONTAINER, "resources": resources}]}
    assert found(made(spec)) == [f"container web requests {missing}"]


@pytest.mark.parametrize(
    "own",
    [
        {"image": "quay.io/web:1"},
        {"args": ["--reloader=quay.io/web:1"]},
        {"command": ["run", "quay.io/web@sha256:0a1b"]},
        {"env": [{"name": "IMAGE", "value": "quay.io/web:1"}]},
    ],
    ids=str,
)
def test_an_image_of_its_own_registry_is_a_problem(own: dict[str, Any]) -> None:
    for place in ("containers", "initContainers"):
        image = "quay.io/web@sha256:0a1b" if "command" in own else "quay.io/web:1"
        both = {**PLACED, place: [{**CONTAINER, **own}]}
        assert found(made(both)) == [
            (
                f"container web takes {image} from its own registry although there are copies; "
                "name the image among its add-on's, or the registry in "
                "layers/cluster/settings/sources.py"
            )
        ]


def test_an_address_that_a_command_is_told_of_is_no_image() -> None:
    args = [
        "--listen=:8080",
        "--url=https://example.com/a:1",
        "--host=example.com:80",
        "-v=1.2/3:4",
    ]
    assert found(made({**PLACED, "containers": [{**CONTAINER, "args": args}]})) == []


def test_the_nodes_are_those_of_the_system_and_of_every_pool(prod: dict[str, Recording]) -> None:
    kinds = nodes(prod["prod-cluster"])
    by_pool = {one.labels["strata.platform/pool"]: one for one in kinds}
    assert set(by_pool) == {"system", "general", "gpu", "spark-driver", "spark-executor"}
    assert by_pool["system"].take(PLACED)
    linux = {"nodeSelector": {"kubernetes.io/os": "linux"}}
    assert [name for name, one in by_pool.items() if one.take(linux)] == ["general"]
    assert by_pool["system"].take({**PLACED, "nodeSelector": linux["nodeSelector"]})


def test_a_taint_without_a_value_is_tolerated_without_one() -> None:
    node = Nodes(labels={}, taints=({"key": "a", "effect": "NoSchedule"},))
    assert node.take({"tolerations": [{"key": "a"}]})
    assert not node.take({"tolerations": [{"key": "a", "value": "true"}]})
