"""Networks: addresses, gateways and what is in use."""

import pytest

from strata.rehearsal.cloud import Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor


def test_a_subnet_outside_its_vpc_is_refused(aws: Actor, vpc: Row) -> None:
    assert aws.refusal(t.SUBNET, "s", vpcId=vpc.id, cidrBlock="100.64.0.0/18") == (
        "s (aws:ec2/subnet:Subnet): cidrBlock = '100.64.0.0/18': InvalidSubnet.Range: lies in no "
        "block of its VPC (10.0.0.0/16); choose one inside, or create the "
        "VpcIpv4CidrBlockAssociation first and depend on it"
    )


def test_a_subnet_may_lie_in_a_further_block(aws: Actor, vpc: Row) -> None:
    block = aws.create(t.CIDR_ASSOCIATION, "pods", vpcId=vpc.id, cidrBlock="100.64.0.0/16")
    aws.create(t.SUBNET, "s", vpcId=vpc.id, cidrBlock="100.64.0.0/18")
    assert aws.deletion_refusal(block) == (
        f"pods ({t.CIDR_ASSOCIATION}): DependencyViolation: in use by s (aws:ec2/subnet:Subnet); "
        "delete these first, or let them depend on it"
    )


def test_overlapping_subnets_are_refused(aws: Actor, vpc: Row, subnets: list[Row]) -> None:
    assert aws.refusal(t.SUBNET, "s", vpcId=vpc.id, cidrBlock="10.0.0.0/20") == (
        "s (aws:ec2/subnet:Subnet): cidrBlock = '10.0.0.0/20': InvalidSubnet.Conflict: overlaps "
        f"10.0.0.0/24 of {subnets[0]}; subnets of one VPC must not overlap: choose another"
    )


def test_overlapping_blocks_of_a_vpc_are_refused(aws: Actor, vpc: Row) -> None:
    assert aws.refusal(t.CIDR_ASSOCIATION, "b", vpcId=vpc.id, cidrBlock="10.0.4.0/22") == (
        f"b ({t.CIDR_ASSOCIATION}): cidrBlock = '10.0.4.0/22': overlaps 10.0.0.0/16 of vpc "
        "(aws:ec2/vpc:Vpc); blocks of one VPC must not overlap: choose another"
    )


def test_a_vpc_larger_than_16_bits_is_refused(aws: Actor) -> None:
    assert aws.refusal(t.VPC, "v", cidrBlock="10.0.0.0/8") == (
        "v (aws:ec2/vpc:Vpc): cidrBlock = '10.0.0.0/8': a block is /16 to /28; change its prefix"
    )


def test_a_block_with_host_bits_is_refused(aws: Actor) -> None:
    assert aws.refusal(t.VPC, "v", cidrBlock="10.0.0.1/16") == (
        "v (aws:ec2/vpc:Vpc): cidrBlock = '10.0.0.1/16': not an IPv4 block: 10.0.0.1/16 has host "
        "bits set; write it like 10.0.0.0/16"
    )


def test_a_zone_of_another_region_is_refused(aws: Actor, vpc: Row) -> None:
    assert aws.refusal(
        t.SUBNET, "s", vpcId=vpc.id, cidrBlock="10.0.0.0/24", availabilityZone="us-east-1a"
    ) == (
        "s (aws:ec2/subnet:Subnet): availabilityZone = 'us-east-1a': not a zone of eu-west-1; "
        "write one like eu-west-1a"
    )


def test_a_reference_to_nothing_is_refused(aws: Actor) -> None:
    assert aws.refusal(t.ROUTE_TABLE, "r", vpcId="vpc-0") == (
        "r (aws:ec2/routeTable:RouteTable): vpcId = 'vpc-0': there is no such VPC; create it first "
        "and take the value from its output"
    )


def test_a_nat_gateway_needs_an_internet_gateway(aws: Actor, vpc: Row, subnets: list[Row]) -> None:
    address = aws.create(t.EIP, "ip", domain="vpc")
    assert aws.refusal(t.NAT_GATEWAY, "nat", subnetId=subnets[0].id, allocationId=address.id) == (
        f"nat ({t.NAT_GATEWAY}): Gateway.NotAttached: the network {vpc.id} has no internet gateway "
        "attached; create the InternetGateway first and depend on it"
    )


def test_an_internet_gateway_with_a_nat_gateway_cannot_be_deleted(
    aws: Actor, vpc: Row, subnets: list[Row]
) -> None:
    gateway = aws.create(t.INTERNET_GATEWAY, "igw", vpcId=vpc.id)
    address = aws.create(t.EIP, "ip", domain="vpc")
    aws.create(t.NAT_GATEWAY, "nat", subnetId=subnets[0].id, allocationId=address.id)
    assert aws.deletion_refusal(gateway) == (
        f"igw ({t.INTERNET_GATEWAY}): DependencyViolation: in use by nat ({t.NAT_GATEWAY}); "
        "delete these first, or let them depend on it"
    )


def test_a_vpc_in_use_cannot_be_deleted(aws: Actor, vpc: Row, subnets: list[Row]) -> None:
    assert aws.deletion_refusal(vpc) == (
        "vpc (aws:ec2/vpc:Vpc): DependencyViolation: in use by "
        f"{subnets[0]}, {subnets[1]}; delete these first, or let them depend on it"
    )


def test_a_subnet_in_use_cannot_be_deleted(aws: Actor, subnets: list[Row], cluster: Row) -> None:
    assert aws.deletion_refusal(subnets[0]) == (
        f"{subnets[0]}: DependencyViolation: in use by {cluster}; "
        "delete these first, or let them depend on it"
    )


