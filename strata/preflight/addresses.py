"""Addresses: what the blocks would collide with, and whether an existing VPC is as written."""

from collections.abc import Iterable, Iterator, Sequence
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from components import names
from strata.account.account import Account
from strata.preflight.finding import Finding, failure, ok, warning
from strata.preflight.needs import Needs

if TYPE_CHECKING:
    from mypy_boto3_ec2.type_defs import TagTypeDef, VpcPeeringConnectionTypeDef, VpcTypeDef

# A block that is being taken counts, and so does a peering that somebody may yet accept.
_HELD = frozenset({"associating", "associated"})
_PEERED = frozenset({"pending-acceptance", "provisioning", "active"})


def conflicts(account: Account, needs: Needs) -> Iterator[Finding]:
    """Networks that overlap can never be peered, and never share a Direct Connect gateway."""
    if needs.existing_vpc:
        return
    vpcs = _vpcs(account)
    others = [vpc for vpc in vpcs if not _is_own(account, vpc.get("Tags", []))]
    here = {vpc["VpcId"] for vpc in vpcs}
    found = [
        f"{block} overlaps {other} of {where}"
        for where, other in (*_blocks(others), *_peers(account, here))
        for block in needs.blocks
        if block.overlaps(other)
    ]
    if found:
        yield warning(
            "addresses",
            "; ".join(found),
            "set network.primaryCidr or network.podCidrs if the two must ever be connected",
        )
    else:
        yield ok("addresses", f"{', '.join(map(str, needs.blocks))} overlap no other VPC")


def existing_subnets(account: Account, needs: Needs) -> Iterator[Finding]:
    """An existing VPC's subnets are as the stack file describes them."""
    if not needs.existing_vpc:
        return
    wanted = {subnet.id: subnet for subnet in needs.existing_subnets}
    answer = account.session.client("ec2").describe_subnets(
        Filters=[{"Name": "subnet-id", "Values": sorted(wanted)}]
    )
    there = {str(subnet["SubnetId"]): subnet for subnet in answer["Subnets"]}
    for id_, subnet in wanted.items():
        written = (needs.existing_vpc, f"{account.region}{subnet.zone}", str(subnet.cidr))
        real = there.get(id_)
        told = (real["VpcId"], real["AvailabilityZone"], real["CidrBlock"]) if real else ()
        if told == written:
            yield ok(id_, ", ".join(written))
        else:
            yield failure(
                id_,
                f"{', '.join(written)} is written, and AWS says {', '.join(told) or 'nothing'}",
                "mend network.existingVpc",
            )


def other_vpcs(account: Account) -> int:
    """How many VPCs of the region are not the environment's own."""
    return sum(not _is_own(account, vpc.get("Tags", [])) for vpc in _vpcs(account))


def other_elastic_addresses(account: Account) -> int:
    """How many elastic IP addresses of the region are not the environment's own."""
    held = account.session.client("ec2").describe_addresses()["Addresses"]
    return sum(not _is_own(account, address.get("Tags", [])) for address in held)


def _is_own(account: Account, tags: "Sequence[TagTypeDef]") -> bool:
    own = {"Key": f"{names.TAG_PREFIX}environment", "Value": account.environment}
    return own in tags


def _vpcs(account: Account) -> "list[VpcTypeDef]":
    pages = account.session.client("ec2").get_paginator("describe_vpcs").paginate()
    return [vpc for page in pages for vpc in page["Vpcs"]]


def _blocks(vpcs: "Iterable[VpcTypeDef]") -> Iterator[tuple[str, IPv4Network]]:
    for vpc in vpcs:
        for association in vpc.get("CidrBlockAssociationSet", []):
            if association["CidrBlockState"]["State"] in _HELD:
                yield vpc["VpcId"], IPv4Network(association["CidrBlock"])


def _peers(account: Account, here: set[str]) -> Iterator[tuple[str, IPv4Network]]:
    """Networks of other regions and accounts that a VPC of this region is peered with."""
    pages = account.session.client("ec2").get_paginator("describe_vpc_peering_connections")
    for page in pages.paginate():
        for peering in page["VpcPeeringConnections"]:
            if peering["Status"]["Code"] in _PEERED:
                yield from _far_side(peering, here)


def _far_side(
    peering: "VpcPeeringConnectionTypeDef", here: set[str]
) -> Iterator[tuple[str, IPv4Network]]:
    for side in (peering["RequesterVpcInfo"], peering["AccepterVpcInfo"]):
        if side["VpcId"] not in here:
            for block in side.get("CidrBlockSet", []):
                where = f"{side['VpcId']} behind {peering['VpcPeeringConnectionId']}"
                yield where, IPv4Network(block["CidrBlock"])
