"""The evaluator on every example of Kubernetes' own documents.

https://kubernetes.io/docs/concepts/services-networking/network-policies/
"""

from collections.abc import Mapping
from typing import Any

import pytest

from strata.isolation.network import Address, End, Pod, Policy, Port, connects

DATABASE = {"role": "db"}
FRONT_END = {"role": "frontend"}

THE_RESOURCE = Policy(
    namespace="default",
    spec={
        "podSelector": {"matchLabels": DATABASE},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [
            {
                "from": [
                    {"ipBlock": {"cidr": "172.17.0.0/16", "except": ["172.17.1.0/24"]}},
                    {"namespaceSelector": {"matchLabels": {"project": "myproject"}}},
                    {"podSelector": {"matchLabels": FRONT_END}},
                ],
                "ports": [{"protocol": "TCP", "port": 6379}],
            }
        ],
        "egress": [
            {
                "to": [{"ipBlock": {"cidr": "10.0.0.0/24"}}],
                "ports": [{"protocol": "TCP", "port": 5978}],
            }
        ],
    },
)


def pod(
    namespace: str = "default",
    labels: Mapping[str, str] | None = None,
    address: str = "192.168.0.1",
    **more: Any,
) -> Pod:
    return Pod(namespace=namespace, labels=labels or {}, address=address, **more)


def spec(direction: str, *rules: Any, **more: Any) -> Policy:
    """A policy for every pod of `default`, in one direction."""
    said = {"podSelector": {}, "policyTypes": [direction.title()], direction: list(rules), **more}
    return Policy(namespace="default", spec=said)


DB = pod(labels=DATABASE, address="192.168.0.9")
TCP = Port(number=6379)


@pytest.mark.parametrize(
    ("source", "port", "passes"),
    [
        (pod(labels=FRONT_END), 6379, True),
        (pod(labels=FRONT_END), 6380, False),
        (pod(labels={"role": "backend"}), 6379, False),
        (pod("other", FRONT_END), 6379, False),
        (pod("other", namespace_labels={"project": "myproject"}), 6379, True),
        (Address(address="172.17.0.1"), 6379, True),
        (Address(address="172.17.2.1"), 6379, True),
        (Address(address="172.17.1.1"), 6379, False),
        (Address(address="172.18.0.1"), 6379, False),
    ],
)
def test_the_resource_lets_in_three_kinds_of_callers(
    source: End, port: int, *, passes: bool
) -> None:
    assert connects([THE_RESOURCE], source, DB, Port(number=port)) is passes


@pytest.mark.parametrize(
    ("target", "port", "passes"),
    [("10.0.0.7", 5978, True), ("10.0.0.7", 5979, False), ("10.0.1.7", 5978, False)],
)
def test_the_resource_lets_out_to_one_block(target: str, port: int, *, passes: bool) -> None:
    assert connects([THE_RESOURCE], DB, Address(address=target), Port(number=port)) is passes


def test_the_resource_holds_nobody_else() -> None:
    assert connects([THE_RESOURCE], pod(), pod(address="192.168.0.2"), TCP)
    assert connects([THE_RESOURCE], pod("other"), pod("other", DATABASE), TCP)


@pytest.mark.parametrize(
    ("source", "passes"),
    [
        (pod("home", {"role": "client"}, namespace_labels={"user": "alice"}), True),
        (pod("home", namespace_labels={"user": "alice"}), False),
        (pod("home", {"role": "client"}), False),
        (pod(labels={"role": "client"}), False),
    ],
)
def test_two_selectors_of_one_peer_must_both_match(source: Pod, *, passes: bool) -> None:
    both = {
        "namespaceSelector": {"matchLabels": {"user": "alice"}},
        "podSelector": {"matchLabels": {"role": "client"}},
    }
    assert connects([spec("ingress", {"from": [both]})], source, DB, TCP) is passes


@pytest.mark.parametrize(
    ("source", "passes"),
    [
        (pod("home", namespace_labels={"user": "alice"}), True),
        (pod(labels={"role": "client"}), True),
        (pod("home", {"role": "client"}), False),
    ],
)
def test_of_two_peers_one_is_enough(source: Pod, *, passes: bool) -> None:
    either = [
        {"namespaceSelector": {"matchLabels": {"user": "alice"}}},
        {"podSelector": {"matchLabels": {"role": "client"}}},
    ]
    assert connects([spec("ingress", {"from": either})], source, DB, TCP) is passes


