"""T-shirt sizes: what a tenant may use, in one table. A platform may change its figures."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Literal, Self

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
        executors: Executors of one job that says no number.
        storage_gib: Volumes, all together, GiB.
        pods: Pods, all together; at least twice the executors.
    """

    guaranteed_vcpus: int
    guaranteed_gib: int
    max_vcpus: int
    max_gib: int
    applications: int
    executors: int
    storage_gib: int
    pods: int

    def with_applications(self, applications: int | None) -> Self:
        """The same, but for how many applications run at the same time; None: as it is."""
        return self if applications is None else replace(self, applications=applications)

    def told(self) -> dict[str, int]:
        """The figures, by name."""
        return asdict(self)


SIZES: Mapping[SizeName, Size] = {
    "xs": Size(
        guaranteed_vcpus=4,
        guaranteed_gib=16,
        max_vcpus=16,
        max_gib=64,
        applications=5,
        executors=10,
        storage_gib=200,
        pods=100,
    ),
    "s": Size(
        guaranteed_vcpus=16,
        guaranteed_gib=64,
        max_vcpus=64,
        max_gib=256,
        applications=20,
        executors=50,
        storage_gib=1024,
        pods=300,
    ),
    "m": Size(
        guaranteed_vcpus=64,
        guaranteed_gib=256,
        max_vcpus=256,
        max_gib=1024,
        applications=60,
        executors=200,
        storage_gib=5 * 1024,
        pods=1000,
    ),
    "l": Size(
        guaranteed_vcpus=256,
        guaranteed_gib=1024,
        max_vcpus=1024,
        max_gib=4 * 1024,
        applications=150,
        executors=800,
        storage_gib=20 * 1024,
        pods=3000,
    ),
    "xl": Size(
        guaranteed_vcpus=1024,
        guaranteed_gib=4 * 1024,
        max_vcpus=4096,
        max_gib=16 * 1024,
        applications=400,
        executors=3000,
        storage_gib=100 * 1024,
        pods=10_000,
    ),
}
"""What each size is where the platform says nothing else."""

Told = Mapping[SizeName, Mapping[str, float]]


def told(sizes: Mapping[SizeName, Size]) -> dict[SizeName, dict[str, int]]:
    """A table of sizes as plain data."""
    return {name: size.told() for name, size in sizes.items()}


def heard(sizes: Told) -> dict[SizeName, Size]:
    """A table that was told; what comes from a stack's state has fractions of zero."""
    return {
        name: Size(**{key: int(figure) for key, figure in figures.items()})
        for name, figures in sizes.items()
    }


def size_problems(size: Size) -> Iterator[str]:
    """What is wrong with the figures of a size, each with what to do."""
    if size.guaranteed_vcpus > size.max_vcpus:
        yield (
            f"guarantees {size.guaranteed_vcpus} vCPUs of at most {size.max_vcpus}; "
            "lower guaranteedVcpus or raise maxVcpus"
        )
    if size.guaranteed_gib > size.max_gib:
        yield (
            f"guarantees {size.guaranteed_gib} GiB of at most {size.max_gib}; "
            "lower guaranteedGib or raise maxGib"
        )
    if size.pods < 2 * size.executors:
        yield (
            f"has {size.pods} pods for {size.executors} executors, of which one job's successors "
            f"wait while it ends; write pods: {2 * size.executors} or more"
        )
