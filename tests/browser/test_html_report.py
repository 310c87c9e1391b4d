"""The report in a real browser: what it asks for, how it sorts and filters, who can read it."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Open, Scheme

each_look = pytest.mark.parametrize(
    ("width", "scheme"), [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")]
)


def column(page: Page, table: str, number: int) -> list[str]:
    """The texts of a column's cells, from the top, of those rows that are shown."""
    cells = page.locator(f"{table} tbody tr:visible > :nth-child({number})")
    return [text.strip() for text in cells.all_inner_texts()]


@each_look
def test_the_browser_complains_of_nothing(width: int, scheme: Scheme, opened: Open) -> None:
    assert opened(width, scheme).complaints == []


def test_the_page_asks_for_nothing_but_itself(opened: Open, report: Path) -> None:
    asked = opened(1440, "light").asked
    assert [one for one in asked if not one.startswith("data:")] == [report.as_uri()]


@each_look
def test_nobody_must_scroll_sideways(width: int, scheme: Scheme, opened: Open) -> None:
    page = opened(width, scheme).page
    assert page.evaluate("document.documentElement.scrollWidth") == width


@each_look
def test_axe_finds_nothing_serious(width: int, scheme: Scheme, opened: Open) -> None:
    found = Axe().run(opened(width, scheme).page).response["violations"]
    grave = [one for one in found if one["impact"] in {"serious", "critical"}]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in grave] == []


def test_dark_is_dark_and_light_is_light(opened: Open) -> None:
    colour = "getComputedStyle(document.documentElement).colorScheme"
    ground = "getComputedStyle(document.body).backgroundColor"
    grounds = {scheme: opened(1440, scheme).page.evaluate(ground) for scheme in _SCHEMES}
    assert grounds["light"] != grounds["dark"]
    assert opened(1440, "dark").page.evaluate(colour) == "light dark"


_SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def test_a_table_sorts_by_words_one_way_and_then_the_other(opened: Open) -> None:
    page = opened(1440, "light").page
    names = column(page, "#changes", 2)
    header = page.locator("#changes thead th").nth(1)
    header.get_by_role("button").click()
    rising = column(page, "#changes", 2)
    assert rising == sorted(names, key=str.lower)
    assert header.get_attribute("aria-sort") == "ascending"
    header.get_by_role("button").click()
    assert column(page, "#changes", 2) == rising[::-1]
    assert header.get_attribute("aria-sort") == "descending"


def test_a_column_of_what_happens_sorts_by_how_grave_it_is(opened: Open) -> None:
    page = opened(1440, "light").page
    header = page.locator("#changes thead th").first
    header.get_by_role("button").click()
    fates = [text.split()[-1] for text in column(page, "#changes", 1)]
    assert list(dict.fromkeys(fates)) == ["replaced", "destroyed", "go", "changed", "created"]


def test_a_search_leaves_what_it_finds_and_counts_it(opened: Open) -> None:
    page = opened(1440, "light").page
    bar = page.locator(".filters[data-table=changes]")
    bar.get_by_label("Search").fill("aws.sqs.Queue FIFO")
    (name,) = column(page, "#changes", 2)
    assert name.startswith("fifo")
    assert bar.locator("output").inner_text() == "1 of 14 shown"
    bar.get_by_label("Search").fill("")
    assert bar.locator("output").inner_text() == "14 of 14 shown"


def test_a_choice_leaves_one_fate(opened: Open) -> None:
    page = opened(1440, "light").page
    bar = page.locator(".filters[data-table=changes]")
    bar.get_by_label("what happens").select_option(label="created")
    assert {text.split()[-1] for text in column(page, "#changes", 1)} == {"created"}
    assert bar.locator("output").inner_text() == "2 of 14 shown"