DENY_INGRESS = Policy(namespace="default", spec={"podSelector": {}, "policyTypes": ["Ingress"]})
DENY_EGRESS = Policy(namespace="default", spec={"podSelector": {}, "policyTypes": ["Egress"]})
DENY_ALL = Policy(
    namespace="default", spec={"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
)
ELSEWHERE = pod("other", address="192.168.0.3")


def both_ways(*policies: Policy) -> tuple[bool, bool]:
    """Whether a pod of `default` is reached from elsewhere, and reaches there."""
    return connects(policies, ELSEWHERE, DB, TCP), connects(policies, DB, ELSEWHERE, TCP)


def test_without_a_policy_everything_passes() -> None:
    assert both_ways() == (True, True)


def test_default_deny_all_ingress_traffic() -> None:
    assert both_ways(DENY_INGRESS) == (False, True)


def test_allow_all_ingress_traffic() -> None:
    assert both_ways(DENY_INGRESS, spec("ingress", {})) == (True, True)


def test_default_deny_all_egress_traffic() -> None:
    assert both_ways(DENY_EGRESS) == (True, False)


def test_allow_all_egress_traffic() -> None:
    assert both_ways(DENY_EGRESS, spec("egress", {})) == (True, True)


def test_default_deny_all_ingress_and_all_egress_traffic() -> None:
    assert both_ways(DENY_ALL) == (False, False)


@pytest.mark.parametrize(
    ("number", "passes"), [(31999, False), (32000, True), (32768, True), (32769, False)]
)
def test_a_range_of_ports_holds_its_ends(number: int, *, passes: bool) -> None:
    rule = {
        "to": [{"ipBlock": {"cidr": "10.0.0.0/24"}}],
        "ports": [{"protocol": "TCP", "port": 32000, "endPort": 32768}],
    }
    target = Address(address="10.0.0.1")
    assert connects([spec("egress", rule)], DB, target, Port(number=number)) is passes


@pytest.mark.parametrize(("namespace", "passes"), [("frontend", True), ("other", False)])
def test_namespaces_are_chosen_by_expressions(namespace: str, *, passes: bool) -> None:
    among = {"key": "namespace", "operator": "In", "values": ["frontend", "backend"]}
    rule = {"to": [{"namespaceSelector": {"matchExpressions": [among]}}]}
    target = pod(namespace, namespace_labels={"namespace": namespace}, address="192.168.0.4")
    assert connects([spec("egress", rule)], DB, target, TCP) is passes


def test_a_namespace_is_chosen_by_its_name() -> None:
    named = {"matchLabels": {"kubernetes.io/metadata.name": "other"}}
    rule = {"to": [{"namespaceSelector": named}]}
    assert connects([spec("egress", rule)], DB, ELSEWHERE, TCP)
    assert not connects([spec("egress", rule)], DB, pod("third"), TCP)


def test_an_empty_selector_of_namespaces_finds_all_and_an_empty_one_of_pods_its_own() -> None:
    anywhere = spec("egress", {"to": [{"namespaceSelector": {}}]})
    at_home = spec("egress", {"to": [{"podSelector": {}}]})
    assert connects([anywhere], DB, ELSEWHERE, TCP)
    assert not connects([at_home], DB, ELSEWHERE, TCP)
    assert connects([at_home], DB, pod(), TCP)


@pytest.mark.parametrize(
    ("operator", "values", "passes"),
    [
        ("In", ["db"], True),
        ("In", ["web"], False),
        ("NotIn", ["web"], True),
        ("NotIn", ["db"], False),
        ("Exists", [], True),
        ("DoesNotExist", [], False),
    ],
)
def test_each_operator_of_a_selector(operator: str, values: list[str], *, passes: bool) -> None:
    expression = {"key": "role", "operator": operator, "values": values}
    peer = {"podSelector": {"matchExpressions": [expression]}}
    policy = spec("egress", {"to": [peer]})
    assert connects([policy], pod(), DB, TCP) is passes


def test_not_in_finds_what_has_no_such_label_at_all() -> None:
    expression = {"key": "role", "operator": "NotIn", "values": ["db"]}
    policy = spec("egress", {"to": [{"podSelector": {"matchExpressions": [expression]}}]})
    assert connects([policy], DB, pod(), TCP)


@pytest.mark.parametrize(
    ("more", "types"),
    [
        ({}, ["Ingress"]),
        ({"ingress": [{}]}, ["Ingress"]),
        ({"egress": [{}]}, ["Ingress", "Egress"]),
        ({"egress": []}, ["Ingress"]),
        ({"policyTypes": ["Egress"]}, ["Egress"]),
    ],
)
def test_a_policy_that_names_no_type_is_one_of_ingress_and_of_egress_if_it_has_rules_for_it(
    more: dict[str, Any], types: list[str]
) -> None:
    assert Policy(namespace="default", spec={"podSelector": {}, **more}).types == types


def test_a_port_without_a_protocol_is_one_of_tcp() -> None:
    policy = spec("egress", {"ports": [{"port": 53}]})
    assert connects([policy], DB, ELSEWHERE, Port(number=53))
    assert not connects([policy], DB, ELSEWHERE, Port(number=53, protocol="UDP"))


def test_a_protocol_without_a_port_is_all_ports() -> None:
    policy = spec("egress", {"ports": [{"protocol": "UDP"}]})
    assert connects([policy], DB, ELSEWHERE, Port(number=5353, protocol="UDP"))
    assert not connects([policy], DB, ELSEWHERE, Port(number=5353))


@pytest.mark.parametrize("direction", ["ingress", "egress"])
def test_the_name_of_a_port_is_the_called_pod_s_own(direction: str) -> None:
    policy = spec(direction, {"ports": [{"port": "web"}]})
    web = pod(address="192.168.0.5", ports={"web": Port(number=8080)})
    assert connects([policy], pod(ports={"web": Port(number=1)}), web, Port(number=8080))
    assert not connects([policy], pod(), web, Port(number=80))
    assert not connects([policy], pod(), DB, Port(number=8080))


def test_an_address_has_no_names_of_ports() -> None:
    policy = spec("egress", {"ports": [{"port": "web"}]})
    assert not connects([policy], DB, Address(address="10.0.0.1"), Port(number=8080))


def test_a_pod_of_the_node_s_network_is_found_by_its_address_alone() -> None:
    agent = pod(labels=DATABASE, address="10.0.0.8", host_network=True)
    assert not connects([spec("egress", {"to": [{"podSelector": {}}]})], pod(), agent, TCP)
    block = {"to": [{"ipBlock": {"cidr": "10.0.0.8/32"}}]}
    assert connects([spec("egress", block)], pod(), agent, TCP)


def test_no_policy_holds_a_pod_of_the_node_s_network() -> None:
    agent = pod(labels=DATABASE, address="10.0.0.8", host_network=True)
    assert connects([DENY_ALL], ELSEWHERE, agent, TCP)
    assert connects([DENY_ALL], agent, ELSEWHERE, TCP)


def test_a_pod_cannot_be_kept_from_itself() -> None:
    assert connects([DENY_ALL], DB, DB, TCP)


def test_both_ends_must_allow_a_connection() -> None:
    out = spec("egress", {})
    into = Policy(namespace="other", spec={"podSelector": {}})
    assert not connects([out, into], DB, ELSEWHERE, TCP)
    assert connects([out], DB, ELSEWHERE, TCP)


def test_an_exception_takes_nothing_from_another_rule() -> None:
    # Amazon's agent does otherwise, which is why no policy here has an exception.
    private = {"cidr": "0.0.0.0/0", "except": ["172.16.0.0/12"]}
    policy = spec(
        "egress",
        {"to": [{"ipBlock": private}]},
        {"ports": [{"protocol": "UDP", "port": 53}]},
    )
    dns = Address(address="172.20.0.10")
    assert connects([policy], DB, dns, Port(number=53, protocol="UDP"))
    assert not connects([policy], DB, dns, Port(number=443))


def test_a_block_of_one_family_holds_no_address_of_the_other() -> None:
    policy = spec("egress", {"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]})
    assert not connects([policy], DB, Address(address="fd00:ec2::23"), TCP)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            {"to": [{}]},
            "a peer of a network policy says nothing; remove it, or say who it is",
        ),
        (
            {"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}, "podSelector": {}}]},
            "a peer of a network policy has a selector beside its ipBlock",
        ),
        (
            {"ports": [{"port": "web", "endPort": 9}]},
            "a port of a network policy has an endPort without a number to begin at",
        ),
        (
            {"to": [{"podSelector": {"matchExpressions": [{"key": "a", "operator": "Gt"}]}}]},
            "'Gt' is no operator of a label selector",
        ),
    ],
)
def test_what_the_api_would_refuse_is_no_answer(rule: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        connects([spec("egress", rule)], DB, pod(), TCP)
    assert str(error.value) == message
