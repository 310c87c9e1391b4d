"""What is told of the changes that people make."""

import functools
from collections.abc import Iterable

from strata.comparison.resources import Action
from strata.plan.recording import Recording
from strata.report.build import report
from strata.report.model import Report, StackReport
from tests.plans import cluster_plan, tenant_plan

_BOUND = "arn:aws:iam::111122223333:role"


def told(before: Iterable[Recording], after: Iterable[Recording]) -> Report:
    return report([*before], [*after], targets=["dev"], revision="main")


def only(found: Report) -> StackReport:
    (stack,) = found.stacks
    return stack


def touched(stack: StackReport, *actions: Action) -> set[str]:
    return {change.name for change in stack.of(*actions)}


@functools.cache
def cluster(*settings: str) -> Recording:
    return cluster_plan(*settings)


@functools.cache
def tenant(*settings: str) -> Recording:
    return tenant_plan(*settings)


def test_another_network_block_replaces_the_vpc_and_all_that_stands_in_it() -> None:
    found = only(told([cluster()], [cluster("network: {primaryCidr: 10.99.0.0/16}")]))
    replaced = touched(found, Action.REPLACED)
    assert {"dev-network-vpc", "dev-network-private-a", "dev-network-nat-a"} <= replaced
    assert "dev-system-nodes-a" in replaced
    first = found.changes[0]
    assert (first.name, [reason.property for reason in first.reasons]) == (
        "dev-network-vpc",
        ["cidrBlock"],
    )
    assert "dev-network-private-a" in found.dependents[first.urn]


def test_a_further_pool_is_created_and_touches_nothing_else() -> None:
    after = cluster("nodePools: {own: {memory: {maxVcpus: 500}}}")
    found = only(told([cluster()], [after]))
    assert {change.action for change in found.changes} == {Action.CREATED}
    assert all("memory" in change.name for change in found.changes)


def test_another_version_of_kubernetes_updates_the_cluster_in_place() -> None:
    found = only(told([cluster()], [cluster('kubernetesVersion: "1.36"')]))
    assert touched(found, Action.REPLACED, Action.DESTROYED) == set()
    (control_plane,) = (
        change for change in found.changes if change.type == "aws:eks/cluster:Cluster"
    )
    assert [(one.path, one.old, one.new) for one in control_plane.differences] == [
        ("version", "1.35", "1.36")
    ]


def test_a_gateway_in_each_zone_costs_more() -> None:
    found = told([cluster()], [cluster("network: {nat: perZone}")])
    gained = [change for change in found.cost.added if change.item.startswith("nat-gateway")]
    assert [change.urn.rpartition("::")[2] for change in gained if change.usd] == [
        "dev-network-nat-b"
    ]
    assert found.cost.usd > 0


def test_more_people_gain_what_their_role_may() -> None:
    access = f"access: {{admins: [{_BOUND}/ads], viewers: [{_BOUND}/guests]}}"
    found = told([tenant()], [tenant(access)])
    gains = {(one.subject, one.verbs) for one in found.access if one.gained}
    assert ("role guests", ("sts:AssumeRole",)) in gains
    assert not [one for one in found.access if not one.gained]


def test_a_new_tenant_is_created_whole() -> None:
    found = only(told([], [tenant()]))
    assert found.is_new
    assert {change.action for change in found.changes} == {Action.CREATED}


def test_a_tenant_that_leaves_loses_what_it_keeps() -> None:
    found = told([tenant()], [])
    assert only(found).is_gone
    assert "aws:s3/bucket:Bucket" in {loss.type for loss in found.losses}


def test_the_same_files_change_nothing() -> None:
    assert told([cluster()], [cluster_plan()]).is_empty
    assert told([tenant()], [tenant_plan()]).is_empty
