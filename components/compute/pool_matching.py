"""Which instance types a pool may buy, and which requirement leaves none.

Source: https://karpenter.sh/v1.14/concepts/nodepools/#spectemplatespecrequirements
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from components.compute import labels
from components.compute.instance_types import InstanceType, instance_types
from components.compute.node_pool import Requirement

_DOMAIN = re.compile(r"(^|\.)karpenter\.(sh|k8s\.aws)/")
"""Where Karpenter takes no label that it does not know.

Source: https://github.com/kubernetes-sigs/karpenter/blob/v1.14.1/pkg/apis/v1/labels.go
"""

_OFFERED = frozenset(
    {
        "karpenter.k8s.aws/capacity-reservation-id",
        "karpenter.k8s.aws/capacity-reservation-interruptible",
        "karpenter.k8s.aws/capacity-reservation-type",
        "karpenter.k8s.aws/instance-tenancy",
        "karpenter.k8s.aws/placement-group-id",
        "karpenter.k8s.aws/placement-group-partition",
        labels.CAPACITY_TYPE,
    }
)
"""What an offering says, and not the instance type."""

_UNTOLD = frozenset(
    f"{labels.INSTANCE}{name}"
    for name in (
        "accelerator-count",
        "accelerator-manufacturer",
        "accelerator-name",
        "cpu-manufacturer",
        "cpu-sustained-clock-speed-mhz",
        "encryption-in-transit-supported",
        "gpu-manufacturer",
        "gpu-memory",
    )
)
"""What an instance type says, and the table does not: nothing is ruled out by it.

Source: https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/apis/v1/labels.go
"""

_COMPARISONS: Mapping[str, Callable[[int, int], bool]] = {
    "Gt": operator.gt,
    "Gte": operator.ge,
    "Lt": operator.lt,
    "Lte": operator.le,
}
_OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist", *_COMPARISONS)


class NoInstanceTypeError(ValueError):
    """A pool that could never buy a node."""


def matching(requirements: Sequence[Requirement]) -> tuple[InstanceType, ...]:
    """The instance types that fulfil every requirement.

    Raises:
        ValueError: A requirement that Karpenter would refuse.
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
        ValueError: A requirement that Karpenter would refuse.
    """
    left = tuple(_labels())
    for requirement in requirements:
        kept = _kept(left, requirement)
        if not kept:
            raise NoInstanceTypeError(
                f"{subject} can buy nothing: `{_in_words(requirement)}` leaves none of the "
                f"{len(left)} instance types that what stands before it allows; loosen it"
            )
        left = kept


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    return {name: type_.labels() for name, type_ in instance_types().items()}


@cache
def _told() -> frozenset[str]:
    return frozenset(key for labels in _labels().values() for key in labels)


def _kept(names: Sequence[str], requirement: Requirement) -> tuple[str, ...]:
    _refuse_wrong(requirement)
    key = requirement["key"]
    if key not in _told():
        return tuple(names)
    labels = _labels()
    return tuple(name for name in names if _fits(labels[name].get(key), requirement))


def _fits(value: str | None, requirement: Requirement) -> bool:
    name = requirement["operator"]
    wanted: Sequence[str] = requirement.get("values", ())
    if compare := _COMPARISONS.get(name):
        # What is no number is out of every bound.
        return value is not None and value.isdecimal() and compare(int(value), int(wanted[0]))
    if name == "In":
        return value in wanted
    if name == "NotIn":
        return value not in wanted
    return (value is not None) is (name == "Exists")


def _refuse_wrong(requirement: Requirement) -> None:
    key, name = str(requirement["key"]), requirement["operator"]
    wanted: Sequence[str] = requirement.get("values", ())
    if _DOMAIN.search(key) and key not in _told() | _OFFERED | _UNTOLD:
        raise ValueError(
            f"{key}: Karpenter knows no such label; write one of "
            "https://karpenter.sh/v1.14/concepts/scheduling/#well-known-labels"
        )
    if name not in _OPERATORS:
        raise ValueError(
            f"`{_in_words(requirement)}`: {name} is no operator; write one of "
            f"{', '.join(_OPERATORS)}"
        )
    if name in _COMPARISONS and not (len(wanted) == 1 and wanted[0].isdecimal()):
        raise ValueError(f"`{_in_words(requirement)}`: {name} takes one whole number; write one")


def _in_words(requirement: Requirement) -> str:
    key = str(requirement["key"]).rpartition("/")[2]
    values = ", ".join(map(str, requirement.get("values", ())))
    return " ".join(filter(None, (key, requirement["operator"], values)))
