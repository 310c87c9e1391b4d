"""The report as a page: whole in itself, and nothing in it is markup but its own."""

import base64
import hashlib
import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from strata.report.build import report
from strata.report.html import as_html
from tests.unit.comparison.planned import BUCKET, planned, stack
from tests.unit.report.sample import everything, large, nothing

HOSTILE = "</script><img src=x onerror=alert(1)>"


class Tags(HTMLParser):
    """Counts the elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.seen.append(tag)


def test_no_change_is_said_in_one_sentence_and_nothing_more() -> None:
    page = as_html(nothing())
    assert "<h1>Nothing changes.</h1>" in page
    assert "<table" not in page


def test_the_page_shows_no_secret() -> None:
    page = as_html(everything())
    assert "hunter" not in page
    assert "[secret]" in page


def test_the_same_change_makes_the_same_page() -> None:
    assert as_html(everything()) == as_html(everything())


def test_the_policy_of_the_page_allows_its_own_style_and_script_and_nothing_else() -> None:
    page = as_html(everything())
    hashes = {}
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        hashes[tag] = f"sha256-{digest}"
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy == (
        f"default-src 'none'; style-src '{hashes['style']}'; script-src '{hashes['script']}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert "style=" not in page


def hostile_page(text: str) -> str:
    before = [stack(planned(BUCKET, "lake", inputs={"bucket": "lake"}))]
    after = [stack(planned(BUCKET, "lake", inputs={"bucket": text}))]
    return as_html(report(before, after, targets=["dev"], revision="main"))


PLAIN = Tags(hostile_page("sea")).seen


@settings(deadline=None, max_examples=30)
@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=100).filter(lambda one: one != "lake")
)
def test_no_value_becomes_markup(text: str) -> None:
    assert Tags(hostile_page(text)).seen == PLAIN


def test_no_value_ends_the_script() -> None:
    assert Tags(hostile_page(HOSTILE)).seen == PLAIN
    assert HOSTILE not in hostile_page(HOSTILE)


def test_every_resource_of_a_large_change_is_in_it() -> None:
    page = as_html(large(300))
    assert len(re.findall(r'<tr id="change-\d+"', page)) == 600
