"""Every pod of a tenant before everything in the network: what is not declared is refused."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pytest

from strata.isolation.network_ends import Ends
from strata.isolation.network_matrix import OTHER, OWN, Row, rows
from strata.plan.recording import Recording

POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"

EVERY_POD = frozenset(
    {
        "driver",
        "Spark Connect",
        "executor",
        "any other pod",
        "Airflow task",
        "hub",
        "notebook",
        "spark-history-server",
        "api",
    }
)
# They make pods, and so ask the API of the cluster.
MAKERS = frozenset({"driver", "Spark Connect", "Airflow task", "hub", "notebook"})

# From a tenant that asks for everything but the internet, to what is not its own pods.
REACHES = {
    ("CoreDNS", "TCP 53"): EVERY_POD,
    ("CoreDNS", "UDP 53"): EVERY_POD,
    ("the DNS cache of the node", "TCP 53"): EVERY_POD,
    ("the DNS cache of the node", "UDP 53"): EVERY_POD,
    ("the Service kube-dns", "TCP 53"): EVERY_POD,
    ("the Service kube-dns", "UDP 53"): EVERY_POD,
    ("Pod Identity's agent", "TCP 80"): EVERY_POD,
    ("Pod Identity's agent", "TCP 2703"): EVERY_POD,
    ("the Service of the Kubernetes API", "TCP 443"): MAKERS,
    ("an interface of the control plane", "TCP 443"): MAKERS,
    ("S3", "TCP 443"): EVERY_POD,
    ("a tenant's database", "TCP 5432"): EVERY_POD,
    ("a tenant's cache", "TCP 6379"): EVERY_POD,
    ("a tenant's cache", "TCP 6380"): EVERY_POD,
    ("a broker of Kafka", "TCP 9098"): EVERY_POD,
    ("Airflow's API", "TCP 8080"): frozenset({"Airflow task"}),
    # DAGs may come from a Git server anywhere.
    ("the internet", "TCP 443"): frozenset({"Airflow task"}),
}


@pytest.fixture(scope="module")
def matrix(planned: list[Recording]) -> list[Row]:
    return rows(planned)


def reached(found: Sequence[Row]) -> dict[tuple[str, str], frozenset[str]]:
    """Who gets to what."""
    sources: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in found:
        if row.allowed:
            sources[row.target, row.port].add(row.source)
    return {what: frozenset(who) for what, who in sources.items()}


def test_the_pods_of_a_tenant_reach_exactly_what_is_declared(matrix: list[Row]) -> None:
    outward = [one for one in matrix if one.source in EVERY_POD and not one.target.startswith(OWN)]
    assert reached(outward) == REACHES


def test_every_pod_that_a_tenant_may_have_is_tried(planned: list[Recording]) -> None:
    assert {frozenset(pods) for pods in Ends(planned).tenants.values()} == {EVERY_POD}


@pytest.mark.parametrize("turned", [False, True], ids=["from-the-first", "from-the-second"])
def test_no_pod_of_a_tenant_reaches_a_pod_of_another(
    planned: list[Recording], turned: bool
) -> None:
    *below, first, second = planned
    found = rows([*below, second, first] if turned else planned)
    crossing = [one for one in found if one.target.startswith(OTHER)]
    assert {one.source for one in crossing} == EVERY_POD
    assert [one for one in crossing if one.allowed] == []


def test_pods_of_a_tenant_reach_each_other_on_every_port(matrix: list[Row]) -> None:
    inside = [one for one in matrix if one.target.startswith(OWN)]
    assert [one for one in inside if not one.allowed] == []


def test_of_the_platform_prometheus_alone_reaches_a_tenant_and_its_metrics_alone(
    matrix: list[Row],
) -> None:
    inward = [one for one in matrix if one.source not in EVERY_POD]
    assert reached(inward) == {("a tenant's driver", "TCP 4040"): frozenset({"Prometheus"})}


def test_without_its_policies_everything_of_a_tenant_is_open(planned: list[Recording]) -> None:
    bare = [
        replace(one, resources=[each for each in one.resources if each.type != POLICY])
        for one in planned
    ]
    assert [one for one in rows(bare) if not one.allowed] == []
