"""Previews of what is up, asked of the account."""

import json
from typing import Any

import pytest

from layers.stack import StackName
from strata.affected.jobs import as_json
from strata.affected.touched import every
from tests.ci.conftest import HOSTILE
from tests.ci.runner import GITHUB, Ran, Runner, status, wanted
from tests.ci.workflows import WORKFLOWS

JOBS = WORKFLOWS["preview-aws.yml"]["jobs"]
RUN = "https://github.com/example/platform/actions/runs/17"
AFFECTED = as_json(every([StackName.parse("dev-cluster"), StackName.parse("dev-tenant-ads")]))
PREVIEW = "--json --diff --non-interactive"


def github(base: str = "main", head: str = "example/platform") -> dict[str, Any]:
    """The context of a pull request."""
    pull_request = {
        "number": 7,
        "title": HOSTILE,
        "base": {"ref": base},
        "head": {"ref": HOSTILE, "repo": {"full_name": head}},
    }
    return {**GITHUB, "event": {"pull_request": pull_request}}


def up(runner: Runner, *stacks: str) -> None:
    """Let the engine say which stacks have something in them."""
    known = [{"name": f"organization/strata/{one}", "resourceCount": 9} for one in stacks]
    known += [{"name": "dev-tenant-empty", "resourceCount": 0}, {"name": "dev-tenant-none"}]
    runner.answer("pulumi stack ls --output json", json.dumps(known))


def previewed(runner: Runner, *stacks: str) -> Ran:
    """Run a job of the matrix."""
    return runner.run(JOBS["preview"], {"matrix": {"stacks": " ".join(stacks)}})


def previews(runner: Runner) -> dict[str, str]:
    """What is handed to the last job."""
    return {path.name: path.read_text() for path in (runner.temp / "previews").iterdir()}


def summarized(runner: Runner, result: str) -> Ran:
    """Run the last job."""
    needs = {"touched": {"result": "success"}, "preview": {"result": result}}
    return runner.run(JOBS["summarize"], {"github": github(), "needs": needs})


@pytest.mark.parametrize(("head", "asked"), [("example/platform", True), ("somebody/fork", False)])
def test_only_a_branch_of_the_repository_gets_near_the_account(head: str, *, asked: bool) -> None:
    context = {"github": github(head=head), **status(failed=False)}
    assert wanted(JOBS["touched"], context) is asked
    assert JOBS["preview"]["needs"] == "touched"
    # What was left out is no success.
    needs = {"touched": {"result": "success" if asked else "skipped"}}
    assert wanted(JOBS["summarize"], {**context, "needs": needs}) is asked


def test_the_stacks_that_it_touches_become_jobs(runner: Runner) -> None:
    runner.answer("strata affected", AFFECTED)
    ran = runner.run(JOBS["touched"], {"github": github()})
    assert runner.calls == ["strata affected --against origin/main --format json"]
    matrix = json.loads(ran.steps["touched"]["outputs"]["stacks"])
    assert [job["stacks"] for job in matrix["include"]] == ["dev-cluster", "dev-tenant-ads"]


def test_what_cannot_be_told_fails(runner: Runner) -> None:
    runner.answer("strata affected", code=1)
    ran = runner.run(JOBS["touched"], {"github": github()})
    assert (ran.code, ran.steps["touched"]["outputs"]) == (1, {})


@pytest.mark.parametrize("stacks", [["dev-cluster"], []])
def test_a_change_that_touches_no_stack_asks_nobody(stacks: list[str]) -> None:
    matrix = json.loads(as_json(every(map(StackName.parse, stacks))))["all"]
    needs = {"touched": {"outputs": {"stacks": json.dumps(matrix)}}}
    assert wanted(JOBS["preview"], {"needs": needs, **status(failed=False)}) is bool(stacks)


def test_those_that_are_up_are_previewed(runner: Runner) -> None:
    up(runner, "dev-tenant-ads", "dev-tenant-adsense")
    runner.answer("pulumi preview", "{}\n")
    ran = previewed(runner, "dev-tenant-a", "dev-tenant-ads", "dev-tenant-empty", "dev-tenant-none")
    assert runner.calls[1:] == [f"pulumi preview --stack dev-tenant-ads {PREVIEW}"]
    assert previews(runner) == {"dev-tenant-ads.json": "{}\n"}
    assert ran.code == 0
    assert ran.log.splitlines() == [
        f"::notice::{stack} is not up yet: the plan shows it whole"
        for stack in ("dev-tenant-a", "dev-tenant-empty", "dev-tenant-none")
    ]


def test_one_that_cannot_be_previewed_fails_and_keeps_nobody_else(runner: Runner) -> None:
    up(runner, "dev-tenant-a", "dev-tenant-b", "dev-tenant-c")
    runner.answer("pulumi preview --stack dev-tenant-a", '{"diagnostics": []}', code=1)
    runner.answer("pulumi preview --stack dev-tenant-b", code=255)
    runner.answer("pulumi preview", "{}")
    ran = previewed(runner, "dev-tenant-a", "dev-tenant-b", "dev-tenant-c")
    assert ran.code == 1
    assert ran.log.splitlines() == [
        "::error::dev-tenant-a cannot be previewed",
        "::error::dev-tenant-b cannot be previewed",
    ]
    assert previews(runner) == {
        "dev-tenant-a.json": '{"diagnostics": []}',
        "dev-tenant-c.json": "{}",
    }


def test_a_state_that_cannot_be_read_is_no_empty_one(runner: Runner) -> None:
    runner.answer("pulumi stack ls", code=255)
    assert previewed(runner, "dev-cluster").code == 255


def test_all_previews_become_one_comment(runner: Runner) -> None:
    folder = runner.temp / "previews"
    folder.mkdir()
    for stack in ("dev-cluster", "dev-tenant-ads"):
        (folder / f"{stack}.json").touch()
    runner.answer("strata summarize", "| stack |\n")
    ran = summarized(runner, "success")
    assert runner.words == [
        ["strata", "summarize", f"{folder}/dev-cluster.json", f"{folder}/dev-tenant-ads.json"]
    ]
    assert (runner.temp / "comment/number").read_text() == "7\n"
    assert (runner.temp / "comment/comment.md").read_text() == "| stack |\n"
    assert ran.written["GITHUB_STEP_SUMMARY"] == "| stack |\n"


def test_a_comment_says_if_it_is_not_whole(runner: Runner) -> None:
    runner.answer("strata summarize", "| stack |\n")
    summarized(runner, "failure")
    assert runner.calls == ["strata summarize"]
    assert (runner.temp / "comment/comment.md").read_text() == (
        f"**Not every stack could be previewed:** [the run]({RUN}) says why.\n\n| stack |\n"
    )


def test_the_name_of_a_branch_is_a_word_and_no_command(runner: Runner) -> None:
    runner.answer("strata affected", AFFECTED)
    runner.run(JOBS["touched"], {"github": github(base=HOSTILE)})
    assert runner.words[0][3] == f"origin/{HOSTILE}"
