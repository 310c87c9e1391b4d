"""The address budget: what fits, zone by zone."""

from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.network.address_budget import budget
from components.network.address_plan import prefix_reservations

ZONE = IPv4Network("100.64.0.0/17")

blocks = st.integers(16, 24).map(lambda prefix: IPv4Network((int(ZONE[0]), prefix), strict=False))


def test_a_zone_of_a_17_feeds_991_nodes_of_two_prefixes() -> None:
    # 31,744 reserved addresses are 1,984 prefixes, of which the first holds AWS's own addresses.
    found = budget({"a": ZONE}, prefixes=2, pods=28, reserved=True)
    assert (found.nodes, found.pods, found.units) == (991, 991 * 28, 991 * 3)


def test_without_reservations_nodes_and_prefixes_share_the_subnet() -> None:
    found = budget({"a": ZONE}, prefixes=2, pods=28, reserved=False)
    assert found.nodes == (2**15 - 5) // 33


def test_secondary_addresses_cost_a_unit_a_pod() -> None:
    found = budget({"a": ZONE}, prefixes=0, pods=50, reserved=False)
    assert (found.addresses_per_node, found.units_per_node) == (51, 51)


def test_the_quota_of_units_is_what_stops_secondary_addresses_first() -> None:
    four = dict.fromkeys("abcd", ZONE)
    found = budget(four, prefixes=0, pods=50, reserved=False)
    assert found.nodes_within_quota == 64_000 // 51 < found.nodes


@given(blocks, st.integers(1, 8))
def test_what_is_promised_fits_the_subnet(cidr: IPv4Network, prefixes: int) -> None:
    found = budget({"a": cidr}, prefixes=prefixes, pods=8, reserved=True)
    assert found.nodes * found.addresses_per_node <= cidr.num_addresses - 5


@given(blocks)
def test_reservations_lie_in_their_subnet_and_leave_its_last_part(cidr: IPv4Network) -> None:
    reserved = prefix_reservations(cidr)
    assert all(block.subnet_of(cidr) for block in reserved)
    kept = sum(block.num_addresses for block in reserved)
    assert cidr.num_addresses - kept == cidr.num_addresses // 32
    assert max(block[-1] for block in reserved) < cidr[-cidr.num_addresses // 32]


@pytest.mark.parametrize("prefix", [27, 28])
def test_a_reservation_is_never_smaller_than_a_prefix(prefix: int) -> None:
    smallest = prefix_reservations(IPv4Network("100.64.0.0/24"))[-1]
    assert smallest.prefixlen >= prefix
