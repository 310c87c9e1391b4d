"""Who gets which address: a pure plan, the same for two zones and for four.

Every block has a fixed slot by role and zone letter's position, so a zone added at the end moves
nothing. Nodes and pods live in 100.64.0.0/10, which no other network routes to; everything that
must be reachable lives in the primary block.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html (a 100.64.0.0/10
block may join a VPC whose primary block is of RFC 1918; subnets are /16 to /28)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal

Role = Literal["public", "private", "nodes"]

MAX_ZONES = 4

POD_BLOCKS = (IPv4Network("100.64.0.0/16"), IPv4Network("100.65.0.0/16"))
"""Two blocks, 131,072 addresses: a /17 for each of four zones."""

SERVICE_CIDR = IPv4Network("172.20.0.0/16")
"""Addresses of Services. Set by us so that it never overlaps; kube-dns takes the tenth."""

# Regions whose first zones are closed to new accounts.
# Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
_ZONE_LETTERS = {"ap-northeast-1": "acd", "ca-central-1": "abd", "us-west-1": "ac"}

# The primary block is cut into 4 x 4: one row a role, one column a zone. Two rows stay free for
# databases.
_PRIMARY_ROWS: tuple[Role, ...] = ("public", "private")
_ROW_BITS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class SubnetPlan:
    """One subnet.

    Attributes:
        role: `public` (load balancers, NAT), `private` (control-plane interfaces, endpoints) or
            `nodes` (nodes and pods).
        zone: Letter of the availability zone.
        cidr: Its block.
    """

    role: Role
    zone: str
    cidr: IPv4Network


def plan(primary: IPv4Network, zones: Sequence[str]) -> tuple[SubnetPlan, ...]:
    """Lay out the subnets of a VPC.

    Args:
        primary: Primary block, /16 to /20.
        zones: Letters of the availability zones, 2 to 4, in the order in which they joined.

    Raises:
        ValueError: Too few or too many zones, or a primary block of another size.
    """
    if not 2 <= len(zones) <= MAX_ZONES:
        raise ValueError(f"{len(zones)} zones: a cluster needs 2 to {MAX_ZONES}")
    if not 16 <= primary.prefixlen <= 20:
        raise ValueError(f"primary block {primary}: must be /16 to /20")
    cells = list(primary.subnets(prefixlen_diff=_ROW_BITS))
    halves = [half for block in POD_BLOCKS for half in block.subnets(prefixlen_diff=1)]
    subnets = [
        SubnetPlan(role=role, zone=zone, cidr=cells[row * MAX_ZONES + column])
        for row, role in enumerate(_PRIMARY_ROWS)
        for column, zone in enumerate(zones)
    ]
    subnets += [
        SubnetPlan(role="nodes", zone=zone, cidr=halves[column])
        for column, zone in enumerate(zones)
    ]
    return tuple(subnets)


def default_zones(region: str, count: int) -> tuple[str, ...]:
    """Letters of the first zones of a region, where nothing else is said."""
    return tuple(_ZONE_LETTERS.get(region, "abcd")[:count])


def dns_address(services: IPv4Network = SERVICE_CIDR) -> str:
    """Address of the kube-dns Service: EKS gives it the tenth of the service block."""
    return str(services[10])
