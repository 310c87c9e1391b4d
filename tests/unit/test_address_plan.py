"""The address plan: no overlap, no gap, nothing moves."""

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.network.address_plan import POD_BLOCKS, default_zones, dns_address, plan

primaries = st.builds(
    lambda second, third, prefix: IPv4Network((f"10.{second}.{third}.0", prefix), strict=False),
    st.integers(0, 255),
    st.integers(0, 255),
    st.integers(16, 20),
)
zones = st.integers(2, 4).map(lambda count: "abcd"[:count])


@given(primaries, zones)
def test_no_two_subnets_overlap(primary: IPv4Network, letters: str) -> None:
    blocks = [subnet.cidr for subnet in plan(primary, letters)]
    assert not any(one.overlaps(other) for one, other in combinations(blocks, 2))


@given(primaries, zones)
def test_every_subnet_lies_in_a_block_of_the_vpc(primary: IPv4Network, letters: str) -> None:
    for subnet in plan(primary, letters):
        homes = POD_BLOCKS if subnet.role == "nodes" else (primary,)
        assert any(subnet.cidr.subnet_of(home) for home in homes)


@given(primaries, st.integers(2, 3))
def test_a_zone_added_at_the_end_moves_nothing(primary: IPv4Network, count: int) -> None:
    before = plan(primary, "abcd"[:count])
    after = plan(primary, "abcd"[: count + 1])
    assert set(before) <= set(after)


@given(primaries)
def test_four_zones_leave_no_gap_among_the_pods(primary: IPv4Network) -> None:
    nodes = [subnet.cidr for subnet in plan(primary, "abcd") if subnet.role == "nodes"]
    assert sum(block.num_addresses for block in nodes) == sum(
        block.num_addresses for block in POD_BLOCKS
    )


def test_pods_take_no_routable_address() -> None:
    shared = IPv4Network("100.64.0.0/10")
    nodes = [s.cidr for s in plan(IPv4Network("10.0.0.0/16"), "ab") if s.role == "nodes"]
    assert all(block.subnet_of(shared) for block in nodes)


@pytest.mark.parametrize("letters", ["a", "abcde"])
def test_a_cluster_needs_two_to_four_zones(letters: str) -> None:
    with pytest.raises(ValueError, match=f"^{len(letters)} zones: a cluster needs 2 to 4$"):
        plan(IPv4Network("10.0.0.0/16"), letters)


def test_a_primary_block_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^primary block 10\.0\.0\.0/24: must be /16 to /20$"):
        plan(IPv4Network("10.0.0.0/24"), "ab")


def test_kube_dns_takes_the_tenth_address_of_the_services() -> None:
    assert dns_address() == "172.20.0.10"


def test_zones_closed_to_new_accounts_are_not_chosen() -> None:
    assert default_zones("ap-northeast-1", 3) == ("a", "c", "d")
