"""Changes of access, as one would say them."""

from strata.comparison.access import AccessChange, access_changes
from strata.comparison.right import Effect
from strata.plan.recording import Planned
from tests.unit.comparison.planned import stack


def sentence(change: AccessChange) -> str:
    """A change, as one would say it."""
    way = "+" if change.gained else "-"
    when = f" when {change.when}" if change.when else ""
    effect = "" if change.effect is Effect.ALLOWS else f" ({change.effect})"
    verbs, objects = ", ".join(change.verbs), ", ".join(change.objects)
    return f"{way} {change.subject}: {verbs}: {objects}{when}{effect}"


def told(before: list[Planned], after: list[Planned]) -> list[str]:
    """What changes between two plans of one stack."""
    return [sentence(one) for one in access_changes([stack(*before)], [stack(*after)])]
