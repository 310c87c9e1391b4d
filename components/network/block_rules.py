"""Which blocks AWS lets stand together; a wrong one is told with a legal alternative.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html (restrictions of
block associations) and
https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
"""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from itertools import combinations

from components.network.address_plan import SHARED

PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))

# Some AWS services run containers on Docker's default bridge.
_DOCKER = IPv4Network("172.17.0.0/16")

# What EKS chooses among, and a third for a VPC that takes both.
_SERVICES = tuple(map(IPv4Network, ("172.20.0.0/16", "10.100.0.0/16", "192.168.0.0/16")))


def primary(block: IPv4Network) -> IPv4Network:
    """Let a primary block pass.

    Raises:
        ValueError: It is not private, of another size, or one that AWS services use themselves.
    """
    if not any(block.subnet_of(home) for home in PRIVATE) or not 16 <= block.prefixlen <= 20:
        raise ValueError(
            "must be a /16 to /20 of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16; "
            "write one such as 10.0.0.0/16"
        )
    if block.overlaps(_DOCKER):
        raise ValueError(
            "overlaps 172.17.0.0/16, which AWS services use for containers; "
            "write one such as 172.18.0.0/16"
        )
    return block


def pod_block(block: IPv4Network) -> IPv4Network:
    """Let a secondary block pass.

    Raises:
        ValueError: It may not join a VPC whose primary block is private, or its size is wrong.
    """
    if not block.subnet_of(SHARED):
        raise ValueError(
            "cannot join a VPC whose primary block is private: AWS lets only blocks of "
            "100.64.0.0/10; write one such as 100.64.0.0/16"
        )
    if not 16 <= block.prefixlen <= 20:
        raise ValueError("must be a /16 to /20; write one such as 100.64.0.0/16")
    return block


def problems(
    pods: Sequence[IPv4Network], services: IPv4Network, vpc: Sequence[IPv4Network]
) -> list[str]:
    """What keeps blocks from being used together; one line each, with a legal alternative.

    Args:
        pods: Blocks for nodes and pods: each of four zones gets an equal share.
        services: Block of Kubernetes Services.
        vpc: Every block of the VPC.
    """
    return [*_of_pods(pods), *_of_services(services, vpc)]


def _of_pods(blocks: Sequence[IPv4Network]) -> Iterator[str]:
    example = "[100.64.0.0/16, 100.65.0.0/16]"
    if len(blocks) not in {1, 2, 4}:
        yield (
            f"podCidrs holds {len(blocks)} blocks, and four zones share 1, 2 or 4 equally; "
            f"write, for example, {example}"
        )
    if len({block.prefixlen for block in blocks}) > 1:
        sizes = ", ".join(f"/{block.prefixlen}" for block in blocks)
        yield f"podCidrs must be of one size, and are {sizes}; write, for example, {example}"
    for one, other in combinations(blocks, 2):
        if one.overlaps(other):
            yield f"podCidrs {one} and {other} overlap; write, for example, {example}"


def _of_services(block: IPv4Network, vpc: Sequence[IPv4Network]) -> Iterator[str]:
    if not any(block.subnet_of(home) for home in PRIVATE) or not 12 <= block.prefixlen <= 24:
        yield (
            f"serviceCidr {block} must be a /12 to /24 of 10.0.0.0/8, 172.16.0.0/12 or "
            "192.168.0.0/16; write one such as 172.20.0.0/16"
        )
    legal = next(choice for choice in _SERVICES if not any(choice.overlaps(one) for one in vpc))
    for other in vpc:
        if block.overlaps(other):
            yield f"serviceCidr {block} overlaps {other} of the VPC; write one such as {legal}"
