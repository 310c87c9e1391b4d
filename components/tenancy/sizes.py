"""T-shirt sizes: what a tenant may use, in one table."""

from dataclasses import dataclass
from typing import Literal

SizeName = Literal["xs", "s", "m", "l", "xl"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """One size.

    CPU and memory are the queue's business: a Kubernetes quota on them kills a running Spark job
    where the queue makes it wait.

    Attributes:
        guaranteed_vcpus: vCPUs that the queue can take back from others.
        guaranteed_gib: Memory likewise, GiB.
        max_vcpus: vCPUs that it may use while others do not.
        max_gib: Memory likewise, GiB.
        applications: Spark applications that run at the same time.
        storage_gib: Volumes, all together, GiB.
        pods: Pods, all together; at least twice the executors.
    """

    guaranteed_vcpus: int
    guaranteed_gib: int
    max_vcpus: int
    max_gib: int
    applications: int
    storage_gib: int
    pods: int


SIZES: dict[SizeName, Size] = {
    "xs": Size(
        guaranteed_vcpus=4,
        guaranteed_gib=16,
        max_vcpus=16,
        max_gib=64,
        applications=5,
        storage_gib=200,
        pods=100,
    ),
    "s": Size(
        guaranteed_vcpus=16,
        guaranteed_gib=64,
        max_vcpus=64,
        max_gib=256,
        applications=20,
        storage_gib=1024,
        pods=300,
    ),
    "m": Size(
        guaranteed_vcpus=64,
        guaranteed_gib=256,
        max_vcpus=256,
        max_gib=1024,
        applications=60,
        storage_gib=5 * 1024,
        pods=1000,
    ),
    "l": Size(
        guaranteed_vcpus=256,
        guaranteed_gib=1024,
        max_vcpus=1024,
        max_gib=4 * 1024,
        applications=150,
        storage_gib=20 * 1024,
        pods=3000,
    ),
    "xl": Size(
        guaranteed_vcpus=1024,
        guaranteed_gib=4 * 1024,
        max_vcpus=4096,
        max_gib=16 * 1024,
        applications=400,
        storage_gib=100 * 1024,
        pods=10_000,
    ),
}
