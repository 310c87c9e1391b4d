"""Addresses: what the blocks would collide with, and whether an existing VPC is as written."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from components import names
from strata.account.account import Account
from strata.preflight.finding import Finding, failure, ok, warning
from strata.preflight.needs import Needs


def conflicts(account: Account, needs: Needs) -> Iterator[Finding]:
    """Networks that overlap can never be peered, and never share a Direct Connect gateway."""
    if needs.existing_vpc:
        return
    own = f"{names.TAG_PREFIX}environment"
    found = []
    for vpc in account.session.client("ec2").describe_vpcs()["Vpcs"]:
        tags = {tag["Key"]: tag["Value"] for tag in vpc.get("Tags", [])}
        if tags.get(own) == needs.environment:
            continue
        for association in vpc.get("CidrBlockAssociationSet", []):
            other = IPv4Network(association["CidrBlock"])
            found += [
                f"{block} overlaps {other} of {vpc['VpcId']}"
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
