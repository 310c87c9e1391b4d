"""Layer 1 on the real engine, step by step: up, three changes, a node that does not drain, down.

One environment serves every test; what happened in each step is read from the stand-in's log.
"""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from layers.stack import StackName
from strata.rehearsal.cloud import Cloud
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Event, Row
from strata.rehearsal.engine import Engine, EngineError
from strata.rehearsal.folder import RehearsalFolder
from strata.rehearsal.providers.server import serve
from strata.toolchain.binary import PULUMI
from strata.toolchain.resolve import Place, resolve
from tests.rehearsal.conftest import STACK
from tests.samples import PROJECT, ROOT

NAME = StackName("dev", "cluster")
HELD = "node ip-100-64-3-7 does not drain: pod ads/driver-1 says karpenter.sh/do-not-disrupt"

STEPS = {
    "up": ("network: {zones: [a, b]}",),
    "a pool is changed": (
        "network: {zones: [a, b]}",
        "nodePools: {sparkExecutor: {maxVcpus: 3000}}",
    ),
    "a zone is added": (
        "network: {zones: [a, b, c]}",
        "nodePools: {sparkExecutor: {maxVcpus: 3000}}",
    ),
    "the version goes up": (
        'kubernetesVersion: "1.36"',
        "network: {zones: [a, b, c]}",
        "nodePools: {sparkExecutor: {maxVcpus: 3000}}",
    ),
}


@dataclass
class History:
    """What happened in each step."""

    events: dict[str, list[Event]] = field(default_factory=dict)
    cluster: Row | None = None
    refusal: str = ""
    left_while_held: list[Row] = field(default_factory=list)
    left: list[Row] = field(default_factory=list)

    def of(self, step: str, action: str) -> list[Event]:
        """Everything of one kind that happened in a step."""
        return [event for event in self.events[step] if event.action == action]

    def places(self, step: str, action: str, *types: str) -> list[int]:
        """When things of some types were made or deleted in a step."""
        found = [event.sequence for event in self.of(step, action) if event.type in types]
        assert found, types
        return found


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    folder = RehearsalFolder(tmp_path_factory.mktemp("layer-one") / "dev")
    folder.make(PROJECT, [])
    binary = resolve(PULUMI, Place(ROOT), print)
    history = History()
    with Cloud.open(folder.cloud) as cloud, serve(cloud) as ports:
        engine = Engine(binary, folder, PROJECT.program(), ports)
        seen = 0

        def note(step: str) -> None:
            nonlocal seen
            events = cloud.events
            history.events[step] = events[seen:]
            seen = len(events)

        for step, settings in STEPS.items():
            _write(folder.root, settings)
            engine.up(NAME, lambda _: None)
            note(step)
            if step == "up":
                [history.cluster] = [row for row in cloud.inventory if row.type == t.CLUSTER]
        pool = next(row for row in cloud.inventory if row.urn.endswith("::dev-pool-general-pool"))
        cloud.stick(pool.urn, HELD)
        with pytest.raises(EngineError) as error:
            engine.destroy(NAME, lambda _: None)
        history.refusal = str(error.value)
        history.left_while_held = cloud.inventory
        note("a node does not drain")
        cloud.stick(pool.urn, None)
        engine.destroy(NAME, lambda _: None)
        note("down")
        history.left = cloud.inventory
    return history


def _write(root: Path, settings: tuple[str, ...]) -> None:
    file = root / "Pulumi.dev-cluster.yaml"
    before = file.read_text().splitlines() if file.exists() else []
    # The engine's own line, which it wrote when it made the stack.
    salt = "".join(f"{line}\n" for line in before if line.startswith("encryptionsalt"))
    file.write_text(STACK + "".join(f"    {line}\n" for line in settings) + salt)


def test_no_system_node_is_made_before_its_network(history: History) -> None:
    addons = {
        event.name: event.sequence for event in history.of("up", "create") if event.type == t.ADDON
    }
    first_node = min(history.places("up", "create", t.NODE_GROUP))
    for addon in ("vpc-cni", "kube-proxy", "eks-pod-identity-agent"):
        assert addons[f"dev-{addon}-addon"] < first_node


def test_nodes_are_made_after_every_way_out(history: History) -> None:
    ways = (t.NAT_GATEWAY, t.ROUTE, t.ROUTE_TABLE_ASSOCIATION, t.VPC_ENDPOINT)
    reserved = (*ways, t.SUBNET_CIDR_RESERVATION)
    assert max(history.places("up", "create", *reserved)) < min(
        history.places("up", "create", t.NODE_GROUP)
    )


def test_the_log_group_is_there_before_the_control_plane_writes_to_it(history: History) -> None:
    assert max(history.places("up", "create", t.LOG_GROUP)) < min(
        history.places("up", "create", t.CLUSTER)
    )


