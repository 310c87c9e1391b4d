"""What is made anew: because of an input that cannot change, or because of what it depends on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from strata.comparison.create_only import facts
from strata.comparison.identity import Pair
from strata.comparison.properties import ABSENT, same, value_at
from strata.comparison.references import Names
from strata.plan.recording import Planned

PROVIDER = "provider"
"""Property of a reason that is no input: the provider that makes the resource."""

# Input of a Kubernetes provider by which data of a kind changes in place.
_MUTABLE = {"ConfigMap": "enableConfigMapMutable", "Secret": "enableSecretMutable"}


@dataclass(frozen=True, order=True, slots=True)
class Reason:
    """Why an input is another one than before.

    Attributes:
        property: Which input; `PROVIDER` for the provider itself.
        of: URN of the resource whose replacement changes it; empty if the program changes it.
    """

    property: str
    of: str = ""


class Replacements:
    """Why resources are made anew, and what follows from that."""

    def __init__(self, stacks: Mapping[str, tuple[Pair, ...]], names: Names) -> None:
        both = [
            (pair.before, pair.after, stack)
            for stack, of_stack in stacks.items()
            for pair in of_stack
            if pair.before and pair.after
        ]
        every = [pair for of_stack in stacks.values() for pair in of_stack]
        self._after = {pair.after.urn: pair.after for pair in every if pair.after}
        self._created = {pair.urn for pair in every if not pair.before}
        self._taken = {after.urn: set(names.taken(after, stack)) for _, after, stack in both}
        self.replacing: dict[str, set[Reason]] = {}
        for old, new, _ in both:
            own = {Reason(name) for name in self.create_only(new) if changes(old, new, name)}
            if own:
                self.replacing[new.urn] = own
        spreading = True
        while spreading:
            spreading = False
            for old, new, _ in both:
                spreading |= self._spread(old, new)

    def create_only(self, one: Planned) -> tuple[str, ...]:
        """Inputs of a resource whose change makes it anew."""
        known = facts(one.type)
        if known is None:
            return ()
        return (*known.replaces, *(known.data if self._is_fixed(one) else ()))

    def follows(self, one: Planned) -> set[Reason]:
        """Inputs, not create-only, that change because what they are taken from is made anew."""
        return {
            Reason(path, urn)
            for path, urn in self._taken.get(one.urn, ())
            if self._is_new(urn) and not _within(path, self.create_only(one))
        }

    def _spread(self, old: Planned, new: Planned) -> bool:
        """Whether there is a further reason to make a resource anew."""
        known = self.replacing.get(new.urn, set())
        found = {
            Reason(name, urn)
            for path, urn in self._taken[new.urn]
            for name in _within(path, self.create_only(new))
            if self._is_new(urn) and urn != new.urn
        }
        found |= {Reason(name, urn) for name, urn in self._named(new)}
        provider = new.provider.rpartition("::")[0]
        if provider in self.replacing and old.provider.rpartition("::")[0] == provider:
            found.add(Reason(PROVIDER, provider))
        if found <= known:
            return False
        self.replacing[new.urn] = known | found
        return True

    def _named(self, one: Planned) -> list[tuple[str, str]]:
        """Create-only inputs that name what must go before its successor has the name.

        The engine makes those anew, too, before it deletes what they depend on.
        """
        gone = [
            self._after[urn]
            for urn in one.depends_on
            if urn in self.replacing and self.deletes_first(self._after[urn])
        ]
        return [
            (name, other.urn)
            for other in gone
            for name in self.create_only(one)
            if value_at(one.inputs, name) == value_at(other.inputs, _name_of(other))
        ]

    def deletes_first(self, one: Planned) -> bool:
        """Whether, made anew, a resource keeps its name, so that the old one must go first."""
        name = _name_of(one)
        if not name or value_at(one.inputs, name) is ABSENT:
            return False
        named = {name, "metadata.namespace"} if name == "metadata.name" else {name}
        changed = {reason.property for reason in self.replacing.get(one.urn, ())}
        return not named & changed

    def _is_new(self, urn: str) -> bool:
        return urn in self.replacing or urn in self._created

    def _is_fixed(self, one: Planned) -> bool:
        """Whether the data of a ConfigMap or Secret cannot change in place."""
        flag = _MUTABLE.get(one.type.rpartition(":")[2])
        if flag is None:
            return False
        provider = self._after.get(one.provider.rpartition("::")[0])
        mutable = provider is not None and provider.inputs.get(flag) in ("true", True)
        return not mutable or one.inputs.get("immutable") is True


def changes(old: Planned, new: Planned, name: str) -> bool:
    """Whether an input changes; a dot leads into an object."""
    return not same(value_at(old.inputs, name), value_at(new.inputs, name))


def _within(path: str, names: Sequence[str]) -> tuple[str, ...]:
    """Those of some inputs in which a path lies."""
    return tuple(name for name in names if f"{path}.".startswith(f"{name}."))


def _name_of(one: Planned) -> str:
    known = facts(one.type)
    return known.name if known else ""
