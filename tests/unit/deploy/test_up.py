"""An environment comes up layer by layer, and goes on where it stopped."""

import threading

import pytest

from layers.stack import StackName
from strata.deploy.rounds import Outcome, State
from strata.deploy.summary import failures
from strata.deploy.up import preview, up
from strata.deploy.workspace import Counts
from strata.engine.watch import OnStep
from tests.unit.deploy.fake import FakeWorkspace, Silent

CLUSTER, PLATFORM = "dev-cluster", "dev-platform"
TENANTS = ["dev-tenant-ads", "dev-tenant-b", "dev-tenant-c"]
ALL = [StackName.parse(name) for name in (CLUSTER, PLATFORM, *TENANTS)]


def states(outcomes: list[Outcome]) -> dict[str, str]:
    return {str(one.stack): str(one.state) for one in outcomes}


def test_the_cluster_comes_first_then_the_platform_then_every_tenant() -> None:
    workspace = FakeWorkspace()
    outcomes = up(workspace, ALL, Silent(), 2)
    ups = workspace.names("up")
    assert (ups[:2], sorted(ups[2:])) == ([CLUSTER, PLATFORM], TENANTS)
    assert set(states(outcomes).values()) == {"done"}


@pytest.mark.parametrize("failing", [CLUSTER, PLATFORM])
def test_nothing_is_brought_up_on_a_layer_that_failed(failing: str) -> None:
    workspace = FakeWorkspace()
    workspace.failing = {failing: "no"}
    outcomes = states(up(workspace, ALL, Silent(), 2))
    assert outcomes[failing] == "failed"
    assert {outcomes[name] for name in TENANTS} == {"not reached"}
    assert workspace.names("up")[-1] == failing


def test_a_tenant_that_fails_stops_no_other() -> None:
    workspace = FakeWorkspace()
    workspace.failing = {"dev-tenant-ads": "no"}
    assert states(up(workspace, ALL, Silent(), 1)) == {
        CLUSTER: "done",
        PLATFORM: "done",
        "dev-tenant-ads": "failed",
        "dev-tenant-b": "done",
        "dev-tenant-c": "done",
    }


def test_a_second_run_changes_only_what_the_first_one_did_not_reach() -> None:
    workspace = FakeWorkspace()
    workspace.failing = {"dev-tenant-b": "no"}
    up(workspace, ALL, Silent(), 2)
    workspace.failing = {}
    outcomes = states(up(workspace, ALL, Silent(), 2))
    assert [name for name, state in outcomes.items() if state == "done"] == ["dev-tenant-b"]
    assert outcomes[CLUSTER] == "unchanged"


@pytest.mark.parametrize("bound", [1, 3])
def test_no_more_tenants_come_up_at_once_than_the_bound(bound: int) -> None:
    class Counting(FakeWorkspace):
        now, most = 0, 0
        full = threading.Barrier(bound)

        def up(self, stack: StackName, on_step: OnStep) -> Counts:
            with self._lock:
                self.now += 1
                self.most = max(self.most, self.now)
            # As many as may run at once must be there before one goes on.
            self.full.wait(timeout=60)
            with self._lock:
                self.now -= 1
            return super().up(stack, on_step)

    workspace = Counting()
    up(workspace, ALL[2:], Silent(), bound)
    assert workspace.most == bound


def test_a_preview_looks_at_every_layer_although_one_fails_and_changes_nothing() -> None:
    workspace = FakeWorkspace()
    workspace.failing = {CLUSTER: "no"}
    outcomes = preview(workspace, ALL, Silent(), 2)
    assert sorted(workspace.names("preview")) == sorted(map(str, ALL))
    assert (workspace.names("up"), workspace.there) == ([], {})
    assert [one.state for one in outcomes] == [State.FAILED, *[State.DONE] * 4]


def test_each_failed_stack_is_told_in_one_line() -> None:
    outcomes = [
        Outcome(stack=ALL[0], state=State.DONE),
        Outcome(stack=ALL[2], state=State.FAILED, problem="bucket a: taken\nrole b: no such user"),
        Outcome(stack=ALL[3], state=State.FAILED, problem="bucket c: taken"),
        Outcome(stack=ALL[4], state=State.NOT_REACHED),
    ]
    assert [*failures(outcomes)] == [
        "dev-tenant-ads: bucket a: taken (and 1 more)",
        "dev-tenant-b: bucket c: taken",
    ]
