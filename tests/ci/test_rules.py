"""Rules that every workflow keeps."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.ci.workflows import FILES, FOLDER, WORKFLOWS, Step, jobs, shown, steps

SHELL = "bash -euo pipefail {0}"
"""What the tests run steps with."""

WIDENED = {
    ("deploy-environment.yml", "cluster"): {"contents": "read", "id-token": "write"},
    ("deploy-environment.yml", "platform"): {"contents": "read", "id-token": "write"},
    ("deploy-environment.yml", "tenants"): {"contents": "read", "id-token": "write"},
    ("deploy.yml", "stacks"): {"actions": "read", "contents": "read"},
    ("deploy.yml", "deploy"): {"contents": "read", "id-token": "write"},
    ("drift.yml", "stacks"): {"contents": "read"},
    ("drift.yml", "drift"): {"contents": "read", "id-token": "write"},
    ("drift.yml", "summarize"): {"contents": "read"},
    ("preview-aws.yml", "touched"): {"contents": "read"},
    ("preview-aws.yml", "preview"): {"contents": "read", "id-token": "write"},
    ("preview-aws.yml", "summarize"): {"contents": "read"},
    ("preview-comment.yml", "comment"): {"actions": "read", "pull-requests": "write"},
    ("preview.yml", "preview"): {"contents": "read"},
    ("spark-image.yaml", "push"): {"contents": "read", "id-token": "write"},
}
"""All that each job may do beside nothing."""

PIN = re.compile(r"[\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
USED = sorted(
    {
        (shown(path), line.partition("uses: ")[2])
        for path in FILES
        for line in path.read_text().splitlines()
        if re.match(r"\s*(- )?uses: (?!\./)", line)
    }
)

each_file = pytest.mark.parametrize("path", FILES, ids=shown)
each_workflow = pytest.mark.parametrize("file", WORKFLOWS)
each_job = pytest.mark.parametrize(
    ("file", "name", "job"), [*jobs()], ids=lambda one: one if isinstance(one, str) else ""
)
each_script = pytest.mark.parametrize(
    "step", [one for one in steps() if "run" in one.content], ids=str
)


@pytest.mark.parametrize(("file", "used"), USED)
def test_an_action_of_others_is_pinned_by_commit_with_its_version_beside(
    file: str, used: str
) -> None:
    assert PIN.fullmatch(used), f"{file}: {used}"


def test_an_action_has_one_pin() -> None:
    pins = {used for _, used in USED}
    assert len(pins) == len({used.partition("@")[0] for used in pins})


@each_script
def test_a_script_gets_values_by_its_environment_alone(step: Step) -> None:
    assert "${{" not in step.content["run"]


@each_file
def test_no_file_of_a_fork_runs_with_the_repository_s_token(path: Path) -> None:
    assert "pull_request_target" not in path.read_text()


@each_workflow
def test_a_workflow_may_do_nothing_of_itself(file: str) -> None:
    assert WORKFLOWS[file]["permissions"] == {}


def test_a_job_may_do_what_it_needs_and_no_more() -> None:
    assert {(file, name): job["permissions"] for file, name, job in jobs()} == WIDENED


@each_workflow
def test_steps_are_run_as_they_are_here(file: str) -> None:
    shells = {WORKFLOWS[file].get("defaults", {}).get("run", {}).get("shell")}
    if not any("run" in step.content for step in steps() if step.file == file):
        shells.add(SHELL)
    assert SHELL in shells
    assert [str(step) for step in steps() if step.content.get("shell", SHELL) != SHELL] == []


@each_job
def test_a_job_ends(file: str, name: str, job: dict[str, Any]) -> None:
    if "uses" in job:
        # A called workflow's jobs have limits of their own; GitHub takes none here.
        assert file == "deploy.yml", name
    else:
        assert 5 <= job["timeout-minutes"] <= 110


@each_workflow
def test_two_runs_do_not_get_into_each_other_s_way(file: str) -> None:
    workflow = WORKFLOWS[file]
    if "workflow_call" in workflow["on"]:
        callers = [job for _, _, job in jobs() if job.get("uses", "").endswith(f"/{file}")]
        assert callers
        assert all("concurrency" in job for job in callers)
    else:
        groups = [workflow, *workflow["jobs"].values()]
        assert any("group" in one.get("concurrency", {}) for one in groups)


@pytest.mark.parametrize(
    "step",
    [one for one in steps() if one.content.get("uses", "").startswith("actions/checkout@")],
    ids=str,
)
def test_a_checkout_leaves_no_token_behind(step: Step) -> None:
    assert step.content["with"]["persist-credentials"] is False


def test_the_preview_of_a_fork_has_nothing_to_give_away() -> None:
    text = (FOLDER / "preview.yml").read_text()
    assert re.findall(r"secrets\.|\bvars\.|github\.token|id-token|write", text) == []


def test_no_workflow_has_a_secret() -> None:
    assert [shown(path) for path in FILES if "secrets." in path.read_text()] == []


def test_what_posts_comments_has_no_file_of_the_pull_request_and_no_action() -> None:
    used = [step.content.get("uses") for step in steps() if step.file == "preview-comment.yml"]
    assert used
    assert set(used) == {None}
    text = (FOLDER / "preview-comment.yml").read_text()
    assert re.findall(r"git |checkout@|\beval\b|source ", text) == []
