"""Which instance types a pool may buy, and which requirement leaves none.

Source: https://karpenter.sh/v1.14/concepts/nodepools/#spectemplatespecrequirements
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from components.compute.instance_types import InstanceType, instance_types
from components.compute.node_pool import Requirement

_OFFERED = frozenset(
    {
        "karpenter.sh/capacity-type",
        "kubernetes.io/os",
        "topology.k8s.aws/zone-id",
        "topology.kubernetes.io/region",
        "topology.kubernetes.io/zone",
    }
)
"""What an offering says, and not the instance type."""

_Test = Callable[[str | None, Sequence[str]], bool]

_TESTS: Mapping[str, _Test] = {
    "In": lambda value, wanted: value in wanted,
    "NotIn": lambda value, wanted: value not in wanted,
    "Exists": lambda value, _: value is not None,
    "DoesNotExist": lambda value, _: value is None,
    "Gt": lambda value, wanted: value is not None and int(value) > int(wanted[0]),
    "Gte": lambda value, wanted: value is not None and int(value) >= int(wanted[0]),
    "Lt": lambda value, wanted: value is not None and int(value) < int(wanted[0]),
    "Lte": lambda value, wanted: value is not None and int(value) <= int(wanted[0]),
}


class NoInstanceTypeError(ValueError):
    """A pool that could never buy a node."""


def matching(requirements: Sequence[Requirement]) -> tuple[InstanceType, ...]:
    """The instance types that fulfil every requirement.

    Raises:
        KeyError: A requirement names a label or an operator that is not known.
    """
    left = tuple(_labels())
    for requirement in requirements:
        left = _kept(left, requirement)
    types = instance_types()
    return tuple(types[name] for name in left)


def check(subject: str, requirements: Sequence[Requirement]) -> None:
    """Let a pool pass that can buy something.

    Args:
        subject: What to call the pool in a message.
        requirements: Its requirements.

    Raises:
        NoInstanceTypeError: It cannot; the message names the requirement that leaves nothing.
    """
    left = tuple(_labels())
    for requirement in requirements:
        kept = _kept(left, requirement)
        if not kept:
            values = ", ".join(requirement.get("values", ()))
            key = str(requirement["key"]).rpartition("/")[2]
            raise NoInstanceTypeError(
                f"{subject} can buy nothing: `{key} {requirement['operator']} {values}` leaves "
                f"none of the {len(left)} instance types that the rest allows; loosen it"
            )
        left = kept


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    return {name: type_.labels() for name, type_ in instance_types().items()}


@cache
def _known() -> frozenset[str]:
    return frozenset(key for labels in _labels().values() for key in labels)


def _kept(names: Sequence[str], requirement: Requirement) -> tuple[str, ...]:
    key = requirement["key"]
    if key in _OFFERED:
        return tuple(names)
    if key not in _known():
        raise KeyError(f"{key}: no label that follows from an instance type")
    test, wanted = _TESTS[requirement["operator"]], requirement.get("values", ())
    labels = _labels()
    return tuple(name for name in names if test(labels[name].get(key), wanted))
