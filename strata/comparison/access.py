"""Who gains and who loses access between two plans: in AWS, in the cluster and on the network."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from strata.comparison import access_iam, access_kubernetes, access_network
from strata.comparison.right import Effect, Right
from strata.plan.recording import Recording

Rights = Mapping[Right, frozenset[str]]
"""Rights, and the URNs of what grants each."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccessChange:
    """One sentence: who gains or loses what.

    Attributes:
        gained: Whether someone gains; a denial that goes away is a gain, too.
        subject: Who, such as `role strata-dev-ads-workload`, `group strata:ads:admin`.
        verbs: What they may do, sorted: `s3:GetObject`, `get`, `reaches`.
        objects: To what, sorted: ARNs, `pods in namespace ads`, `security group x on tcp 443`.
        when: Under which conditions; empty if always.
        effect: Whether what comes or goes gives access, denies it, or confines it.
        sources: URNs of what grants it, or granted it, sorted.
    """

    gained: bool
    subject: str
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    when: str
    effect: Effect
    sources: tuple[str, ...]


def rights(recordings: Sequence[Recording]) -> Rights:
    """Every right that plans grant; a binding in one plan finds the role that another makes."""
    found: dict[Right, set[str]] = defaultdict(set)
    for area in (access_iam, access_kubernetes, access_network):
        for right, source in area.rights(recordings):
            found[right].add(source)
    return {right: frozenset(sources) for right, sources in found.items()}


def access_changes(
    before: Sequence[Recording], after: Sequence[Recording]
) -> tuple[AccessChange, ...]:
    """Who gains and who loses access; gains first, then by subject.

    A right that another resource now grants is no change. A condition that changes is a right that
    goes and one that comes.
    """
    old, new = rights(before), rights(after)
    gone = {right: sources for right, sources in old.items() if right not in new}
    come = {right: sources for right, sources in new.items() if right not in old}
    found = [*_sentences(come, come=True), *_sentences(gone, come=False)]
    return tuple(sorted(found, key=_order))


def _sentences(found: Rights, *, come: bool) -> Iterable[AccessChange]:
    """Rights put together: first verbs with the same objects, then objects with the same verbs."""
    single = [
        AccessChange(
            gained=come == (right.effect is Effect.ALLOWS),
            subject=right.subject,
            verbs=(right.verb,),
            objects=(right.object,),
            when=right.when,
            effect=right.effect,
            sources=tuple(sorted(sources)),
        )
        for right, sources in found.items()
    ]
    return _merged(_merged(single, lambda one: replace(one, verbs=())), _without_objects)


def _without_objects(one: AccessChange) -> AccessChange:
    return replace(one, objects=())


def _merged(
    found: Iterable[AccessChange], rest: Callable[[AccessChange], AccessChange]
) -> list[AccessChange]:
    """Those that differ only in what `rest` leaves out, as one."""
    groups: dict[AccessChange, list[AccessChange]] = defaultdict(list)
    for one in found:
        groups[rest(one)].append(one)
    return [
        replace(
            group[0],
            verbs=tuple(sorted({verb for one in group for verb in one.verbs})),
            objects=tuple(sorted({thing for one in group for thing in one.objects})),
        )
        for group in groups.values()
    ]


def _order(one: AccessChange) -> tuple[object, ...]:
    return (not one.gained, one.subject, one.objects, one.verbs, one.when, one.effect, one.sources)
