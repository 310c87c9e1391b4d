"""ExistingVpc: somebody else's VPC, checked against the rules of the address plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from itertools import combinations

import pulumi

from components.network.address_plan import MAX_ZONES, Role

# Six addresses free for control-plane interfaces, sixteen recommended; and room for a few nodes.
# Source: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
_SMALLEST: Mapping[Role, int] = {
    "private": 27,
    "database": 28,
    "tenant-database": 28,
    "nodes": 24,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ExistingSubnet:
    """One subnet, as its owner describes it.

    Attributes:
        id: ID of the subnet.
        role: What it is for; never `public`.
        zone: Letter of its availability zone.
        cidr: Its block.
    """

    id: str
    role: Role
    zone: str
    cidr: IPv4Network


def problems(blocks: Sequence[IPv4Network], subnets: Sequence[ExistingSubnet]) -> list[str]:
    """What keeps a network from serving a cluster; one line each, with its remedy.

    Args:
        blocks: Every block of the VPC.
        subnets: Subnets that the cluster is to use.
    """
    found = []
    zones = {subnet.zone for subnet in subnets}
    if not 2 <= len(zones) <= MAX_ZONES:
        found.append(f"subnets in {len(zones)} zones: a cluster needs 2 to {MAX_ZONES}")
    for subnet in subnets:
        if not any(subnet.cidr.subnet_of(block) for block in blocks):
            found.append(f"{subnet.id}: {subnet.cidr} lies in no block of the VPC; mend `cidrs`")
        smallest = _SMALLEST[subnet.role]
        if subnet.cidr.prefixlen > smallest:
            found.append(
                f"{subnet.id}: {subnet.cidr} is too small for {subnet.role} in zone "
                f"{subnet.zone}; give a /{smallest} or larger"
            )
    by_id = {subnet.id: subnet for subnet in subnets}
    for one, other in combinations(by_id.values(), 2):
        if one.cidr.overlaps(other.cidr):
            found.append(
                f"{one.id} and {other.id}: {one.cidr} and {other.cidr} overlap; mend one `cidr`"
            )
    return found


class ExistingVpc:
    """Stands where `Vpc` would, and makes nothing: routes, NAT and endpoints are the owner's.

    Attributes:
        vpc_id: ID of the VPC.
        private_subnet_ids: Subnets of control-plane interfaces and endpoints, one a zone.
        node_subnet_ids: Subnets of nodes and pods, one a zone.
        database_subnet_ids: Subnets of the platform's own databases, one a zone.
        tenant_database_subnet_ids: Subnets of tenants' databases, one a zone.
    """

    def __init__(self, vpc_id: str, subnets: Sequence[ExistingSubnet]) -> None:
        def ids(role: Role) -> pulumi.Output[list[str]]:
            return pulumi.Output.from_input([one.id for one in subnets if one.role == role])

        self.vpc_id = pulumi.Output.from_input(vpc_id)
        self.private_subnet_ids = ids("private")
        self.node_subnet_ids = ids("nodes")
        self.database_subnet_ids = ids("database")
        self.tenant_database_subnet_ids = ids("tenant-database")
