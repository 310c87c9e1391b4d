"""One right, as one sentence: who may do what to what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from strata.plan.recording import Planned, Recording
from strata.wire import Secret


class Effect(StrEnum):
    """What a sentence does."""

    ALLOWS = "allows"
    DENIES = "denies"
    LIMITS = "limits"


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Right:
    """Who may do what to what.

    Attributes:
        subject: Who, such as `role strata-dev-ads-workload`, `group strata:ads:admin`.
        verb: What they may do: `s3:GetObject`, `get`, `reaches`.
        object: To what: an ARN, `pods in namespace ads`, `security group x on tcp 443`.
        when: Under which conditions; empty if always.
        effect: Whether it gives, takes away, or confines.
    """

    subject: str
    verb: str
    object: str
    when: str = ""
    effect: Effect = Effect.ALLOWS


class Granted(NamedTuple):
    """A right, and what grants it.

    Attributes:
        right: The right.
        source: URN of the resource that grants it.
    """

    right: Right
    source: str


def of_type(recordings: Sequence[Recording], *types: str) -> Iterator[Planned]:
    """Every resource of some types, in all plans."""
    return (one for recording in recordings for one in recording.resources if one.type in types)


def opened(value: Any) -> Any:
    """A value without its marks of secrecy: a right is told by names, and names are no secrets."""
    match value:
        case Secret():
            return opened(value.value)
        case Mapping():
            return {name: opened(item) for name, item in value.items()}
        case list() | tuple():
            return [opened(item) for item in value]
        case _:
            return value


def listed(value: Any) -> list[Any]:
    """One value or many, as many."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def joined(values: Iterable[Any]) -> str:
    """Some texts as one, in an order of their own."""
    return ", ".join(sorted(map(str, values)))
