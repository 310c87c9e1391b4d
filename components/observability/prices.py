"""What Prometheus cannot see of prices: discounts, and types that Karpenter does not price."""

from collections.abc import Mapping
from math import isfinite
from typing import Literal

from components.observability.rule_groups import Spec

CapacityType = Literal["on-demand", "spot", "reserved"]
"""How a node was bought, as Karpenter calls it."""

LIST_PRICES: Mapping[CapacityType, float] = {"on-demand": 1, "spot": 1, "reserved": 1}
"""No discount: what AWS's public price list says."""


def price_rules(
    factors: Mapping[CapacityType, float] = LIST_PRICES,
    fixed: Mapping[str, float] | None = None,
) -> Spec:
    """Rules of what prices are multiplied by, and of prices that nothing else tells.

    Without them no node has a price.

    Args:
        factors: What of the list price is paid, by capacity type: 0.72 where a savings plan takes
            28 % off.
        fixed: US dollars an hour by instance type, for those that Karpenter tells no price of:
            system nodes, where it does not look at their type.

    Raises:
        ValueError: A factor or price is no number above 0; one line each.
    """
    prices = dict(sorted((fixed or {}).items()))
    wrong = [
        f"price factor of {name} = {value}: must be a number above 0; write 1 for the list price"
        for name, value in factors.items()
        if not _above_zero(value)
    ]
    wrong += [
        f"price of {name} = {value}: must be US dollars an hour, above 0"
        for name, value in prices.items()
        if not _above_zero(value)
    ]
    if wrong:
        raise ValueError("\n".join(wrong))
    rules = [
        {
            "record": "capacity_type:price_factor:ratio",
            "labels": {"capacity_type": name},
            "expr": f"vector({value})",
        }
        for name, value in {**LIST_PRICES, **factors}.items()
    ]
    rules += [
        {
            "record": "instance_type:fixed_price:usd_per_hour",
            "labels": {"instance_type": name},
            "expr": f"vector({value})",
        }
        for name, value in prices.items()
    ]
    return {"groups": [{"name": "cost-prices", "rules": rules}]}


def _above_zero(value: float) -> bool:
    return isfinite(value) and value > 0
