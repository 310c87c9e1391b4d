"""The internet, as blocks of addresses: everything but what is nobody's, private or our own.

A NetworkPolicy could say the same with `except`, which Amazon's agent gets wrong: what one rule
leaves out, no other lets in.
Source: https://github.com/aws/amazon-network-policy-controller-k8s/issues/146 and
https://github.com/aws/aws-network-policy-agent/pull/344 (both open)
"""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, collapse_addresses

# What may be ours or a neighbour's, and what no router passes on; examples of documentation would
# only make the list longer.
# Source: https://www.iana.org/assignments/iana-ipv4-special-registry/
_NOT_PUBLIC = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "224.0.0.0/3",
    )
)


def public_blocks(own: Iterable[IPv4Network]) -> tuple[IPv4Network, ...]:
    """Blocks that hold every public address, and none of `own`, sorted.

    Args:
        own: Blocks of the VPC, which may be anybody's.
    """
    found: Sequence[IPv4Network] = [IPv4Network("0.0.0.0/0")]
    for hole in (*_NOT_PUBLIC, *own):
        found = [rest for block in found for rest in _without(block, hole)]
    return tuple(collapse_addresses(found))


def _without(block: IPv4Network, hole: IPv4Network) -> Iterable[IPv4Network]:
    if block.subnet_of(hole):
        return ()
    return block.address_exclude(hole) if hole.subnet_of(block) else (block,)
