"""Every night: whether what is up is still what the files say."""

import json
from typing import Any

import pytest

from layers.stack import StackName
from strata.affected.jobs import as_json
from strata.affected.touched import every
from tests.ci.runner import Ran, Runner, status, wanted
from tests.ci.workflows import WORKFLOWS

WORKFLOW: dict[str, Any] = WORKFLOWS["drift.yml"]
JOBS = WORKFLOW["jobs"]


def looked_at(runner: Runner, *stacks: str) -> Ran:
    """Run a job of the matrix, with everything up but what is called `new`."""
    known = [{"name": one, "resourceCount": 9} for one in stacks if "new" not in one]
    runner.answer("pulumi stack ls --output json", json.dumps(known))
    return runner.run(JOBS["drift"], {"matrix": {"stacks": " ".join(stacks)}})


def test_it_comes_by_itself() -> None:
    assert [one["cron"] for one in WORKFLOW["on"]["schedule"]] == ["17 3 * * *"]


def test_every_stack_is_looked_at(runner: Runner) -> None:
    runner.answer("strata affected --format json", as_json(every([StackName.parse("dev-cluster")])))
    ran = runner.run(JOBS["stacks"], {})
    [job] = json.loads(ran.steps["every"]["outputs"]["stacks"])["include"]
    assert (job["environment"], job["stacks"]) == ("dev", "dev-cluster")


def test_a_stack_is_refreshed_and_expected_not_to_change(runner: Runner) -> None:
    runner.answer("pulumi preview", "{}\n")
    ran = looked_at(runner, "dev-cluster", "dev-tenant-new")
    asked = "--refresh --expect-no-changes --json --diff --non-interactive"
    assert runner.calls[1:] == [f"pulumi preview --stack dev-cluster {asked}"]
    assert (ran.code, ran.log) == (0, "::notice::dev-tenant-new is not up\n")
    assert (runner.temp / "previews/dev-cluster.json").read_text() == "{}\n"


def test_a_stack_that_drifted_fails_and_keeps_nobody_else(runner: Runner) -> None:
    runner.answer("pulumi preview --stack dev-tenant-a", '{"steps": []}', code=255)
    runner.answer("pulumi preview --stack dev-tenant-b", code=255)
    runner.answer("pulumi preview", "{}")
    ran = looked_at(runner, "dev-tenant-a", "dev-tenant-b", "dev-tenant-c")
    assert ran.code == 1
    assert ran.log.splitlines() == [
        f"::error::{stack} is not what its files say, or cannot be looked at"
        for stack in ("dev-tenant-a", "dev-tenant-b")
    ]
    left = sorted(path.name for path in (runner.temp / "previews").iterdir())
    assert left == ["dev-tenant-a.json", "dev-tenant-c.json"]


@pytest.mark.parametrize("result", ["success", "failure"])
def test_the_summary_is_written_whatever_was_found(runner: Runner, result: str) -> None:
    folder = runner.temp / "previews"
    folder.mkdir()
    (folder / "dev-cluster.json").touch()
    runner.answer("strata summarize", "| stack |\n")
    needs = {"stacks": {"result": "success"}, "drift": {"result": result}}
    assert wanted(JOBS["summarize"], {"needs": needs, **status(failed=result == "failure")})
    ran = runner.run(JOBS["summarize"], {"needs": needs})
    assert runner.words == [["strata", "summarize", f"{folder}/dev-cluster.json"]]
    warned = "**Something is not what the files say, or could not be looked at.**\n\n"
    expected = ("" if result == "success" else warned) + "| stack |\n"
    assert ran.written["GITHUB_STEP_SUMMARY"] == expected


def test_a_summary_of_nothing_says_so(runner: Runner) -> None:
    needs = {"stacks": {"result": "success"}, "drift": {"result": "skipped"}}
    ran = runner.run(JOBS["summarize"], {"needs": needs})
    assert ran.written["GITHUB_STEP_SUMMARY"] == "No stack was looked at.\n"
