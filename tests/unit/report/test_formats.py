"""The report as text, as a comment, and as JSON."""

import io
import json
import re

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from strata.report.document import as_json, document, schema
from strata.report.markdown import LONGEST, as_markdown
from strata.report.model import Report
from strata.report.text import as_text
from tests.conftest import Golden
from tests.samples import PROJECT
from tests.unit.report.sample import everything, large, nothing


def text(report: Report) -> str:
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(as_text(report))
    return "".join(f"{line.rstrip()}\n" for line in console.export_text().splitlines())


def test_the_text_reads_as_reviewed(golden: Golden) -> None:
    golden.check("report/everything.txt", text(everything()))


def test_the_comment_reads_as_reviewed(golden: Golden) -> None:
    golden.check("report/everything.md", as_markdown(everything()))


def test_the_document_is_as_reviewed(golden: Golden) -> None:
    golden.check("report/everything.json", as_json(everything()) + "\n")


def test_of_no_change_it_is_said_that_there_is_none() -> None:
    assert text(nothing()) == "dev against v1\nnothing changes\n"
    assert as_markdown(nothing()) == "### `dev` against `v1`\n\nNothing changes.\n"


@pytest.mark.parametrize("written", [text, as_markdown, as_json])
def test_no_format_shows_a_secret(written: object) -> None:
    assert callable(written)
    assert "hunter" not in written(everything())
    assert "[secret]" in written(everything())


@pytest.mark.parametrize("report", [everything(), nothing(), large(3)])
def test_the_document_has_the_form_that_its_schema_tells(report: Report) -> None:
    jsonschema.validate(document(report), json.loads(schema()))


def test_the_committed_schema_is_the_one_of_the_code() -> None:
    assert (PROJECT.root / "schemas" / "report.schema.json").read_text() == schema()


def test_what_there_is_not_has_no_key() -> None:
    (cluster, *_) = document(everything())["stacks"]
    (lake,) = (one for one in cluster["changes"] if one["name"] == "lake")
    assert lake["differences"] == [{"path": "bucket", "old": "lake", "new": "sea"}]
    (gateway,) = document(everything())["addresses"]["dev"]["subnets"]
    assert gateway["before"] != gateway["after"]


def balanced(comment: str) -> bool:
    return comment.count("<details>") == comment.count("</details>")


def test_a_comment_that_fits_is_not_cut() -> None:
    assert "cut" not in as_markdown(everything())


def test_a_comment_that_does_not_fit_says_how_much_is_cut() -> None:
    report = large(700)
    comment = as_markdown(report)
    assert len(comment) <= LONGEST
    shown = len(re.findall(r"^(> )?- ", comment, re.MULTILINE))
    (cut,) = re.findall(
        r"^\*\*([0-9,]+) lines are cut, as a comment holds no more\.\*\*", comment, re.MULTILINE
    )
    whole = as_markdown(report, longest=10_000_000)
    assert shown + int(cut.replace(",", "")) == len(re.findall(r"^(> )?- ", whole, re.MULTILINE))
    assert comment.endswith("`strata plan dev --against origin/main`\n")


def test_what_is_grave_is_cut_last() -> None:
    comment = as_markdown(large(50), longest=3000)
    assert "Data would be lost" in comment
    assert "50 created" in comment
    assert "queue-1" not in comment


MANY = large(60)


@settings(deadline=None)
@given(st.integers(min_value=1500, max_value=20_000))
def test_a_comment_is_never_longer_than_it_may_be_and_always_whole(longest: int) -> None:
    comment = as_markdown(MANY, longest=longest)
    assert len(comment) <= longest
    assert balanced(comment)


def test_a_value_is_no_markup() -> None:
    assert "`tags.a`: `b` → `` `c` ¦ d ``" in as_markdown(everything())


def test_a_value_that_is_long_is_shortened() -> None:
    assert f"{'x' * 159}…" in as_markdown(everything())
