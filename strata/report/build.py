"""A report is made of two plans."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from layers.stack import StackName
from strata.addresses.difference import AddressDifference
from strata.addresses.difference import difference as address_difference
from strata.addresses.holders import zones
from strata.addresses.use import address_use
from strata.comparison.access import AccessChange, access_changes
from strata.comparison.references import Names
from strata.comparison.resources import Action, Change, StackChanges, compare
from strata.comparison.right import Effect
from strata.cost.charge import amount
from strata.cost.difference import difference
from strata.cost.estimate import Estimate, estimate, together
from strata.plan.recording import Recording
from strata.report.data_bearing import held_by
from strata.report.model import Loss, Report, StackReport

_ROLE = "aws:iam/role:Role"
_BUDGET = "aws:budgets/budget:Budget"

_Estimates = Mapping[str, Estimate]


def report(
    before: Sequence[Recording],
    after: Sequence[Recording],
    *,
    targets: Sequence[str],
    revision: str,
) -> Report:
    """Say what becomes of stacks.

    Args:
        before: Plans of the old side: of the stacks that are asked for, and of those below.
        after: Plans of the new side, likewise.
        targets: Stacks and environments that are asked for.
        revision: What the old side is called.
    """
    stacks = [
        one
        for environment in sorted({_environment(one.stack) for one in (*before, *after)})
        for one in _stacks(_of(environment, before), _of(environment, after))
        if {one.stack, _environment(one.stack)} & {*targets}
    ]
    return Report(
        targets=tuple(targets),
        revision=revision,
        stacks=tuple(stacks),
        losses=tuple(loss for one in stacks for loss in _losses(one)),
        access=tuple(_access(access_changes(before, after), stacks)),
        cost=difference(
            together(one.cost.before for one in stacks), together(one.cost.after for one in stacks)
        ),
        addresses=_addresses(before, after, {_environment(one.stack) for one in stacks}),
    )


def _stacks(before: Sequence[Recording], after: Sequence[Recording]) -> list[StackReport]:
    """What becomes of the stacks of one environment."""
    old, new = _estimates(before), _estimates(after)
    nothing = together([])
    plans = {one.stack: one for one in after}
    depending = _dependents(before), _dependents(after)
    made = []
    for one in sorted(compare(before, after), key=lambda one: StackName.parse(one.stack).order):
        was = _renamed(old.get(one.stack, nothing), one)
        told = tuple(change for change in one.changes if change.made)
        kept = [change for change in told if _is_kept(change)]
        made.append(
            StackReport(
                stack=one.stack,
                is_new=one.stack not in old,
                is_gone=one.stack not in new,
                changes=tuple(change for change in told if not _is_kept(change)),
                kept=len(kept),
                dependents=_told_dependents(one, *depending),
                cost=difference(was, new.get(one.stack, nothing)),
                budget=_budget(plans.get(one.stack)),
            )
        )
    return made


def _is_kept(change: Change) -> bool:
    return change.action is Action.KEPT and not change.options and not change.formerly


def _access(found: Iterable[AccessChange], stacks: Sequence[StackReport]) -> Iterable[AccessChange]:
    """What these stacks grant.

    What is new with its limits has lost nothing by them, and nobody gains by the end of a denial
    that goes with the whole stack.
    """
    mine = tuple(f"urn:pulumi:{one.stack}::" for one in stacks)
    begun, ended = _of_one_side(stacks, Action.CREATED), _of_one_side(stacks, Action.DESTROYED)
    for change in found:
        side = ended if change.gained else begun
        together = change.effect is not Effect.ALLOWS and {*change.sources} <= side
        if any(source.startswith(mine) for source in change.sources) and not together:
            yield change


def _of_one_side(stacks: Sequence[StackReport], action: Action) -> set[str]:
    """URNs of roles, and of all of a stack, that only one side has."""
    return {
        change.urn
        for stack in stacks
        for change in stack.of(action)
        if stack.is_new or stack.is_gone or change.type == _ROLE
    }


def _losses(one: StackReport) -> Iterable[Loss]:
    for change in one.of(Action.REPLACED, Action.DESTROYED):
        holds = held_by(change.type)
        if holds and not change.stays_in_cloud:
            yield Loss(
                stack=one.stack,
                urn=change.urn,
                type=change.type,
                name=change.name,
                action=change.action,
                holds=holds,
                protected=change.protected,
            )


_Dependents = Mapping[str, frozenset[str]]


def _dependents(recordings: Sequence[Recording]) -> _Dependents:
    """URNs of what takes something from a resource, or waits for it, by its URN."""
    names = Names(recordings)
    found: dict[str, set[str]] = defaultdict(set)
    for recording in recordings:
        for one in recording.resources:
            if one.type.startswith(("strata:", "eks:")):
                continue
            taken = {urn for _, urn in names.taken(one, recording.stack)}
            for urn in {*taken, *one.depends_on} - {one.urn}:
                found[urn].add(one.urn)
    return {urn: frozenset(urns) for urn, urns in found.items()}


def _told_dependents(
    stack: StackChanges, before: _Dependents, after: _Dependents
) -> dict[str, tuple[str, ...]]:
    gone = {change.urn for change in stack.of(Action.DESTROYED)}
    told = {}
    for change in stack.of(Action.REPLACED, Action.DESTROYED):
        side = before if change.action is Action.DESTROYED else after
        urns = side.get(change.urn, frozenset()) - gone
        if urns:
            told[change.urn] = tuple(sorted({urn.split("::", 3)[3] for urn in urns}))
    return told


def _estimates(recordings: Sequence[Recording]) -> _Estimates:
    resources = [resource for recording in recordings for resource in recording.resources]
    count = len({*zones(resources).values()}) or None
    return {one.stack: estimate(one, zones=count) for one in recordings}


def _renamed(found: Estimate, stack: StackChanges) -> Estimate:
    """What a stack cost, by the URNs that its resources have now."""
    names = {change.formerly: change.urn for change in stack.changes if change.formerly}
    lines = [replace(line, urn=names.get(line.urn, line.urn)) for line in found.lines]
    return replace(found, lines=tuple(sorted(lines, key=lambda line: (line.urn, line.item))))


def _budget(recording: Recording | None) -> Decimal | None:
    budgets = recording.of_type(_BUDGET) if recording else []
    limits = [amount(one.inputs.get("limitAmount")) for one in budgets]
    return min((limit for limit in limits if limit is not None), default=None)


def _addresses(
    before: Sequence[Recording], after: Sequence[Recording], environments: Iterable[str]
) -> dict[str, AddressDifference]:
    found = {
        environment: address_difference(
            address_use(_of(environment, before)), address_use(_of(environment, after))
        )
        for environment in sorted(environments)
    }
    return {
        environment: one
        for environment, one in found.items()
        if one.changes or one.idle_units or one.most_units
    }


def _of(environment: str, recordings: Sequence[Recording]) -> list[Recording]:
    return [one for one in recordings if _environment(one.stack) == environment]


def _environment(stack: str) -> str:
    return stack.partition("-")[0]
