"""Who reaches whom on the network, before and after."""

from typing import Any

import pytest

from strata.plan.recording import Planned
from tests.unit.comparison.planned import planned
from tests.unit.comparison.sentences import told

NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
CLUSTER = "aws:eks/cluster:Cluster"


def network(spec: dict[str, Any]) -> Planned:
    return planned(
        NETWORK_POLICY, inputs={"metadata": {"name": "n", "namespace": "ads"}, "spec": spec}
    )


def test_a_policy_that_denies_by_default_is_a_loss() -> None:
    spec = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    said = "pods of namespace ads: receive only, send only: what a policy allows (limits)"
    assert told([], [network(spec)]) == [f"- {said}"]
    assert told([network(spec)], []) == [f"+ {said}"]


@pytest.mark.parametrize(
    ("rule", "way"),
    [
        (
            {"from": [{"podSelector": {"matchLabels": {"app": "x"}}}]},
            "pods app=x of namespace ads: reaches: pods of namespace ads on every port",
        ),
        (
            {
                "from": [{"namespaceSelector": {}}],
                "ports": [{"port": 80}, {"port": 1, "endPort": 9, "protocol": "UDP"}],
            },
            (
                "pods of any namespace: reaches: pods of namespace ads on tcp 80, "
                "pods of namespace ads on udp 1-9"
            ),
        ),
        (
            {"from": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}]},
            "10.0.0.0/8 but 10.1.0.0/16: reaches: pods of namespace ads on every port",
        ),
        ({}, "anyone: reaches: pods of namespace ads on every port"),
    ],
)
def test_a_way_in_that_a_policy_opens_is_a_gain(rule: dict[str, Any], way: str) -> None:
    closed = {"podSelector": {}, "policyTypes": ["Ingress"]}
    assert told([network(closed)], [network(closed | {"ingress": [rule]})]) == [f"+ {way}"]


def test_a_selector_reads_as_kubectl_takes_it() -> None:
    expressions = [
        {"key": "a", "operator": "Exists"},
        {"key": "b", "operator": "DoesNotExist"},
        {"key": "c", "operator": "In", "values": ["2", "1"]},
    ]
    closed = {"podSelector": {}, "policyTypes": ["Egress"]}
    peer = {"namespaceSelector": {"matchExpressions": expressions}, "podSelector": {}}
    assert told([network(closed)], [network(closed | {"egress": [{"to": [peer]}]})]) == [
        ("+ pods of namespace ads: sends to: pods of namespaces !b,a,c in (1,2) on every port")
    ]


def rule(type_: str, **more: Any) -> Planned:
    return planned(type_, inputs={"securityGroupId": "sg-1", "ipProtocol": "tcp"} | more)


@pytest.mark.parametrize(
    ("made", "way"),
    [
        (
            rule(INGRESS, cidrIpv4="0.0.0.0/0", fromPort=443, toPort=443),
            "0.0.0.0/0: reaches: security group sg-1 on tcp 443",
        ),
        (
            rule(INGRESS, referencedSecurityGroupId="sg-2", fromPort=1, toPort=9),
            "security group sg-2: reaches: security group sg-1 on tcp 1-9",
        ),
        (
            rule(EGRESS, prefixListId="pl-1", ipProtocol="-1"),
            "security group sg-1: sends to: prefix list pl-1 on every port",
        ),
        (
            planned(GROUP, "g", inputs={"ingress": [{"protocol": "-1", "self": True}]}),
            "security group ${g.id}: reaches: security group ${g.id} on every port",
        ),
    ],
)
def test_a_way_that_a_security_group_opens_is_a_gain(made: Planned, way: str) -> None:
    assert told([], [made]) == [f"+ {way}"]


@pytest.mark.parametrize(
    ("vpc", "who"),
    [
        ({}, ["+ 0.0.0.0/0: reaches: API endpoint of cluster dev"]),
        (
            {"publicAccessCidrs": ["203.0.113.0/24"]},
            ["+ 203.0.113.0/24: reaches: API endpoint of cluster dev"],
        ),
        ({"endpointPublicAccess": False}, []),
    ],
)
def test_a_public_endpoint_is_told_by_who_reaches_it(vpc: dict[str, Any], who: list[str]) -> None:
    assert told([], [planned(CLUSTER, inputs={"name": "dev", "vpcConfig": vpc})]) == who
