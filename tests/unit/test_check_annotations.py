"""`strata check --format github`: problems as GitHub shows them at their line."""

import pytest

from layers.problem import Problem
from strata.cli.check import Format, _write

FILE = "stacks/Pulumi.dev-tenant-ads.yaml"


def said(capsys: pytest.CaptureFixture[str], *, needed: bool = False, **of: object) -> list[str]:
    """What is written of one problem, or of one approval that is needed."""
    content = {"file": FILE, "line": 5, "rule": "is wrong", "remedy": "mend it", **of}
    problem = Problem(**content)  # type: ignore[arg-type]
    _write([] if needed else [problem], [problem] if needed else [], Format.GITHUB)
    return capsys.readouterr().out.splitlines()


def test_a_problem_is_an_error_at_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, key="size", value="'big'") == [
        f"::error file={FILE},line=5::size = 'big': is wrong; mend it"
    ]


def test_an_approval_that_is_needed_is_a_notice(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, needed=True) == [f"::notice file={FILE},line=5::is wrong; mend it"]


def test_a_problem_of_a_whole_file_is_at_its_first_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert said(capsys, line=0) == [f"::error file={FILE},line=1::is wrong; mend it"]


def test_a_message_of_several_lines_stays_one_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, rule="100%\r\n::error::forged, or 50%25: no") == [
        f"::error file={FILE},line=5::100%25%0D%0A::error::forged, or 50%2525: no; mend it"
    ]


def test_a_file_s_name_cannot_end_the_place_or_begin_another(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert said(capsys, file="stacks/a,line=9::b%\r\n.yaml") == [
        "::error file=stacks/a%2Cline=9%3A%3Ab%25%0D%0A.yaml,line=5::is wrong; mend it"
    ]
