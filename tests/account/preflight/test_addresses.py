"""Addresses: networks of this region, and those behind its peerings."""

from typing import Any

from strata.preflight.addresses import conflicts
from strata.preflight.finding import Finding, ok, warning
from tests.account.preflight.conftest import Checked

CLEAR = ok("addresses", "10.0.0.0/16, 100.64.0.0/16, 100.65.0.0/16 overlap no other VPC")


def overlap(found: str) -> Finding:
    remedy = "set network.primaryCidr or network.podCidrs if the two must ever be connected"
    return warning("addresses", found, remedy)


def peer(checked: Checked, state: str, block: str) -> None:
    """A peering of the environment's own VPC with one of another region."""
    own = [{"Key": "strata:environment", "Value": "dev"}]
    made = checked.aws.client("ec2").create_vpc(
        CidrBlock="10.0.0.0/16", TagSpecifications=[{"ResourceType": "vpc", "Tags": own}]
    )
    near = {"VpcId": made["Vpc"]["VpcId"], "CidrBlockSet": [{"CidrBlock": "10.0.0.0/16"}]}
    far = {"VpcId": "vpc-far", "CidrBlockSet": [{"CidrBlock": block}]}
    peering: dict[str, Any] = {
        "VpcPeeringConnectionId": "pcx-1",
        "Status": {"Code": state},
        "RequesterVpcInfo": far,
        "AccepterVpcInfo": near,
    }
    checked.aws.answers["DescribeVpcPeeringConnections"] = lambda _: {
        "VpcPeeringConnections": [peering]
    }


def test_blocks_that_nobody_else_has_pass(checked: Checked) -> None:
    assert checked.run(conflicts) == [CLEAR]


def test_every_block_of_another_vpc_is_looked_at(checked: Checked) -> None:
    ec2 = checked.aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="100.65.0.0/20")
    found = f"100.65.0.0/16 overlaps 100.65.0.0/20 of {vpc}"
    assert checked.run(conflicts) == [overlap(found)]


def test_a_block_that_a_vpc_gave_back_is_free(checked: Checked) -> None:
    ec2 = checked.aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    joined = ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="100.65.0.0/20")
    left = joined["CidrBlockAssociation"]["AssociationId"]
    answer = ec2.describe_vpcs()
    for one in answer["Vpcs"]:
        for association in one["CidrBlockAssociationSet"]:
            if association["AssociationId"] == left:
                association["CidrBlockState"] = {"State": "disassociated"}
    checked.aws.answers["DescribeVpcs"] = lambda _: answer
    assert checked.run(conflicts) == [CLEAR]


def test_a_network_behind_a_peering_is_looked_at(checked: Checked) -> None:
    peer(checked, "active", "10.0.64.0/20")
    found = "10.0.0.0/16 overlaps 10.0.64.0/20 of vpc-far behind pcx-1"
    assert checked.run(conflicts) == [overlap(found)]


def test_a_peering_that_was_deleted_takes_no_address(checked: Checked) -> None:
    peer(checked, "deleted", "10.0.64.0/20")
    assert checked.run(conflicts) == [CLEAR]


def test_a_vpc_of_another_environment_is_told(checked: Checked) -> None:
    tags = [{"Key": "strata:environment", "Value": "prod"}]
    made = checked.aws.client("ec2").create_vpc(
        CidrBlock="10.0.0.0/16", TagSpecifications=[{"ResourceType": "vpc", "Tags": tags}]
    )
    found = f"10.0.0.0/16 overlaps 10.0.0.0/16 of {made['Vpc']['VpcId']}"
    assert checked.run(conflicts) == [overlap(found)]
