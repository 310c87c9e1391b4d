"""How a report says what it says: the same words in every format.

Whatever comes from a plan is handed to `code`, by which a format sets it apart from words.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from strata.comparison.access import AccessChange
from strata.comparison.properties import ABSENT, Difference
from strata.comparison.replacement import PROVIDER, Reason
from strata.comparison.resources import Action, Change
from strata.comparison.right import Effect
from strata.report.model import Loss, StackReport

Code = Callable[[str], str]

_LONGEST = 160
_MOST_LISTED = 8

HEADINGS = {
    Action.REPLACED: "replaced",
    Action.DESTROYED: "destroyed",
    Action.LET_GO: "let go: stays in the cloud, managed no more",
    Action.UPDATED: "changed",
    Action.CREATED: "created",
    Action.KEPT: "kept, under another name or with other options",
}
"""What stands above the resources to which one thing happens."""


def counts(stack: StackReport) -> str:
    """How many resources of a stack meet which fate: `1 replaced, 2 created, 30 kept`."""
    told = [(action, len(stack.of(action))) for action in Action if action is not Action.KEPT]
    words = {Action.LET_GO: "let go", Action.UPDATED: "changed"}
    found = [f"{count} {words.get(action, action)}" for action, count in told if count]
    kept = stack.kept + len(stack.of(Action.KEPT))
    return ", ".join([*found, f"{kept} kept"])


def fate(stack: StackReport) -> str:
    """What becomes of a stack as a whole; empty if both sides have it."""
    if stack.is_new:
        return "a new stack"
    if stack.is_gone:
        return "has no file any more; all this goes when the stack is destroyed"
    return ""


def loss(one: Loss, code: Code) -> str:
    """What would be lost with what."""
    told = f"{code(one.name)} of {code(one.stack)} is {one.action}, and loses {one.holds}"
    refused = "; it is protected, so the deployment fails and nothing is lost"
    return told + (refused if one.protected else "")


def change(one: Change, stack: StackReport, code: Code) -> list[str]:
    """What there is to say of one resource besides its name; the gravest first."""
    dependents = stack.dependents.get(one.urn, ())
    forced = [_reason(reason, code) for reason in one.reasons]
    return [
        *forced,
        *_consequences(one, code),
        *([f"depends on it: {_listed(dependents, code)}"] if dependents else []),
        *(_difference(found, code) for found in (*one.differences, *one.options)),
        *(_follows(reason, code) for reason in one.follows),
    ]


def access(one: AccessChange, code: Code) -> str:
    """Who gains or loses what."""
    verbs, objects = ", ".join(map(code, one.verbs)), _listed(one.objects, code)
    when = f" when {code(one.when)}" if one.when else ""
    match one.effect, one.gained:
        case Effect.ALLOWS, _:
            way = ""
        case Effect.DENIES, True:
            way = "is no longer denied: "
        case Effect.DENIES, False:
            way = "is denied: "
        case _, True:
            way = "is no longer confined: "
        case _:
            way = "is confined: "
    return f"{code(one.subject)} {way}{verbs} {objects}{when}"


def value(found: Any) -> str:
    """A value, shortened."""
    if found is ABSENT:
        return "nothing"
    text = found if isinstance(found, str) else json.dumps(found, sort_keys=True)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _difference(found: Difference, code: Code) -> str:
    return f"{code(found.path)}: {_coded(found.old, code)} → {_coded(found.new, code)}"


def _coded(found: Any, code: Code) -> str:
    return "nothing" if found is ABSENT else code(value(found))


def _reason(reason: Reason, code: Code) -> str:
    if reason.property == PROVIDER:
        return f"because {code(_name(reason.of))}, which makes it, is made anew"
    if reason.of:
        return f"because {code(reason.property)} is taken from {code(_name(reason.of))}, made anew"
    return f"because {code(reason.property)} cannot change in place"


def _follows(reason: Reason, code: Code) -> str:
    return f"{code(reason.property)} follows {code(_name(reason.of))}, made anew"


def _consequences(one: Change, code: Code) -> list[str]:
    found = []
    if one.protected:
        found.append("it is protected: the engine refuses, and the deployment fails")
    if one.refused:
        found.append(
            f"the API refuses to change {_listed(one.refused, code)}: the deployment fails"
        )
    if one.stays_in_cloud and one.action is Action.REPLACED:
        found.append("the old one stays in the cloud, managed no more")
    if one.deletes_first:
        found.append("the old one goes before the new one comes: it keeps its name")
    if not one.known:
        found.append("whether it can change in place is not known: look at the preview")
    if one.formerly:
        found.append(f"was {code(_name(one.formerly))}")
    return found


def _listed(names: Sequence[str], code: Code) -> str:
    more = len(names) - _MOST_LISTED
    told = ", ".join(map(code, names[:_MOST_LISTED]))
    return f"{told} and {more} more" if more > 0 else told


def _name(urn: str) -> str:
    return urn.split("::", 3)[3]
