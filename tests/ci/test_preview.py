"""A pull request's preview without AWS, a fork's included."""

from typing import Any

import pytest

from tests.ci.conftest import HOSTILE
from tests.ci.runner import GITHUB, Ran, Runner
from tests.ci.workflows import WORKFLOWS

JOB = WORKFLOWS["preview.yml"]["jobs"]["preview"]
RUN = "https://github.com/example/platform/actions/runs/17"


def event(base: str = "main", head: str = "example/platform") -> dict[str, Any]:
    """What GitHub tells of a pull request."""
    return {
        "pull_request": {
            "number": 7,
            "title": HOSTILE,
            "base": {"ref": base},
            "head": {"ref": HOSTILE, "repo": {"full_name": head}},
        }
    }


def previewed(runner: Runner, base: str = "main", head: str = "example/platform") -> Ran:
    """Run the job for a pull request."""
    return runner.run(JOB, {"github": {**GITHUB, "event": event(base, head)}})


def comment(runner: Runner) -> str:
    """What would be posted."""
    return (runner.temp / "comment" / "comment.md").read_text()


@pytest.mark.parametrize("head", ["example/platform", "somebody/fork"])
def test_a_pull_request_is_checked_and_planned_against_its_base(runner: Runner, head: str) -> None:
    runner.answer("strata check")
    runner.answer("strata plan --all --against origin/main --format markdown", "### The plan\n")
    runner.answer("strata plan", "<!doctype html>\n")
    ran = previewed(runner, head=head)
    assert runner.calls == [
        "strata check --against origin/main --format github",
        "strata check --approvals --against origin/main --format github",
        "strata plan --all --against origin/main --format markdown --fail-on data-loss",
        "strata plan --all --against origin/main --format html",
    ]
    assert ran.code == 0
    assert (runner.temp / "comment" / "number").read_text() == "7\n"
    assert comment(runner) == ran.written["GITHUB_STEP_SUMMARY"] == "### The plan\n"
    assert (runner.temp / "report.html").read_text() == "<!doctype html>\n"


def test_what_is_wrong_is_said_at_its_line_and_in_the_comment(runner: Runner) -> None:
    runner.answer(
        "strata check --against origin/main --format github",
        "::error file=stacks/Pulumi.dev-cluster.yaml,line=3::wrong\n",
        code=1,
    )
    runner.answer("strata check", "stacks/Pulumi.dev-cluster.yaml:3: wrong\n", code=1)
    ran = previewed(runner)
    assert ran.code == 1
    assert ran.log == "::error file=stacks/Pulumi.dev-cluster.yaml,line=3::wrong\n"
    assert comment(runner) == ran.written["GITHUB_STEP_SUMMARY"]
    assert comment(runner) == (
        "### What must be mended first\n\n~~~text\nstacks/Pulumi.dev-cluster.yaml:3: wrong\n~~~\n"
    )
    assert [call for call in runner.calls if "plan" in call] == []


def test_a_thousand_long_problems_fit_into_a_comment(runner: Runner) -> None:
    runner.answer("strata check", f"{'x' * 1000}\n" * 1000, code=1)
    previewed(runner)
    assert 40_000 < len(comment(runner)) < 65_000


def test_who_else_must_approve_is_said_and_fails_nothing(runner: Runner) -> None:
    runner.answer("strata check --approvals", "::notice file=a,line=1::ask\n", code=1)
    runner.answer("strata check")
    runner.answer("strata plan", "text\n")
    ran = previewed(runner)
    assert (ran.code, ran.log) == (0, "::notice file=a,line=1::ask\n")


def test_approvals_that_cannot_be_told_fail(runner: Runner) -> None:
    runner.answer("strata check --approvals", code=2)
    runner.answer("strata check")
    ran = previewed(runner)
    assert ran.code == 1
    assert [call for call in runner.calls if "plan" in call] == []


def test_a_change_that_loses_data_fails_and_is_told_all_the_same(runner: Runner) -> None:
    runner.answer("strata check")
    runner.answer("strata plan --all --against origin/main --format markdown", "loss\n", code=2)
    runner.answer("strata plan", "page\n")
    ran = previewed(runner)
    assert ran.code == 2
    assert comment(runner) == ran.written["GITHUB_STEP_SUMMARY"] == "loss\n"
    assert (runner.temp / "report.html").read_text() == "page\n"


def test_a_change_that_cannot_be_planned_says_where_it_is_told_why(runner: Runner) -> None:
    runner.answer("strata check")
    runner.answer("strata plan", code=1)
    ran = previewed(runner)
    assert ran.code == 1
    assert comment(runner) == f"There is no plan of this change: [the run]({RUN}) says why.\n"
    assert not (runner.temp / "report.html").exists()


def test_the_name_of_a_branch_is_a_word_and_no_command(runner: Runner) -> None:
    runner.answer("strata", "text\n")
    previewed(runner, base=HOSTILE)
    against = {words[words.index("--against") + 1] for words in runner.words}
    assert against == {f"origin/{HOSTILE}"}
