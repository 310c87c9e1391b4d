"""A tenant's network policies: exactly what its file asks for."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, collapse_addresses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.network.public_addresses import public_blocks
from components.tenancy.network_policies import Store, stores
from strata.plan.recording import Recording
from tests.plans import cluster_plan, tenant_plan

POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
GUARD = "kubernetes:networking.k8s.aws/v1alpha1:ClusterNetworkPolicy"
# What no pod of a tenant may reach, whatever its file says.
METADATA = IPv4Address("169.254.169.254")
ALWAYS = {
    "airflow-task",
    "allow-aws",
    "allow-dns",
    "allow-intra",
    "allow-kubernetes-api",
    "allow-kubernetes-api-drivers",
    "allow-metrics",
    "allow-pod-identity",
    "default-deny",
}

LEAST = tenant_plan()
INTERNET = tenant_plan("isolation: {network: internet}")
MOST = tenant_plan(
    "isolation: {network: internet}",
    "data: {database: {}, cache: {}, topics: [{name: orders.created.v1}]}",
    "notebooks: {}",
    "historyServer: {}",
    platform=(
        "kafka: {clusterArn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/events/"
        "12345678-1234-1234-1234-123456789012-1'}"
    ),
)


def policies(plan: Recording) -> dict[str, Any]:
    return {one.inputs["metadata"]["name"]: one.inputs["spec"] for one in plan.of_type(POLICY)}


def blocks(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for rule in (*spec.get("ingress", ()), *spec.get("egress", ())):
        for peer in (*rule.get("from", ()), *rule.get("to", ())):
            if "ipBlock" in peer:
                yield peer["ipBlock"]


def networks(spec: dict[str, Any]) -> list[IPv4Network]:
    return [IPv4Network(block["cidr"]) for block in blocks(spec)]


def ports(spec: dict[str, Any]) -> list[list[int]]:
    return [[port["port"] for port in rule["ports"]] for rule in spec["egress"]]


def test_a_file_that_asks_for_nothing_has_the_least_policies() -> None:
    assert policies(LEAST).keys() == ALWAYS


def test_internet_is_one_policy_more() -> None:
    assert policies(INTERNET).keys() - ALWAYS == {"allow-internet"}


def test_by_default_pods_reach_of_the_world_s3_alone_over_https() -> None:
    spec = policies(LEAST)["allow-aws"]
    assert ports(spec) == [[443]]
    assert [str(one) for one in networks(spec)] == ["198.51.100.0/25", "198.51.100.128/25"]


@pytest.mark.parametrize("plan", [LEAST, INTERNET, MOST], ids=["least", "internet", "most"])
def test_no_block_holds_the_metadata_of_a_node(plan: Recording) -> None:
    found = [one for spec in policies(plan).values() for one in networks(spec)]
    assert found
    assert not any(METADATA in one for one in found)


@pytest.mark.parametrize("plan", [LEAST, INTERNET, MOST], ids=["least", "internet", "most"])
def test_no_rule_that_lets_out_is_without_an_end(plan: Recording) -> None:
    rules = [rule for spec in policies(plan).values() for rule in spec.get("egress", ())]
    assert all(rule.get("to") for rule in rules)


@pytest.mark.parametrize("plan", [LEAST, INTERNET, MOST], ids=["least", "internet", "most"])
def test_no_block_has_an_exception_which_amazons_agent_takes_for_a_refusal(
    plan: Recording,
) -> None:
    found = [one for spec in policies(plan).values() for one in blocks(spec)]
    assert not [one for one in found if "except" in one]


def test_the_internet_ends_where_the_vpc_begins() -> None:
    own = [IPv4Network(one) for one in ("10.0.0.0/16", "100.64.0.0/16", "172.20.0.0/16")]
    found = networks(policies(INTERNET)["allow-internet"])
    assert ports(policies(INTERNET)["allow-internet"]) == [[443]]
    assert not [one for one in found if any(one.overlaps(block) for block in own)]


def test_what_is_asked_for_opens_its_own_ports_and_no_others() -> None:
    spec = policies(MOST)["allow-data"]
    assert ports(spec) == [[5432], [6379, 6380], [9098]]
    database, cache, kafka = (rule["to"] for rule in spec["egress"])
    assert (
        database
        == cache
        == [{"ipBlock": {"cidr": cidr}} for cidr in ("10.0.192.0/20", "10.0.208.0/20")]
    )
    assert {"ipBlock": {"cidr": "10.0.0.0/16"}} in kafka


def test_each_store_opens_what_is_its_own() -> None:
    assert policies(tenant_plan("data: {queues: [{name: orders}]}")).keys() == ALWAYS
    [spec] = stores({"database": Store(blocks=["10.0.192.0/20"], ports=[5432])}).values()
    assert ports(dict(spec)) == [[5432]]


def test_credentials_are_one_address_and_two_ports() -> None:
    spec = policies(LEAST)["allow-pod-identity"]
    assert ports(spec) == [[80, 2703]]
    assert [str(one) for one in networks(spec)] == ["169.254.170.23/32"]


def test_the_kubernetes_api_is_for_drivers_and_for_pods_that_say_so() -> None:
    found = policies(LEAST)
    api = ["172.20.0.1/32", "10.0.64.0/20", "10.0.80.0/20"]
    selectors = []
    for name in ("allow-kubernetes-api", "allow-kubernetes-api-drivers"):
        assert [str(one) for one in networks(found[name])] == api
        assert ports(found[name]) == [[443]]
        selectors.append(found[name]["podSelector"])
    roles = {"key": "spark-role", "operator": "In", "values": ["driver", "connect-server"]}
    assert selectors == [
        {"matchLabels": {"strata.platform/kubernetes-api": "enabled"}},
        {"matchExpressions": [roles]},
    ]


def test_the_spark_history_server_and_notebooks_bring_no_policy_of_their_own() -> None:
    assert policies(MOST).keys() == ALWAYS | {"allow-data", "allow-internet"}


def test_where_all_of_aws_is_in_the_vpc_pods_reach_it_there(
    private: dict[str, Any],
) -> None:
    assert [str(one) for one in networks(private["allow-aws"])][:2] == [
        "10.0.64.0/20",
        "10.0.80.0/20",
    ]


def test_where_secrets_manager_is_in_the_vpc_tasks_have_no_other_way(
    private: dict[str, Any],
) -> None:
    assert list(blocks(private["airflow-task"])) == []


def test_where_it_is_not_tasks_reach_public_addresses() -> None:
    task = policies(LEAST)["airflow-task"]
    assert task["podSelector"] == {"matchLabels": {"app.kubernetes.io/name": "airflow-task"}}
    assert list(collapse_addresses(networks(task))) == networks(
        policies(INTERNET)["allow-internet"]
    )


@pytest.fixture(scope="module")
def private() -> dict[str, Any]:
    """Policies of a tenant whose cluster has endpoints for all that it calls."""
    return policies(tenant_plan(cluster="network: {endpoints: private}"))


def test_no_tenant_of_the_cluster_reaches_the_metadata_of_a_node() -> None:
    [guard] = cluster_plan().of_type(GUARD)
    assert guard.inputs["spec"] == {
        "tier": "Admin",
        "priority": 10,
        "subject": {
            "namespaces": {
                "matchExpressions": [{"key": "strata.platform/tenant", "operator": "Exists"}]
            }
        },
        "egress": [
            {
                "name": "no-instance-metadata",
                "action": "Deny",
                "to": [{"networks": ["169.254.169.254/32"]}],
            }
        ],
    }


def test_a_cluster_that_enforces_no_policies_has_none_of_its_own() -> None:
    assert cluster_plan("cni: {networkPolicy: false}").of_type(GUARD) == []


def test_a_cluster_tells_where_its_api_its_subnets_and_s3_are() -> None:
    told = cluster_plan("network: {serviceCidr: 172.30.0.0/16}").outputs
    assert told["api_address"] == "172.30.0.1"
    assert told["vpc_cidrs"] == ["10.0.0.0/16", "100.64.0.0/16", "100.65.0.0/16"]
    assert told["private_cidrs"] == ["10.0.64.0/20", "10.0.80.0/20"]
    assert told["tenant_database_cidrs"] == ["10.0.192.0/20", "10.0.208.0/20"]
    assert told["endpoints"] == "none"


def test_a_vpc_of_somebody_else_s_may_have_endpoints_where_its_owner_says() -> None:
    zones = (
        "{a: {private: {id: subnet-0123456789abcdea1, cidr: 10.1.0.0/24}, "
        "nodes: {id: subnet-0123456789abcdea2, cidr: 100.64.0.0/17}}, "
        "b: {private: {id: subnet-0123456789abcdeb1, cidr: 10.1.1.0/24}, "
        "nodes: {id: subnet-0123456789abcdeb2, cidr: 100.64.128.0/17}}}"
    )
    told = cluster_plan(
        "network: {existingVpc: {id: vpc-0a1b2c3d, cidrs: [10.1.0.0/16, 100.64.0.0/16], "
        f"zones: {zones}}}}}"
    ).outputs
    assert told["private_cidrs"] == ["10.1.0.0/24", "10.1.1.0/24"]
    assert told["tenant_database_cidrs"] == ["10.1.0.0/24", "10.1.1.0/24"]
    assert told["endpoints"] == "unknown"


@given(st.ip_addresses(v=4), st.ip_addresses(v=4), st.integers(8, 28))
def test_a_public_address_is_in_one_block_and_an_own_one_in_none(
    address: IPv4Address, own: IPv4Address, length: int
) -> None:
    block = IPv4Network(f"{own}/{length}", strict=False)
    found = [one for one in public_blocks([block]) if address in one]
    shared = IPv4Network("100.64.0.0/10")
    if address.is_global and not address.is_multicast and address not in shared:
        assert len(found) == (address not in block)
    assert len(found) <= 1
    assert not [one for one in public_blocks([block]) if own in one]