def test_the_control_plane_gets_what_the_component_has_no_input_for(history: History) -> None:
    assert history.cluster
    inputs = history.cluster.inputs
    assert inputs["kubeApiServerConfig"] == {"eventTtl": "30m"}
    garbage = inputs["kubeControllerManagerConfig"]["podGcControllerConfig"]
    assert garbage == {"terminatedPodGcThreshold": 2000}
    assert inputs["controlPlaneScalingConfig"] == {"tier": "standard"}
    assert inputs["zonalShiftConfig"] == {"enabled": False}
    assert inputs["deletionProtection"] is False
    assert inputs["accessConfig"]["bootstrapClusterCreatorAdminPermissions"] is False
    scoring = inputs["kubeSchedulerConfig"]["nodeResourcesFit"]["scoringStrategy"]
    assert scoring["type"] == "MostAllocated"


@pytest.mark.parametrize("step", list(STEPS)[1:])
def test_a_change_deletes_and_replaces_nothing_that_exists(step: str, history: History) -> None:
    assert [event.name for event in history.of(step, "delete")] == []
    assert [event.message for event in history.of(step, "refuse")] == []


def test_a_changed_pool_changes_the_pools_alone(history: History) -> None:
    changed = {event.name for event in history.of("a pool is changed", "update")}
    assert changed == {"dev-pool-spark-executor-pool", "dev-pool-spark-executor-older-pool"}
    assert history.of("a pool is changed", "create") == []


def test_a_zone_added_makes_its_own_subnets_and_nodes(history: History) -> None:
    made = {event.name for event in history.of("a zone is added", "create")}
    assert {"dev-network-nodes-c", "dev-system-nodes-c"} <= made
    assert all("-c" in name for name in made)


def test_a_version_goes_up_with_its_addons_and_nodes(history: History) -> None:
    changed = {event.name for event in history.of("the version goes up", "update")}
    assert {
        "dev-control-plane-eks-eksCluster",
        "dev-kube-proxy-addon",
        "dev-coredns-addon",
        "dev-system-nodes-a",
    } <= changed
    made = {event.name for event in history.of("the version goes up", "create")}
    assert made == {"dev-spark-ndots-policy", "dev-spark-ndots-binding"}


def test_a_node_that_does_not_drain_is_reported(history: History) -> None:
    assert history.refusal == (
        "dev-pool-general-pool (kubernetes:karpenter.sh/v1:NodePool): timed out after 30 minutes: "
        f"{HELD}; delete that pod, or wait for the pool's terminationGracePeriod, and take the "
        "stack down again"
    )


def test_a_node_that_does_not_drain_keeps_everything_that_it_needs(history: History) -> None:
    left = {row.type for row in history.left_while_held}
    needed = {
        t.NODE_POOL,
        t.EC2_NODE_CLASS,
        t.RELEASE,
        t.NODE_GROUP,
        t.ADDON,
        t.NAT_GATEWAY,
        t.ROUTE,
        t.CLUSTER,
        t.ACCESS_ENTRY,
        t.VPC,
    }
    assert needed <= left
    nodes = [row for row in history.left_while_held if row.type == t.NODE_GROUP]
    assert len(nodes) == 3


def test_once_it_drains_the_rest_goes(history: History) -> None:
    assert history.left == []


def test_pools_go_first_then_their_classes_then_karpenter(history: History) -> None:
    pools = history.places("a node does not drain", "delete", t.NODE_POOL)
    pools += history.places("down", "delete", t.NODE_POOL)
    classes = history.places("down", "delete", t.EC2_NODE_CLASS)
    releases = {
        event.name: event.sequence
        for event in history.of("down", "delete")
        if event.type == t.RELEASE
    }
    assert max(pools) < releases["dev-karpenter-controller-release"]
    assert max(classes) < releases["dev-karpenter-controller-release"]
    assert releases["dev-karpenter-controller-release"] < releases["dev-karpenter-crd-release"]


def test_ways_out_are_never_deleted_before_nodes(history: History) -> None:
    nodes = history.places("down", "delete", t.NODE_GROUP)
    ways = history.places(
        "down", "delete", t.NAT_GATEWAY, t.ROUTE, t.ROUTE_TABLE_ASSOCIATION, t.VPC_ENDPOINT
    )
    assert max(nodes) < min(ways)


def test_the_way_in_is_deleted_after_everything_inside(history: History) -> None:
    inside = [
        event.sequence
        for step in ("a node does not drain", "down")
        for event in history.of(step, "delete")
        if event.type.startswith("kubernetes:")
    ]
    entry = next(
        event.sequence
        for event in history.of("down", "delete")
        if event.type == t.ACCESS_ENTRY and event.name.startswith("dev-access-")
    )
    assert max(inside) < entry
