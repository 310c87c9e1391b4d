"""What a difference between inputs means."""

import json

import pytest

from strata.rehearsal.cloud import Caller, Change, Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor

_CONFIG_MAP = "kubernetes:core/v1:ConfigMap"


def test_equal_inputs_are_no_change(aws: Actor, vpc: Row) -> None:
    assert aws.cloud.diff(aws.caller, vpc.urn, vpc.id, vpc.inputs, vpc.inputs) == []


def test_each_property_is_told_by_its_path(aws: Actor, vpc: Row) -> None:
    old = {"tags": {"a": "1", "b": "2"}, "enableDnsSupport": True}
    new = {"tags": {"a": "1", "b": "3", "c": "4"}}
    assert aws.cloud.diff(aws.caller, vpc.urn, "", old, new) == [
        Change("tags.b", "update", replaces=False),
        Change("tags.c", "add", replaces=False),
        Change("enableDnsSupport", "delete", replaces=False),
    ]


@pytest.mark.parametrize(
    ("type_", "path"),
    [
        (t.VPC, "cidrBlock"),
        (t.SUBNET, "availabilityZone"),
        (t.BUCKET, "bucket"),
        (t.ROLE, "path"),
        (t.CLUSTER, "roleArn"),
        (t.QUEUE, "region"),
    ],
)
def test_what_cannot_change_is_replaced(aws: Actor, type_: str, path: str) -> None:
    urn = aws.urn(type_, "x")
    assert aws.cloud.diff(aws.caller, urn, "", {path: "old"}, {path: "new"}) == [
        Change(path, "update", replaces=True)
    ]


def test_a_nested_property_that_cannot_change_is_replaced(aws: Actor) -> None:
    old = {"kubernetesNetworkConfig": {"serviceIpv4Cidr": "172.20.0.0/16"}}
    new = {"kubernetesNetworkConfig": {"serviceIpv4Cidr": "10.100.0.0/16"}}
    assert aws.cloud.diff(aws.caller, aws.urn(t.CLUSTER, "c"), "", old, new) == [
        Change("kubernetesNetworkConfig.serviceIpv4Cidr", "update", replaces=True)
    ]


def test_the_same_policy_in_another_order_is_no_change(aws: Actor) -> None:
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    old = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    new = json.dumps({"Statement": [statement], "Version": "2012-10-17"}, indent=2)
    urn = aws.urn(t.POLICY, "p")
    assert aws.cloud.diff(aws.caller, urn, "", {"policy": old}, {"policy": new}) == []


def test_other_default_tags_are_a_change(aws: Actor, vpc: Row) -> None:
    caller = Caller(account="111122223333", region="eu-west-1", default_tags={"layer": "other"})
    assert aws.cloud.diff(caller, vpc.urn, vpc.id, vpc.inputs, vpc.inputs) == [
        Change("tagsAll", "update", replaces=False)
    ]


@pytest.mark.parametrize(("mutable", "replaces"), [({"ConfigMap"}, False), (set(), True)])
def test_the_data_of_a_config_map_changes_in_place_only_if_the_provider_says_so(
    kubernetes: Actor, mutable: set[str], replaces: bool
) -> None:
    caller = Caller(server=kubernetes.caller.server, mutable=frozenset(mutable))
    urn = kubernetes.urn(_CONFIG_MAP, "c")
    assert kubernetes.cloud.diff(caller, urn, "", {"data": {"a": "1"}}, {"data": {"a": "2"}}) == [
        Change("data.a", "update", replaces=replaces)
    ]


def test_a_successor_with_the_same_name_clashes(aws: Actor) -> None:
    old, new = {"name": "r", "path": "/"}, {"name": "r", "path": "/strata/"}
    assert aws.cloud.successor_clashes(aws.caller, aws.urn(t.ROLE, "r"), old, new)


def test_a_successor_with_another_name_does_not_clash(aws: Actor) -> None:
    urn = aws.urn(t.ROLE, "r")
    assert not aws.cloud.successor_clashes(aws.caller, urn, {"name": "a"}, {"name": "b"})


def test_what_the_cloud_computed_at_creation_stays(aws: Actor, vpc: Row) -> None:
    changed = aws.cloud.update(
        aws.caller, vpc.urn, vpc.id, {**vpc.inputs, "enableDnsHostnames": True}
    )
    computed = ("arn", "defaultSecurityGroupId", "mainRouteTableId")
    assert {name: changed[name] for name in computed} == {
        name: vpc.outputs[name] for name in computed
    }
    assert changed["enableDnsHostnames"] is True
