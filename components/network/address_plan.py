"""Who gets which address: a pure plan, the same for two zones and for four.

Every block has a fixed slot by role and zone's position, so a zone added at the end moves nothing.
Nodes and pods live in 100.64.0.0/10, which no other network routes to; everything that must be
reachable lives in the primary block.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html (table of block
associations; blocks and subnets are /16 to /28)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal

Role = Literal["public", "private", "database", "tenant-database", "nodes"]

MAX_ZONES = 4

SHARED = IPv4Network("100.64.0.0/10")
"""The only blocks that may join a VPC of any primary block."""

POD_BLOCKS = (IPv4Network("100.64.0.0/16"), IPv4Network("100.65.0.0/16"))
"""Two blocks, 131,072 addresses: a /17 for each of four zones."""

SERVICE_CIDR = IPv4Network("172.20.0.0/16")
"""Addresses of Services. Set by us so that it never overlaps; kube-dns takes the tenth."""

# Regions whose first zones are closed to new accounts.
# Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
_ZONE_LETTERS = {"ap-northeast-1": "acd", "ca-central-1": "abd", "us-west-1": "ac"}

# The primary block is cut into 4 x 4: one row a role, one column a zone.
_PRIMARY_ROWS: tuple[Role, ...] = ("public", "private", "database", "tenant-database")
_ROW_BITS = 4

# What stays free of prefixes in a subnet of nodes: 1/32 of it, for the nodes' own addresses.
_SINGLE_BITS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class SubnetPlan:
    """One subnet.

    Attributes:
        role: `public` (load balancers, NAT), `private` (control-plane interfaces, endpoints),
            `database` (the platform's), `tenant-database`, or `nodes` (nodes and pods).
        zone: Letter of the availability zone.
        cidr: Its block.
    """

    role: Role
    zone: str
    cidr: IPv4Network


def plan(
    primary: IPv4Network, zones: Sequence[str], pods: Sequence[IPv4Network] = POD_BLOCKS
) -> tuple[SubnetPlan, ...]:
    """Lay out the subnets of a VPC.

    Args:
        primary: Primary block, /16 to /20.
        zones: Letters of the availability zones, 2 to 4, in the order in which they joined.
        pods: 1, 2 or 4 blocks of one size for nodes and pods.

    Raises:
        ValueError: Too few or too many zones, or blocks of another number or size.
    """
    if not 2 <= len(zones) <= MAX_ZONES:
        raise ValueError(f"{len(zones)} zones: a cluster needs 2 to {MAX_ZONES}")
    if not 16 <= primary.prefixlen <= 20:
        raise ValueError(f"primary block {primary}: must be /16 to /20")
    cells = list(primary.subnets(prefixlen_diff=_ROW_BITS))
    subnets = [
        SubnetPlan(role=role, zone=zone, cidr=cells[row * MAX_ZONES + column])
        for row, role in enumerate(_PRIMARY_ROWS)
        for column, zone in enumerate(zones)
    ]
    subnets += [
        SubnetPlan(role="nodes", zone=zone, cidr=slot)
        for zone, slot in zip(zones, _slots(pods), strict=False)
    ]
    return tuple(subnets)


def _slots(pods: Sequence[IPv4Network]) -> list[IPv4Network]:
    """The largest block that each of four zones can have for itself."""
    halvings = {1: 2, 2: 1, 4: 0}
    if len(pods) not in halvings or len({block.prefixlen for block in pods}) != 1:
        raise ValueError(f"{len(pods)} blocks for pods: must be 1, 2 or 4 of one size")
    return [slot for block in pods for slot in block.subnets(prefixlen_diff=halvings[len(pods)])]


def prefix_reservations(nodes: IPv4Network) -> tuple[IPv4Network, ...]:
    """What is kept for prefixes of 16 addresses in a subnet of nodes: all but its last 1/32.

    Single addresses scattered over a subnet break up its prefixes, and a node that finds no whole
    one waits for minutes.
    Source: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html
    """
    reserved: list[IPv4Network] = []
    rest = nodes
    for _ in range(_SINGLE_BITS):
        half, rest = rest.subnets()
        reserved.append(half)
    return tuple(reserved)


def default_zones(region: str, count: int) -> tuple[str, ...]:
    """Letters of the first zones of a region, where nothing else is said."""
    return tuple(_ZONE_LETTERS.get(region, "abcd")[:count])


def api_address(services: IPv4Network = SERVICE_CIDR) -> str:
    """Address of the Kubernetes API's Service: Kubernetes gives it the first of the block.

    Source: https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/
    """
    return str(services[1])


def dns_address(services: IPv4Network = SERVICE_CIDR) -> str:
    """Address of the kube-dns Service: EKS gives it the tenth of the service block."""
    return str(services[10])
