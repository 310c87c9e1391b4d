"""What a node leaves for a driver or an executor."""

import pytest

from components.compute import default_pools
from components.compute.default_pools import BatchWindow
from components.compute.instance_types import instance_types
from components.compute.max_pods import DEFAULT_MAX_PODS
from components.compute.pool_matching import matching
from components.spark import DRIVER_SIZES, EXECUTOR_SIZES
from components.spark.capacity import (
    DAEMONS_MIB,
    DAEMONS_MILLICORES,
    Room,
    driver_rooms,
    executor_rooms,
)
from components.spark.job import PodSizeName, Shuffle
from tests.unit.test_scheduling import DAEMON_SETS, allocatable

ROOMS = {one.instance_type: one for one in (*driver_rooms(), *executor_rooms(on_demand=False))}


def test_a_room_is_what_karpenter_leaves_less_what_daemon_sets_ask_for() -> None:
    for name, room in ROOMS.items():
        millicores, mib = allocatable(instance_types()[name], DEFAULT_MAX_PODS)
        assert room.millicores == millicores - DAEMONS_MILLICORES
        assert abs(room.memory_mib - (mib - DAEMONS_MIB)) <= 1


def test_daemon_sets_ask_for_no_more_than_is_kept_for_them() -> None:
    assert sum(one[0] for one in DAEMON_SETS.values()) <= DAEMONS_MILLICORES
    assert sum(one[1] for one in DAEMON_SETS.values()) <= DAEMONS_MIB


def test_every_pool_of_spark_is_counted() -> None:
    window = BatchWindow(schedule="0 0 * * *", duration="8h")
    pools = [default_pools.spark_driver(8), *default_pools.spark_executors(8, 8, window)]
    assert set(ROOMS) == {one.name for pool in pools for one in matching(pool.requirements)}


def test_older_spot_types_are_not_bought_on_demand_for_their_age() -> None:
    assert set(executor_rooms(on_demand=True)) <= set(executor_rooms(on_demand=False))


@pytest.mark.parametrize("name", DRIVER_SIZES)
def test_a_driver_fits_a_small_general_purpose_node(name: PodSizeName) -> None:
    size = DRIVER_SIZES[name]
    room = ROOMS["m7g.2xlarge" if name == "xl" else "m7g.xlarge"]
    assert room.holds(millicores=size.millicores, memory_mib=size.memory_mib, disk_gib=0)


@pytest.mark.parametrize("name", EXECUTOR_SIZES)
@pytest.mark.parametrize("node", ["m7gd.2xlarge", "m8gd.4xlarge", "m7gd.16xlarge"])
def test_executors_fill_a_general_purpose_node(name: PodSizeName, node: str) -> None:
    size = EXECUTOR_SIZES[name]
    vcpus = instance_types()[node].vcpus
    count = vcpus // size.cores
    if count == 0:
        assert not _holds(ROOMS[node], name, 1)
    else:
        assert _holds(ROOMS[node], name, count)


def _holds(room: Room, name: PodSizeName, count: int) -> bool:
    size = EXECUTOR_SIZES[name]
    return room.holds(
        millicores=count * size.millicores,
        memory_mib=count * size.memory_mib,
        disk_gib=count * Shuffle().gib(size),
    )
