"""What became of one part."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Outcome = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One part of what an account has before any layer.

    Attributes:
        outcome: `created`, `updated` (it was otherwise), or `unchanged`.
        part: What it is.
        name: Its name.
    """

    outcome: Outcome
    part: str
    name: str


Steps = Iterator[Step]


def outcome(*, created: bool, changed: bool) -> Outcome:
    """What became of a part that was made, or put right, or neither."""
    return "created" if created else "updated" if changed else "unchanged"


def same_document(one: Any, other: Any) -> bool:
    """Whether two policy documents, as text or as data, say the same."""
    first, second = (json.loads(text) if isinstance(text, str) else text for text in (one, other))
    return bool(first == second)


def holds(known: Any, wanted: Any) -> bool:
    """Whether `known` says all that is wanted; AWS adds defaults of its own to what it keeps."""
    if isinstance(wanted, dict):
        return isinstance(known, dict) and all(
            name in known and holds(known[name], value) for name, value in wanted.items()
        )
    if isinstance(wanted, list):
        return (
            isinstance(known, list) and len(known) == len(wanted) and all(map(holds, known, wanted))
        )
    return bool(known == wanted)
