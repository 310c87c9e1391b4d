"""Shared cost by fixed weights: measured use of what no meter splits, such as table sizes."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor, isfinite

from components.observability.rule_groups import Spec

_STEPS = 10_000
"""Steps of a hundredth of a per cent in the whole."""


def shares(weights: Mapping[str, float]) -> Mapping[str, Decimal]:
    """Per cent of the shared cost that each tenant carries: two decimals, 100 in all.

    Each share is rounded down, and what is left goes to those who lost most by it (the method of
    largest remainders); names decide between equals, so that the order of the file does not.

    Args:
        weights: By tenant, in any unit: bytes, keys, or thumbs.

    Raises:
        ValueError: A weight is no number of 0 or more, one line each; or none is above 0.
    """
    wrong = [
        f"weight of {tenant} = {weight!r}: must be a number of 0 or more; "
        "write how much it uses, in any unit that all share"
        for tenant, weight in weights.items()
        if not _is_weight(weight)
    ]
    if wrong:
        raise ValueError("\n".join(wrong))
    # By way of text, so that 0.1 is a tenth.
    exact = {tenant: Fraction(str(weight)) for tenant, weight in weights.items()}
    total = sum(exact.values())
    if total == 0:
        raise ValueError("no weight is above 0: nobody would carry the shared cost")
    steps = {tenant: weight / total * _STEPS for tenant, weight in exact.items()}
    whole = {tenant: floor(step) for tenant, step in steps.items()}
    by_loss = sorted(steps, key=lambda tenant: (whole[tenant] - steps[tenant], tenant))
    for tenant in by_loss[: _STEPS - sum(whole.values())]:
        whole[tenant] += 1
    return {tenant: Decimal(step) / (_STEPS // 100) for tenant, step in whole.items()}


def _is_weight(weight: object) -> bool:
    if isinstance(weight, bool) or not isinstance(weight, int | float):
        return False
    return isfinite(weight) and weight >= 0


def weight_rules(weights: Mapping[str, float]) -> Spec:
    """Rules of each tenant's fixed share, as a part of 1.

    Raises:
        ValueError: As `shares`.
    """
    rules = [
        {
            "record": "tenant:shared_weight:ratio",
            "labels": {"tenant": tenant},
            "expr": f"vector({share / 100:f})",
        }
        for tenant, share in sorted(shares(weights).items())
    ]
    return {"groups": [{"name": "cost-weights", "rules": rules}]}
