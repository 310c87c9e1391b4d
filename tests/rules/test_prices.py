"""Discounts and fixed prices."""

import pytest

from components.observability.prices import price_rules


def test_without_settings_list_prices_hold() -> None:
    rules = price_rules()["groups"][0]["rules"]
    assert {rule["labels"]["capacity_type"]: rule["expr"] for rule in rules} == {
        "on-demand": "vector(1)",
        "spot": "vector(1)",
        "reserved": "vector(1)",
    }


def test_a_discount_stands_in_one_place() -> None:
    rules = price_rules({"on-demand": 0.72}, {"m7g.large": 0.0816})["groups"][0]["rules"]
    assert [rule["expr"] for rule in rules] == [
        "vector(0.72)",
        "vector(1)",
        "vector(1)",
        "vector(0.0816)",
    ]


def test_every_bad_number_is_told_in_a_line_of_its_own() -> None:
    with pytest.raises(ValueError, match="price") as error:
        price_rules({"spot": 0, "on-demand": float("inf")}, {"m7g.large": -1})
    factor = "must be a number above 0; write 1 for the list price"
    assert str(error.value).splitlines() == [
        f"price factor of spot = 0: {factor}",
        f"price factor of on-demand = inf: {factor}",
        "price of m7g.large = -1: must be US dollars an hour, above 0",
    ]
