"""Fixed weights: shares that add up, and rules of them."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.observability.cost_split import shares, weight_rules

amounts = st.one_of(
    st.integers(0, 10**15), st.floats(0, 1e12, allow_nan=False, allow_subnormal=False)
)
weights = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), amounts, min_size=1).filter(
    lambda found: sum(found.values()) > 0
)


@given(weights)
def test_shares_add_up_to_exactly_a_hundred(found: dict[str, float]) -> None:
    assert sum(shares(found).values()) == 100


@given(weights)
def test_a_share_is_less_than_a_hundredth_off_the_exact_one(found: dict[str, float]) -> None:
    exact = {tenant: Fraction(str(weight)) for tenant, weight in found.items()}
    total = sum(exact.values())
    for tenant, share in shares(found).items():
        assert abs(Fraction(share) - exact[tenant] / total * 100) < Fraction(1, 100)


@given(weights)
def test_who_weighs_more_never_carries_less(found: dict[str, float]) -> None:
    by_weight = sorted(found, key=lambda tenant: found[tenant])
    carried = shares(found)
    for lighter, heavier in pairwise(by_weight):
        assert carried[lighter] <= carried[heavier] or found[lighter] == found[heavier]


@given(weights)
def test_the_order_of_the_file_decides_nothing(found: dict[str, float]) -> None:
    backwards = dict(reversed(found.items()))
    assert shares(backwards) == shares(found)


def test_three_equals_share_the_last_hundredth_by_name() -> None:
    assert shares({"c": 1, "b": 1, "a": 1}) == {
        "a": Decimal("33.34"),
        "b": Decimal("33.33"),
        "c": Decimal("33.33"),
    }


def test_a_weight_of_nothing_carries_nothing() -> None:
    assert shares({"ads": 5, "ml": 3, "new": 0}) == {
        "ads": Decimal("62.5"),
        "ml": Decimal("37.5"),
        "new": Decimal(0),
    }


def test_every_bad_weight_is_told_in_a_line_of_its_own() -> None:
    bad: dict[str, Any] = {"ads": -1, "ml": float("nan"), "web": True, "new": "much", "old": 2}
    with pytest.raises(ValueError, match="weight") as error:
        shares(bad)
    rest = "must be a number of 0 or more; write how much it uses, in any unit that all share"
    assert str(error.value).splitlines() == [
        f"weight of ads = -1: {rest}",
        f"weight of ml = nan: {rest}",
        f"weight of web = True: {rest}",
        f"weight of new = 'much': {rest}",
    ]


@pytest.mark.parametrize("none", [{}, {"ads": 0, "ml": 0.0}])
def test_weights_that_carry_nothing_are_refused(none: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="weight") as error:
        shares(none)
    assert str(error.value) == "no weight is above 0: nobody would carry the shared cost"


def test_weights_become_a_rule_for_each_tenant() -> None:
    assert weight_rules({"ml": 3, "ads": 5})["groups"] == [
        {
            "name": "cost-weights",
            "rules": [
                {
                    "record": "tenant:shared_weight:ratio",
                    "labels": {"tenant": "ads"},
                    "expr": "vector(0.625)",
                },
                {
                    "record": "tenant:shared_weight:ratio",
                    "labels": {"tenant": "ml"},
                    "expr": "vector(0.375)",
                },
            ],
        }
    ]