def test_a_security_group_in_use_cannot_be_deleted(aws: Actor, vpc: Row) -> None:
    group = aws.create(t.SECURITY_GROUP, "group", vpcId=vpc.id)
    aws.create(t.LAUNCH_TEMPLATE, "lt", vpcSecurityGroupIds=[group.id])
    assert aws.deletion_refusal(group) == (
        f"group ({t.SECURITY_GROUP}): DependencyViolation: in use by lt ({t.LAUNCH_TEMPLATE}); "
        "delete these first, or let them depend on it"
    )


def test_a_route_table_in_use_cannot_be_deleted(aws: Actor, vpc: Row, subnets: list[Row]) -> None:
    table = aws.create(t.ROUTE_TABLE, "table", vpcId=vpc.id)
    aws.create(t.ROUTE_TABLE_ASSOCIATION, "link", routeTableId=table.id, subnetId=subnets[0].id)
    assert aws.deletion_refusal(table) == (
        f"table ({t.ROUTE_TABLE}): DependencyViolation: in use by link "
        f"({t.ROUTE_TABLE_ASSOCIATION}); delete these first, or let them depend on it"
    )


def test_two_routes_to_one_destination_are_refused(aws: Actor, vpc: Row) -> None:
    gateway = aws.create(t.INTERNET_GATEWAY, "igw", vpcId=vpc.id)
    table = aws.create(t.ROUTE_TABLE, "table", vpcId=vpc.id)
    route = {
        "routeTableId": table.id,
        "destinationCidrBlock": "0.0.0.0/0",
        "gatewayId": gateway.id,
    }
    aws.create(t.ROUTE, "one", **route)
    assert aws.refusal(t.ROUTE, "two", **route) == (
        f"two (aws:ec2/route:Route): there is already a route to 0.0.0.0/0 in {table.id}, made by "
        "one (aws:ec2/route:Route); a table has one route a destination: choose another or delete "
        "that one"
    )


def test_a_launch_template_gets_a_new_version_with_each_change(aws: Actor) -> None:
    template = aws.create(t.LAUNCH_TEMPLATE, "lt", imageId="ami-1")
    assert template.outputs["latestVersion"] == 1
    assert aws.update(template, imageId="ami-2")["latestVersion"] == 2


def test_a_launch_template_of_a_missing_security_group_is_refused(aws: Actor) -> None:
    assert aws.refusal(
        t.LAUNCH_TEMPLATE, "lt", networkInterfaces=[{"securityGroups": ["sg-0"]}]
    ) == (
        f"lt ({t.LAUNCH_TEMPLATE}): networkInterfaces.securityGroups = 'sg-0': there is no such "
        "security group; create it first and take the value from its output"
    )


_RULES = [
    (t.SECURITY_GROUP_INGRESS, "lets {peer} into {group}"),
    (t.SECURITY_GROUP_EGRESS, "lets {group} out to {peer}"),
]


@pytest.fixture
def groups(aws: Actor, vpc: Row) -> list[Row]:
    return [
        aws.create(t.SECURITY_GROUP, name, name=name, vpcId=vpc.id)
        for name in ("database", "nodes")
    ]


@pytest.mark.parametrize(("type_", "words"), _RULES)
def test_a_rule_stands_in_a_group_once(
    aws: Actor, groups: list[Row], type_: str, words: str
) -> None:
    group, peer = groups
    rule = {
        "securityGroupId": group.id,
        "referencedSecurityGroupId": peer.id,
        "ipProtocol": "tcp",
        "fromPort": 5432,
        "toPort": 5432,
    }
    first = aws.create(type_, "first", **rule)
    aws.create(type_, "beside", **{**rule, "fromPort": 5433, "toPort": 5433})
    said = words.format(peer=peer.id, group=group.id)
    assert aws.refusal(type_, "second", **rule) == (
        f"second ({type_}): there is already a rule that {said}, made by {first}; a group has each "
        "rule once: choose another or delete that one"
    )


@pytest.mark.parametrize("type_", [type_ for type_, _ in _RULES])
def test_a_group_that_a_rule_names_cannot_be_deleted(
    aws: Actor, groups: list[Row], type_: str
) -> None:
    group, peer = groups
    rule = aws.create(
        type_, "r", securityGroupId=group.id, referencedSecurityGroupId=peer.id, ipProtocol="-1"
    )
    assert aws.deletion_refusal(peer) == (
        f"{peer}: DependencyViolation: in use by {rule}; delete these first, or let them depend on "
        "it"
    )
    aws.delete(group)


@pytest.mark.parametrize("type_", [type_ for type_, _ in _RULES])
def test_a_rule_of_a_missing_group_is_refused(aws: Actor, type_: str) -> None:
    assert aws.refusal(
        type_, "r", securityGroupId="sg-0", cidrIpv4="10.0.0.0/8", ipProtocol="-1"
    ) == (
        f"r ({type_}): securityGroupId = 'sg-0': there is no such security group; create it first "
        "and take the value from its output"
    )


@pytest.mark.parametrize(
    ("peers", "given"),
    [
        ({}, "none"),
        ({"cidrIpv4": "10.0.0.0/8", "cidrIpv6": "::/0"}, "cidrIpv4 and cidrIpv6"),
    ],
)
def test_a_rule_has_one_peer(
    aws: Actor, groups: list[Row], peers: dict[str, str], given: str
) -> None:
    assert aws.refusal(
        t.SECURITY_GROUP_EGRESS, "r", securityGroupId=groups[0].id, ipProtocol="-1", **peers
    ) == (
        f"r ({t.SECURITY_GROUP_EGRESS}): a rule has one of cidrIpv4, cidrIpv6, prefixListId, "
        f"referencedSecurityGroupId, not {given}; make a rule for each"
    )
