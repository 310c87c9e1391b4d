"""CIDR rules of a VPC.

Sources: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html and
https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
"""

from ipaddress import IPv4Network

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.cloud.request import Request

_LARGEST, _SMALLEST = 16, 28


def vpc_block(request: Request) -> list[Row]:
    """A VPC's primary block is /16 to /28."""
    _block(request)
    return []


def secondary_block(request: Request) -> list[Row]:
    """A further block is /16 to /28 and overlaps no other of its VPC."""
    block = _block(request)
    for other in _blocks(request):
        if block.overlaps(_network(other)):
            raise request.refused(
                f"cidrBlock = '{block}': overlaps {_network(other)} of {other}",
                "blocks of one VPC must not overlap: choose another",
            )
    return []


def subnet_block(request: Request) -> list[Row]:
    """A subnet lies inside one block of its VPC and overlaps no other subnet there."""
    block = _block(request)
    home = next((b for b in _blocks(request) if block.subnet_of(_network(b))), None)
    if home is None:
        known = ", ".join(str(_network(b)) for b in _blocks(request)) or "none"
        raise request.refused(
            f"cidrBlock = '{block}': InvalidSubnet.Range: lies in no block of its VPC ({known})",
            "choose one inside, or create the VpcIpv4CidrBlockAssociation first and depend on it",
        )
    for other in request.others(t.SUBNET, vpcId=request.input("vpcId")):
        if block.overlaps(_network(other)):
            raise request.refused(
                f"cidrBlock = '{block}': InvalidSubnet.Conflict: overlaps {_network(other)} "
                f"of {other}",
                "subnets of one VPC must not overlap: choose another",
            )
    return [home]


def reserved_block(request: Request) -> list[Row]:
    """A reservation lies inside its subnet and overlaps no other one there.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html
    """
    block = IPv4Network(request.input("cidrBlock", ""))
    subnet = request.find(t.SUBNET, request.input("subnetId", ""))
    if subnet and not block.subnet_of(_network(subnet)):
        raise request.refused(
            f"cidrBlock = '{block}': lies outside {_network(subnet)} of {subnet}",
            "choose a block inside the subnet",
        )
    for other in request.others(t.SUBNET_CIDR_RESERVATION, subnetId=request.input("subnetId")):
        if block.overlaps(_network(other)):
            raise request.refused(
                f"cidrBlock = '{block}': overlaps {_network(other)} of {other}",
                "reservations of one subnet must not overlap: choose another",
            )
    return []


def _blocks(request: Request) -> list[Row]:
    """The VPC and its further blocks: everything that gives it addresses."""
    vpc_id = request.input("vpcId")
    vpc = request.find(t.VPC, vpc_id)
    return [*([vpc] if vpc else []), *request.others(t.CIDR_ASSOCIATION, vpcId=vpc_id)]


def _block(request: Request) -> IPv4Network:
    text = request.input("cidrBlock", "")
    try:
        block = IPv4Network(text)
    except ValueError as error:
        raise request.refused(
            f"cidrBlock = {text!r}: not an IPv4 block: {error}", "write it like 10.0.0.0/16"
        ) from error
    if not _LARGEST <= block.prefixlen <= _SMALLEST:
        raise request.refused(
            f"cidrBlock = {text!r}: a block is /{_LARGEST} to /{_SMALLEST}", "change its prefix"
        )
    return block


def _network(row: Row) -> IPv4Network:
    return IPv4Network(row.inputs["cidrBlock"])
