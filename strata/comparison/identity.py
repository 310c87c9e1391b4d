"""Which resource of one plan is which of another: by URN, and by what the aliases say it was.

As the engine does it: a child whose name begins with its parent's was named after the parent's
old name, too, and a URN tells the types of all parents. The recorder keeps an alias's name or its
URN; of one that only says another type or parent, nothing is known here.

Source: https://www.pulumi.com/docs/iac/concepts/options/aliases/
"""

from collections.abc import Iterator
from dataclasses import dataclass

from strata.plan.recording import Planned, Recording


@dataclass(frozen=True, slots=True)
class Pair:
    """A resource before and after.

    Attributes:
        before: As it was; None if it is new.
        after: As it will be; None if it is no more.
    """

    before: Planned | None
    after: Planned | None

    @property
    def urn(self) -> str:
        """Its URN, the one after if there is one."""
        return self._known.urn

    @property
    def _known(self) -> Planned:
        known = self.after or self.before
        if known is None:
            raise ValueError("a pair of nothing")
        return known

    @property
    def type(self) -> str:
        """Its type token."""
        return self._known.type

    @property
    def name(self) -> str:
        """Its logical name."""
        return self._known.name

    @property
    def formerly(self) -> str:
        """Its URN before, if that is another one; else empty."""
        moved = self.before and self.after and self.before.urn != self.after.urn
        return self.before.urn if self.before and moved else ""


def pairs(before: Recording, after: Recording) -> tuple[Pair, ...]:
    """Every resource of two plans of one stack, sorted by URN."""
    left = {one.urn: one for one in before.resources}
    by_urn = {one.urn: one for one in after.resources}
    found = [Pair(left.pop(one.urn), one) for one in after.resources if one.urn in left]
    kept = {pair.urn for pair in found}
    for one in after.resources:
        if one.urn not in kept:
            was = next((urn for urn in _former(one, by_urn) if urn in left), None)
            found.append(Pair(left.pop(was) if was else None, one))
    found.extend(Pair(one, None) for one in left.values())
    return tuple(sorted(found, key=lambda pair: pair.urn))


def _former(one: Planned, by_urn: dict[str, Planned]) -> Iterator[str]:
    """URNs that a resource may have had, its own aliases first."""
    yield from (alias for alias in one.aliases if alias.startswith("urn:"))
    parent = by_urn.get(one.parent)
    parents = ["", *_former(parent, by_urn)] if parent else [""]
    for alias in one.aliases:
        if alias and not alias.startswith("urn:"):
            for was in parents:
                yield _urn(one, was or one.parent, alias)
    for was in parents[1:]:
        yield _urn(one, was, _inherited(one.name, parent.name if parent else "", _name(was)))


def _inherited(name: str, parent: str, was: str) -> str:
    """What a child was called when its parent was called so."""
    return was + name.removeprefix(parent) if name.startswith(parent) else name


def _urn(one: Planned, parent: str, name: str) -> str:
    stack, project, _, _ = one.urn.split("::", 3)
    types = f"{parent.split('::')[2]}$" if parent else ""
    return f"{stack}::{project}::{types}{one.type}::{name}"


def _name(urn: str) -> str:
    return urn.split("::", 3)[3]
