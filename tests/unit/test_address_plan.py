"""The address plan: no overlap, no gap, nothing moves."""

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.network.address_plan import default_zones, dns_address, plan

primaries = st.builds(
    lambda second, third, prefix: IPv4Network((f"10.{second}.{third}.0", prefix), strict=False),
    st.integers(0, 255),
    st.integers(0, 255),
    st.integers(16, 20),
)
pod_blocks = st.builds(
    lambda count, prefix: tuple(
        list(IPv4Network("100.64.0.0/14").subnets(new_prefix=prefix))[:count]
    ),
    st.sampled_from([1, 2, 4]),
    st.integers(16, 20),
)
zones = st.integers(2, 4).map(lambda count: "abcd"[:count])


@given(primaries, zones, pod_blocks)
def test_no_two_subnets_overlap(
    primary: IPv4Network, letters: str, pods: tuple[IPv4Network, ...]
) -> None:
    blocks = [subnet.cidr for subnet in plan(primary, letters, pods)]
    assert not any(one.overlaps(other) for one, other in combinations(blocks, 2))


@given(primaries, zones, pod_blocks)
def test_every_subnet_lies_in_a_block_of_the_vpc(
    primary: IPv4Network, letters: str, pods: tuple[IPv4Network, ...]
) -> None:
    for subnet in plan(primary, letters, pods):
        homes = pods if subnet.role == "nodes" else (primary,)
        assert any(subnet.cidr.subnet_of(home) for home in homes)


@given(primaries, st.integers(2, 3))
def test_a_zone_added_at_the_end_moves_nothing(primary: IPv4Network, count: int) -> None:
    before = plan(primary, "abcd"[:count])
    after = plan(primary, "abcd"[: count + 1])
    assert set(before) <= set(after)


@given(primaries, pod_blocks)
def test_four_zones_leave_no_gap(primary: IPv4Network, pods: tuple[IPv4Network, ...]) -> None:
    planned = plan(primary, "abcd", pods)
    for role_is_nodes, homes in ((True, pods), (False, (primary,))):
        taken = [one.cidr for one in planned if (one.role == "nodes") is role_is_nodes]
        assert sum(block.num_addresses for block in taken) == sum(
            block.num_addresses for block in homes
        )


@given(primaries, zones)
def test_databases_of_platform_and_tenants_live_apart(primary: IPv4Network, letters: str) -> None:
    roles = [one.role for one in plan(primary, letters)]
    assert roles.count("database") == roles.count("tenant-database") == len(letters)


def test_pods_take_no_routable_address() -> None:
    shared = IPv4Network("100.64.0.0/10")
    nodes = [s.cidr for s in plan(IPv4Network("10.0.0.0/16"), "ab") if s.role == "nodes"]
    assert all(block.subnet_of(shared) for block in nodes)


def test_three_blocks_for_pods_are_refused() -> None:
    blocks = tuple(IPv4Network(f"100.{octet}.0.0/16") for octet in (64, 65, 66))
    with pytest.raises(ValueError, match=r"^3 blocks for pods: must be 1, 2 or 4 of one size$"):
        plan(IPv4Network("10.0.0.0/16"), "ab", blocks)


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
