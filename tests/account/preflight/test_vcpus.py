"""vCPU quotas: each pool counts against those of what it may buy."""

import pytest

from components.compute.instance_types import InstanceType, instance_types
from strata.preflight.vcpus import QUOTAS
from tests.account.preflight.conftest import wants

NAMES = {quota.name: quota.code for quota in QUOTAS}
# Types with accelerators that no pool hands to a pod.
ACCELERATED = ("inf", "p", "trn")


def counted(json: str = "") -> dict[str, int]:
    """vCPUs by the quota's name, where there are any."""
    found = wants(json).pool_vcpus
    return {name: found[code] for name, code in NAMES.items() if found[code]}


def only(pool: str) -> str:
    """Settings in which one pool of one's own may buy Spot, and no other may hold much."""
    small = '"general": {"maxVcpus": 8}, "sparkDriver": {"maxVcpus": 8}, "gpu": {"maxGpus": 0}'
    spark = '"sparkExecutor": {"maxVcpus": 8, "maxOnDemandVcpus": 8}'
    return f'"nodePools": {{{small}, {spark}, "own": {{"mine": {pool}}}}}'


@pytest.mark.parametrize("capacity_type", ["on-demand", "spot"])
def test_every_type_that_a_pool_can_use_counts_against_one_quota(capacity_type: str) -> None:
    def counts(type_: InstanceType) -> int:
        return sum(q.counts(type_) for q in QUOTAS if q.capacity_type == capacity_type)

    wrong = [
        name
        for name, type_ in instance_types().items()
        if counts(type_) != (not name.rstrip("abcdefghijklmnopqrstuvwxyz").startswith(ACCELERATED))
    ]
    assert wrong == []


def test_the_pools_of_every_cluster_count_against_four_quotas() -> None:
    assert counted() == {
        "on-demand vCPUs": 900,
        "Spot vCPUs": 4000,
        "on-demand vCPUs of GPU types": 64,
        "Spot vCPUs of GPU types": 64,
    }


def test_without_gpus_no_quota_of_gpu_types_counts() -> None:
    assert list(counted('"nodePools": {"gpu": {"maxGpus": 0}}')) == [
        "on-demand vCPUs",
        "Spot vCPUs",
    ]


def test_a_pool_of_memory_types_counts_against_their_quota_alone() -> None:
    found = counted(only('{"maxVcpus": 320, "categories": ["x"], "minGeneration": 2}'))
    assert found == {"on-demand vCPUs": 24, "Spot vCPUs": 16, "Spot vCPUs of X types": 320}


def test_a_pool_that_may_buy_both_counts_wholly_against_both() -> None:
    found = counted(only('{"maxVcpus": 320, "capacityTypes": ["spot", "on-demand"]}'))
    assert found == {"on-demand vCPUs": 344, "Spot vCPUs": 336}
