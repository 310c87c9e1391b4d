"""What a platform's file says about costs."""

import pytest

from strata.plan.recording import Recording
from tests.plans import platform_plan


def recorded(plan: Recording, name: str) -> dict[str, str]:
    """Expression of each rule, by its labels' values."""
    rules = plan.named(f"dev-monitors-{name}-rules").inputs["spec"]["groups"][0]["rules"]
    return {" ".join(one["labels"].values()): one["expr"] for one in rules}


def test_a_discount_is_said_once(dev: dict[str, Recording]) -> None:
    plan = platform_plan("costs: {priceFactors: {onDemand: 0.72}}")
    assert recorded(plan, "cost-prices")["on-demand"] == "vector(0.72)"
    assert recorded(dev["dev-platform"], "cost-prices")["on-demand"] == "vector(1)"


def test_system_nodes_have_a_price_that_karpenter_does_not_tell(
    dev: dict[str, Recording],
) -> None:
    prices = recorded(dev["dev-platform"], "cost-prices")
    assert prices["m7g.xlarge"] == "vector(0.1632)"


def test_fixed_weights_become_shares_that_sum_to_one() -> None:
    plan = platform_plan("costs: {sharedWeights: {ads: 2, search: 1}}")
    assert recorded(plan, "cost-weights") == {
        "ads": "vector(0.6667)",
        "search": "vector(0.3333)",
    }


def test_without_weights_nothing_is_split_by_them(dev: dict[str, Recording]) -> None:
    with pytest.raises(LookupError):
        recorded(dev["dev-platform"], "cost-weights")
