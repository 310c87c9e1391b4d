"""Two plans compared, resource by resource: what is made, changed, made anew, destroyed, let go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from strata.comparison.create_only import facts
from strata.comparison.identity import Pair, pairs
from strata.comparison.properties import Difference, differences
from strata.comparison.references import Names, renamed
from strata.comparison.replacement import Reason, Replacements, changes
from strata.plan.recording import Planned, Recording


class Action(StrEnum):
    """What happens to a resource; the worst first."""

    REPLACED = "replaced"
    DESTROYED = "destroyed"
    LET_GO = "let go"
    UPDATED = "updated"
    CREATED = "created"
    KEPT = "kept"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What happens to one resource.

    Attributes:
        urn: Its URN; of one that is destroyed or let go, the one that it had.
        type: Type token.
        name: Logical name.
        action: What happens to it.
        formerly: URN before, if an alias says that it had another one; else empty.
        differences: Inputs that the program changes; of what is new or no more, none.
        options: What the program says otherwise of how it is kept: `protect`, `retainOnDelete`.
            That alone changes nothing in a cloud, but what the next change may do.
        reasons: Create-only inputs that force a replacement.
        follows: Other inputs that change because what they are taken from is made anew.
        refused: Inputs that change although the API refuses it, so that the deployment fails.
        protected: Whether the engine refuses to destroy or replace it.
        stays_in_cloud: Whether the old one is not deleted, but only forgotten.
        deletes_first: Whether the old one goes before the new one comes.
        known: Whether the create-only inputs of its type are known.
    """

    urn: str
    type: str
    name: str
    action: Action
    formerly: str = ""
    differences: tuple[Difference, ...] = ()
    options: tuple[Difference, ...] = ()
    reasons: tuple[Reason, ...] = ()
    follows: tuple[Reason, ...] = ()
    refused: tuple[str, ...] = ()
    protected: bool = False
    stays_in_cloud: bool = False
    deletes_first: bool = False
    known: bool = True

    @property
    def made(self) -> bool:
        """Whether a cloud or a cluster holds it; components and providers only order others."""
        return not self.type.startswith(("strata:", "eks:", "pulumi:"))


@dataclass(frozen=True, kw_only=True, slots=True)
class StackChanges:
    """What happens to one stack.

    Attributes:
        stack: Name of the stack.
        changes: Every resource of both plans: the worst first, of those what is the cause of
            others, then by URN.
    """

    stack: str
    changes: tuple[Change, ...]

    def of(self, *actions: Action) -> tuple[Change, ...]:
        """Those to which one of these things happens."""
        return tuple(change for change in self.changes if change.action in actions)


def compare(before: Sequence[Recording], after: Sequence[Recording]) -> tuple[StackChanges, ...]:
    """Compare the plans of an environment, or of some of its stacks.

    A stack that only one side has is made or destroyed as a whole. What one stack takes from
    another that is compared, too, is followed there.

    Returns:
        One element for each stack, sorted by its name.
    """
    old, new = ({one.stack: one for one in side} for side in (before, after))
    stacks = sorted({*old, *new})
    found = _renaming(
        {
            stack: pairs(old.get(stack, Recording(stack)), new.get(stack, Recording(stack)))
            for stack in stacks
        }
    )
    reasons = Replacements(found, Names([new[stack] for stack in stacks if stack in new]))
    order = list(Action)
    return tuple(
        StackChanges(
            stack=stack,
            changes=tuple(
                sorted(
                    (_change(pair, reasons) for pair in found[stack]),
                    key=lambda change: (
                        order.index(change.action),
                        any(reason.of for reason in change.reasons),
                        change.urn,
                    ),
                )
            ),
        )
        for stack in stacks
    )


def _change(pair: Pair, reasons: Replacements) -> Change:
    old, new = pair.before, pair.after
    if old is None or new is None:
        gone = Action.LET_GO if old and old.retain else Action.DESTROYED
        return Change(
            urn=pair.urn,
            type=pair.type,
            name=pair.name,
            action=gone if old else Action.CREATED,
            protected=bool(old and old.protect),
            stays_in_cloud=bool(old and old.retain),
        )
    found = differences(old.inputs, new.inputs)
    follows = reasons.follows(new)
    replacing = reasons.replacing.get(new.urn)
    known = facts(pair.type)
    refused = () if replacing or known is None else known.refused
    action = Action.UPDATED if found or follows else Action.KEPT
    return Change(
        urn=pair.urn,
        type=pair.type,
        name=pair.name,
        action=Action.REPLACED if replacing else action,
        formerly=pair.formerly,
        differences=found,
        options=differences(_options(old), _options(new)),
        reasons=tuple(sorted(replacing or ())),
        follows=tuple(sorted(follows)),
        refused=tuple(name for name in refused if changes(old, new, name)),
        protected=bool(replacing and old.protect),
        stays_in_cloud=bool(replacing and old.retain),
        deletes_first=bool(replacing and reasons.deletes_first(new)),
        known=known is not None or pair.type.startswith(("strata:", "eks:")),
    )


def _options(one: Planned) -> dict[str, bool]:
    return {"protect": one.protect, "retainOnDelete": one.retain}


def _renaming(stacks: Mapping[str, tuple[Pair, ...]]) -> dict[str, tuple[Pair, ...]]:
    """Pairs whose inputs before use the logical names of after, of other stacks' resources too."""
    moved = {stack: _new_names(found) for stack, found in stacks.items()}
    every = {old: new for names in moved.values() for old, new in names.items()}
    named = {}
    for stack, found in stacks.items():
        own = {pair.before.name for pair in found if pair.before}
        others = {old: new for old, new in every.items() if old not in own}
        names = others | moved[stack]
        named[stack] = tuple(
            Pair(renamed(pair.before, names) if pair.before else None, pair.after) for pair in found
        )
    return named


def _new_names(found: tuple[Pair, ...]) -> dict[str, str]:
    """Logical names of a stack that others have taken the place of."""
    kept = {pair.after.name for pair in found if pair.after}
    moved = [(pair.before, pair.after) for pair in found if pair.formerly]
    return {
        old.name: new.name
        for old, new in moved
        if old and new and old.name != new.name and old.name not in kept
    }
