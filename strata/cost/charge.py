"""A charge: what AWS bills a planned resource for, before any price is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

Quantity = Decimal | Literal["use", "deployment"]
"""How many; `use`: only use decides; `deployment`: the plan says it with a value to come."""

_BINARY: Mapping[str, int] = {"Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5}
_DECIMAL: Mapping[str, int] = {"m": -1, "k": 1, "M": 2, "G": 3, "T": 4, "P": 5}
_GIB = 1024**3


@dataclass(frozen=True, kw_only=True, slots=True)
class Charge:
    """One thing that is billed.

    Attributes:
        item: `<kind>:<size>`, as prices are called.
        what: What it is, in words.
        quantity: How many units at a time.
        spot: Whether it is bought at the Spot price.
    """

    item: str
    what: str
    quantity: Quantity
    spot: bool = False


def counted(value: Any) -> Quantity:
    """A number of a plan; `deployment`: the plan holds none yet."""
    found = amount(value)
    return "deployment" if found is None else found


def times(quantity: Quantity, factor: Quantity) -> Quantity:
    """A product, known if both factors are."""
    if isinstance(quantity, Decimal) and isinstance(factor, Decimal):
        return quantity * factor
    return "use" if "use" in (quantity, factor) else "deployment"


def gib(value: Any) -> Quantity:
    """A Kubernetes quantity of bytes, in GiB; `deployment`: it is none."""
    found = amount(value)
    return "deployment" if found is None else found / _GIB


def amount(value: Any) -> Decimal | None:
    """A number, or a Kubernetes quantity such as `1600Gi` or `500m`; None: it is neither.

    Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    text = str(value)
    for suffix, power in _BINARY.items():
        if text.endswith(suffix):
            return _scaled(text.removesuffix(suffix), Decimal(1024) ** power)
    if text and text[-1] in _DECIMAL:
        return _scaled(text[:-1], Decimal(1000) ** _DECIMAL[text[-1]])
    return _scaled(text, Decimal(1))


def _scaled(text: str, factor: Decimal) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found * factor if found.is_finite() else None
