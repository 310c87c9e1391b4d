"""What tenants may take from each other when no node is free, and what they may not."""

from collections.abc import Iterator

import pytest

from components.services import yunikorn_queues
from tests.yunikorn.cluster import DELAY_SECONDS, SIZE, AddTenant, Cluster, Tenant

_ON_A_NODE = 8


@pytest.fixture
def urgent(cluster: Cluster) -> str:
    """A priority above that of every other pod."""
    cluster.judge.apply(
        {
            "apiVersion": "scheduling.k8s.io/v1",
            "kind": "PriorityClass",
            "metadata": {"name": "urgent"},
            "value": 1000,
        }
    )
    return "urgent"


@pytest.fixture
def fenced(cluster: Cluster) -> Iterator[None]:
    """A queue file in which every tenant has a preemption fence."""
    ours = yunikorn_queues.queues(DELAY_SECONDS)
    other = yunikorn_queues.queues(DELAY_SECONDS)
    tenants = other["partitions"][0]["queues"][0]["queues"][0]
    tenants["childtemplate"]["properties"]["preemption.policy"] = "fence"
    cluster.load(yunikorn_queues.text(other))
    yield
    cluster.load(yunikorn_queues.text(ours))


def full_of(tenant: Tenant, node: str) -> None:
    """Fill a node with pods of one tenant: twice what is guaranteed to it."""
    tenant.submit("job", _ON_A_NODE, node)
    tenant.cluster.wait(lambda: len(tenant.running()) == _ON_A_NODE, "the node is not full")


def test_a_tenant_takes_back_what_is_guaranteed_to_it(
    cluster: Cluster, tenant: AddTenant, node: str
) -> None:
    greedy, late = tenant("greedy"), tenant("late")
    full_of(greedy, node)
    late.submit("job", SIZE.guaranteed_vcpus, node)
    cluster.wait(
        lambda: len(late.running()) == SIZE.guaranteed_vcpus, "the guarantee does not hold"
    )
    assert len(greedy.running()) == _ON_A_NODE - SIZE.guaranteed_vcpus


def test_nobody_takes_what_is_guaranteed_to_another_be_it_ever_so_urgent(
    cluster: Cluster, tenant: AddTenant, node: str, urgent: str
) -> None:
    modest, pushy = tenant("modest"), tenant("pushy")
    mine = set(modest.submit("job", SIZE.guaranteed_vcpus, node))
    pushy.submit("job", SIZE.guaranteed_vcpus, node)
    cluster.wait(lambda: len(modest.running() | pushy.running()) == _ON_A_NODE, "not full")
    pushy.submit("more", 1, node, priority=urgent)
    pushy.wait_for_a_failed_preemption("more")
    assert modest.running() == mine


def test_priority_means_nothing_to_another_tenant(
    cluster: Cluster, tenant: AddTenant, node: str, urgent: str
) -> None:
    # Urgent pods beyond a guarantee lose to plain ones within theirs.
    urging, plain = tenant("urging"), tenant("plain")
    urging.submit("job", _ON_A_NODE, node, priority=urgent)
    cluster.wait(lambda: len(urging.running()) == _ON_A_NODE, "the node is not full")
    plain.submit("job", 1, node)
    cluster.wait(lambda: len(plain.running()) == 1, "priority keeps what is not guaranteed")


@pytest.mark.usefixtures("fenced")
def test_trap_a_fence_around_a_tenant_keeps_it_from_what_is_guaranteed_to_it(
    tenant: AddTenant, node: str
) -> None:
    greedy, robbed = tenant("fenced-greedy"), tenant("fenced-robbed")
    full_of(greedy, node)
    robbed.submit("job", 1, node)
    robbed.wait_for_a_failed_preemption("job")
    assert len(greedy.running()) == _ON_A_NODE
