"""The dashboards that Grafana gets."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from components.observability.dashboards import dashboards

DASHBOARDS = {name: json.loads(text) for name, text in dashboards().items()}

each_dashboard = pytest.mark.parametrize("name", DASHBOARDS)


def panels(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = DASHBOARDS[name]["panels"]
    return [one for one in found if one["type"] != "row"]


def expressions(name: str) -> Iterator[str]:
    for panel in panels(name):
        yield from (target["expr"] for target in panel["targets"])


def cells(panel: dict[str, Any]) -> set[tuple[int, int]]:
    place = panel["gridPos"]
    return {
        (x, y)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    }


@each_dashboard
def test_panels_lie_beside_each_other_on_a_page_of_24_columns(name: str) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels(name):
        assert taken & cells(panel) == set(), panel["title"]
        taken |= cells(panel)
    assert max(x for x, _ in taken) < 24


@each_dashboard
def test_every_variable_of_an_expression_can_be_chosen(name: str) -> None:
    known = {one["name"] for one in DASHBOARDS[name]["templating"].get("list", [])}
    used = {found for text in expressions(name) for found in re.findall(r"\$(\w+)", text)}
    assert used <= known


@each_dashboard
def test_every_panel_says_what_its_numbers_are_counted_in(name: str) -> None:
    assert [
        one["title"] for one in panels(name) if not one["fieldConfig"]["defaults"].get("unit")
    ] == []


def test_a_link_to_a_dashboard_never_breaks() -> None:
    assert {name: one["uid"] for name, one in DASHBOARDS.items()} == {
        "overview": "strata-overview",
        "tenant": "strata-tenant",
        "cost": "strata-cost",
        "capacity": "strata-capacity",
        "network": "strata-network",
    }


def test_a_tenants_page_shows_no_other_tenant() -> None:
    own = ('"$tenant"', '.$tenant"')
    assert [text for text in expressions("tenant") if not any(one in text for one in own)] == []


def test_what_ends_and_what_starts_is_never_read_from_one_series() -> None:
    # An instant value of a counter says nothing: it is as old as the pod.
    counters = re.compile(r"(?<![\w(])(\w+_total)\{?")
    bare = [
        (name, found)
        for name in DASHBOARDS
        for text in expressions(name)
        for found in counters.findall(text)
        if not re.search(rf"(rate|increase)\({found}", text)
    ]
    assert bare == []
