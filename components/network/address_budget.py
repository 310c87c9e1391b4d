"""The address budget: how many nodes and pods fit, and how many network address units they take.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/network-address-usage.html (a prefix and
an address of an interface count one unit each) and
https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

from components.network.address_plan import prefix_reservations

NAU_QUOTA = 64_000
"""Network address units that a VPC may hold by default."""
NAU_CEILING = 256_000
"""What the quota may be raised to."""

_PREFIX = 16
# The first four addresses of a subnet and its last one belong to AWS.
_KEPT_BY_AWS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class ZoneBudget:
    """What fits into the node subnet of one zone.

    Attributes:
        zone: Letter of the availability zone.
        cidr: Block of the subnet.
        nodes: Nodes.
        pods: Pods with an address of their own.
    """

    zone: str
    cidr: IPv4Network
    nodes: int
    pods: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AddressBudget:
    """What fits into all node subnets.

    Attributes:
        zones: One budget a zone.
        addresses_per_node: Addresses that a node holds when it is full.
        units_per_node: Network address units that it takes.
    """

    zones: tuple[ZoneBudget, ...]
    addresses_per_node: int
    units_per_node: int

    @property
    def nodes(self) -> int:
        """Nodes that fit in all."""
        return sum(zone.nodes for zone in self.zones)

    @property
    def pods(self) -> int:
        """Pods that fit in all."""
        return sum(zone.pods for zone in self.zones)

    @property
    def units(self) -> int:
        """Network address units when all of them run."""
        return self.nodes * self.units_per_node

    @property
    def nodes_within_quota(self) -> int:
        """Nodes that fit before the default quota of units must be raised."""
        return min(self.nodes, NAU_QUOTA // self.units_per_node)


def budget(
    subnets: Mapping[str, IPv4Network], *, prefixes: int, pods: int, reserved: bool
) -> AddressBudget:
    """Count what fits.

    Args:
        subnets: Block of nodes and pods, by zone.
        prefixes: Prefixes of 16 addresses that a full node holds; 0: addresses one by one.
        pods: Pods with an address of their own that a node runs.
        reserved: Whether `prefix_reservations` keep most of each subnet for prefixes.
    """
    held = prefixes * _PREFIX or pods
    zones = []
    for letter, cidr in subnets.items():
        nodes = _with_reservations(cidr, prefixes) if reserved else _mixed(cidr, 1 + held)
        zones.append(ZoneBudget(zone=letter, cidr=cidr, nodes=nodes, pods=nodes * pods))
    return AddressBudget(
        zones=tuple(zones), addresses_per_node=1 + held, units_per_node=1 + (prefixes or pods)
    )


def _mixed(cidr: IPv4Network, addresses: int) -> int:
    return (cidr.num_addresses - _KEPT_BY_AWS) // addresses


def _with_reservations(cidr: IPv4Network, prefixes: int) -> int:
    """Nodes that fit when prefixes come from one part and the nodes' own addresses from the rest.

    The first prefix holds addresses that AWS keeps, and so does the last address of the rest.
    """
    kept = sum(block.num_addresses for block in prefix_reservations(cidr))
    whole_prefixes = kept // _PREFIX - 1
    return min(whole_prefixes // prefixes, cidr.num_addresses - kept - 1)
