"""What a change adds to the cost and takes from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from strata.cost.estimate import Estimate, Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One thing that is billed otherwise than before.

    Attributes:
        urn: URN of the resource.
        item: `<kind>:<size>`, as prices are called.
        before: Lines of that item before; none: it is new.
        after: Lines of it after; none: it is gone.
    """

    urn: str
    item: str
    before: tuple[Line, ...]
    after: tuple[Line, ...]

    @property
    def usd(self) -> Decimal | None:
        """US dollars a month that are added; None: one side is not known, or billed by use."""
        before, after = _sum(self.before), _sum(self.after)
        return None if before is None or after is None else after - before


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Two estimates, and what lies between them.

    Attributes:
        before: What it costs before.
        after: What it costs after.
        changes: What is billed otherwise, by URN and item.
    """

    before: Estimate
    after: Estimate
    changes: tuple[Change, ...]

    @property
    def added(self) -> tuple[Change, ...]:
        """What is billed for the first time."""
        return tuple(change for change in self.changes if not change.before)

    @property
    def usd(self) -> Decimal:
        """US dollars a month that are added, without `unknown`."""
        return self.after.usd - self.before.usd

    @property
    def unknown(self) -> tuple[Change, ...]:
        """What is missing in `usd` though it is billed all the time."""
        return tuple(
            change
            for change in self.changes
            if change.usd is None
            and not all(line.by_use for line in (*change.before, *change.after))
        )

    @property
    def percent(self) -> Decimal | None:
        """What is added, of what it costs before; None: it cost nothing, or something is unknown.

        What is unknown on both sides in the same way does not count.
        """
        if not self.before.usd or self.unknown:
            return None
        return 100 * self.usd / self.before.usd


def difference(before: Estimate, after: Estimate) -> Difference:
    """Compare two estimates, resource by resource.

    A resource that keeps its URN and is replaced costs what it cost, so it is not among the
    changes unless something else is billed for it.
    """
    old, new = _by_item(before.lines), _by_item(after.lines)
    return Difference(
        before=before,
        after=after,
        changes=tuple(
            Change(
                urn=urn, item=item, before=old.get((urn, item), ()), after=new.get((urn, item), ())
            )
            for urn, item in sorted(old.keys() | new.keys())
            if old.get((urn, item)) != new.get((urn, item))
        ),
    )


def _by_item(lines: Iterable[Line]) -> Mapping[tuple[str, str], tuple[Line, ...]]:
    def key(line: Line) -> tuple[str, str]:
        return line.urn, line.item

    return {one: tuple(group) for one, group in groupby(sorted(lines, key=key), key)}


def _sum(lines: tuple[Line, ...]) -> Decimal | None:
    found = [line.usd for line in lines]
    known = [usd for usd in found if usd is not None]
    return sum(known, Decimal(0)) if len(known) == len(found) else None
