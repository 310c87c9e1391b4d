"""What an environment's plan takes from each subnet: at once, and at the limits of its pools.

A pool may buy all its nodes in one zone, because a job stays in one: each zone must feed them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from math import ceil

from components.compute.max_pods import DEFAULT_MAX_PODS
from components.network.address_budget import NAU_QUOTA, budget
from strata.addresses.cni import Cni, cni
from strata.addresses.holders import SUBNET, Holder, holders, identifier_of, zones
from strata.cost.pool import Pool, pools
from strata.plan.recording import Planned, Recording

_RESERVATION = "aws:ec2/subnetCidrReservation:SubnetCidrReservation"
_PREFIX = 16
# The first four addresses of a subnet and its last one belong to AWS.
# Source: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
_KEPT_BY_AWS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class SubnetUse:
    """What is taken from one subnet.

    Attributes:
        id: ID of the subnet, as the plan knows it.
        zone: Availability zone; empty: the plan does not make the subnet.
        cidr: Its block; None: the plan does not make it.
        idle: Addresses that are taken at once.
        most: Addresses that are taken when all stands at its limit, and all pools in this zone.
        most_nodes: Nodes of pools that may stand here; None: a pool has no limit.
        room: Nodes of pools that fit beside what is taken at once; None: not known, or none live
            here.
    """

    id: str
    zone: str
    cidr: IPv4Network | None
    idle: int
    most: int
    most_nodes: int | None
    room: int | None

    @property
    def usable(self) -> int | None:
        """Addresses that AWS leaves; None: the block is not known."""
        return None if self.cidr is None else self.cidr.num_addresses - _KEPT_BY_AWS

    @property
    def fits(self) -> bool | None:
        """Whether all that may stand here has an address; None: not known."""
        if self.usable is None or self.most_nodes is None:
            return None
        of_pools = self.room is None or self.most_nodes <= self.room
        return self.most <= self.usable and of_pools


@dataclass(frozen=True, kw_only=True, slots=True)
class AddressUse:
    """What an environment takes.

    Attributes:
        subnets: What is taken from each subnet, by ID.
        holders: What takes it, Karpenter's nodes left out, by subnet and URN.
        idle_units: Network address units that are taken at once.
        most_units: Network address units at the limits of all pools; None: one has no limit.
    """

    subnets: tuple[SubnetUse, ...]
    holders: tuple[Holder, ...]
    idle_units: int
    most_units: int | None

    @property
    def needs_more_units(self) -> bool | None:
        """Whether the default quota of units is too small at the limits; None: not known."""
        return None if self.most_units is None else self.most_units > NAU_QUOTA


def address_use(recordings: Iterable[Recording]) -> AddressUse:
    """Count addresses.

    Args:
        recordings: Plans of an environment's stacks, the cluster's among them: it makes the
            subnets, and other stacks stand in them.
    """
    plan = [resource for recording in recordings for resource in recording.resources]
    held = sorted(holders(plan), key=lambda one: (one.subnet, one.urn, one.what))
    made = {identifier_of(one): one for one in plan if one.type == SUBNET}
    bought, mode = _bought(plan), cni(plan)
    ids = {*made, *bought, *(one.subnet for one in held if one.subnet)}
    reserved = {one.inputs["subnetId"] for one in plan if one.type == _RESERVATION}
    return AddressUse(
        subnets=tuple(
            _subnet(
                id_,
                made.get(id_),
                [one for one in held if one.subnet == id_],
                bought.get(id_, _Bought()),
                mode.prefix_delegation and id_ in reserved,
            )
            for id_ in sorted(ids)
        ),
        holders=tuple(held),
        idle_units=sum(one.now * mode.units(one.each) for one in held),
        most_units=_most_units(plan, held, mode),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bought:
    """Nodes that pools may buy into one subnet.

    Attributes:
        nodes: How many; None: a pool has no limit.
        addresses: Addresses that they take there.
        each: Addresses that the largest of them takes there.
    """

    nodes: int | None = 0
    addresses: int = 0
    each: int = 0


def _subnet(
    id_: str, made: Planned | None, held: Sequence[Holder], bought: _Bought, reserved: bool
) -> SubnetUse:
    idle = sum(one.idle for one in held)
    cidr = IPv4Network(made.inputs["cidrBlock"]) if made else None
    return SubnetUse(
        id=id_,
        zone=str(made.inputs["availabilityZone"]) if made else "",
        cidr=cidr,
        idle=idle,
        most=sum(one.most for one in held) + bought.addresses,
        most_nodes=bought.nodes,
        room=_room(cidr, idle, bought.each, reserved) if cidr and bought.each else None,
    )


def _room(cidr: IPv4Network, idle: int, each: int, reserved: bool) -> int:
    """Nodes of so many addresses each that fit into a subnet beside what is taken at once."""
    held = each - 1
    fitting = budget(
        {"": cidr}, prefixes=held // _PREFIX if reserved else 0, pods=held, reserved=reserved
    )
    return max(fitting.nodes - ceil(idle / each), 0)


def _bought(plan: Sequence[Planned]) -> Mapping[str, _Bought]:
    found: dict[str, _Bought] = {}
    mode, places = cni(plan), zones(plan)
    for pool in pools(plan):
        for term in pool.node_class.get("subnetSelectorTerms", []):
            subnet = str(term.get("id", ""))
            taken = mode.taken(subnet, places.get(subnet, ""), _max_pods(pool))
            for where, each in taken.items():
                before = found.get(where, _Bought())
                found[where] = _Bought(
                    nodes=_plus(before.nodes, pool.most_nodes),
                    addresses=before.addresses + (pool.most_nodes or 0) * each,
                    each=max(before.each, each),
                )
    return found


def _most_units(plan: Sequence[Planned], held: Sequence[Holder], mode: Cni) -> int | None:
    units = sum(one.limit * mode.units(one.each) for one in held)
    for pool in pools(plan):
        if pool.most_nodes is None:
            return None
        units += pool.most_nodes * mode.node_units(_max_pods(pool))
    return units


def _max_pods(pool: Pool) -> int:
    return int(pool.node_class.get("kubelet", {}).get("maxPods", DEFAULT_MAX_PODS))


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
