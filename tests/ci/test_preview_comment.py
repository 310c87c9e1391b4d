"""What a preview left is posted as text, and only where it belongs."""

import json
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import pytest

from tests.ci.conftest import HOSTILE
from tests.ci.runner import GITHUB, Ran, Runner, status, wanted
from tests.ci.workflows import WORKFLOWS

JOB = WORKFLOWS["preview-comment.yml"]["jobs"]["comment"]
COMMIT = "c0ffee" * 6 + "c0ff"
RUN = "https://github.com/example/platform/actions/runs/5"
ABOVE = (
    "<!-- strata: Preview -->\n"
    f"Written by the code of this pull request, at {COMMIT} ([run]({RUN})).\n\n"
)
OURS, FORK = 1, 2
"""Numbers of the repositories."""


def event(**different: Any) -> dict[str, Any]:
    """What GitHub tells of a fork's run: a name, and no pull request."""
    return {
        "workflow_run": {
            "id": 5,
            "name": "Preview",
            "event": "pull_request",
            "conclusion": "success",
            "html_url": RUN,
            "head_sha": COMMIT,
            "head_branch": HOSTILE,
            "display_title": HOSTILE,
            "head_repository": {"id": FORK, "full_name": "somebody/fork"},
            "pull_requests": [],
            **different,
        }
    }


def artifact(runner: Runner, text: str = "### The plan\n", number: str = "7\n") -> Path:
    """What the run left, as GitHub hands it out."""
    path = runner.temp / "left.zip"
    with ZipFile(path, "w") as zipped:
        zipped.writestr("comment.md", text)
        zipped.writestr("number", number)
    return path


def left(runner: Runner, path: Path, *artifacts: Mapping[str, Any]) -> None:
    """Let GitHub say what the run left: the file, under the newest number of those told."""
    known = artifacts or ({"id": 31, "size_in_bytes": 500, "expired": False},)
    newest = max(one["id"] for one in known)
    listed = {"artifacts": [*known]}
    repository = "gh api repos/example/platform"
    runner.answer(f"{repository}/actions/runs/5/artifacts?name=comment", json.dumps(listed))
    runner.answer(f"{repository}/actions/artifacts/{newest}/zip", file=path)


def pull_request(
    runner: Runner, number: int = 7, *, head: int | None = FORK, sha: str = COMMIT, **more: Any
) -> None:
    """Let GitHub say whose a pull request is."""
    known = {"head": {"repo": head and {"id": head}, "sha": sha}, "state": "open", **more}
    runner.answer(f"gh api repos/example/platform/pulls/{number}", json.dumps(known))


def comments(runner: Runner, *pages: list[dict[str, Any]]) -> None:
    """Let GitHub say which comments there are, page after page."""
    runner.answer("gh api --paginate", "".join(map(json.dumps, pages or ([],))))
    runner.answer("gh api --silent --method")


def run(runner: Runner, **different: Any) -> Ran:
    """Run the job for a fork's pull request."""
    return runner.run(JOB, {"github": {**GITHUB, "event": event(**different)}})


def written(runner: Runner) -> list[list[str]]:
    """Calls that changed something at GitHub."""
    return [words[2:] for words in runner.words if "--method" in words]


def said(id_: int, body: str, login: str = "github-actions[bot]") -> dict[str, Any]:
    """A comment."""
    return {"id": id_, "body": body, "user": {"login": login}}


def test_a_fork_s_preview_is_posted_under_who_wrote_it(runner: Runner) -> None:
    left(runner, artifact(runner))
    pull_request(runner)
    comments(runner)
    assert run(runner).code == 0
    [call] = written(runner)
    assert call == [
        *("--silent", "--method", "POST", "repos/example/platform/issues/7/comments"),
        *("--field", f"body={ABOVE}### The plan\n"),
    ]


def test_the_comment_that_is_there_is_brought_up_to_date(runner: Runner) -> None:
    left(runner, artifact(runner))
    pull_request(runner)
    other = "<!-- strata: Preview on AWS -->\nold"
    theirs = said(41, f"{ABOVE}not ours", login="somebody")
    comments(runner, [theirs, said(42, other)], [said(43, f"{ABOVE}old")])
    run(runner)
    [call] = written(runner)
    assert call == [
        *("--silent", "--method", "PATCH", "repos/example/platform/issues/comments/43"),
        *("--field", f"body={ABOVE}### The plan\n"),
    ]


def test_the_newest_is_taken_of_those_that_a_repeated_run_left(runner: Runner) -> None:
    some = {"size_in_bytes": 500, "expired": False}
    left(runner, artifact(runner), {"id": 30, **some}, {"id": 33, **some}, {"id": 32, **some})
    pull_request(runner)
    comments(runner)
    assert run(runner).code == 0
    assert len(written(runner)) == 1


def test_a_run_that_left_nothing_is_told_and_nothing_is_posted(runner: Runner) -> None:
    left(runner, artifact(runner), {"id": 30, "size_in_bytes": 500, "expired": True})
    ran = run(runner)
    assert (ran.code, ran.log) == (0, "::notice::the run left no comment\n")
    assert len(runner.words) == 1


@pytest.mark.parametrize("head", [OURS, 3, None], ids=["ours", "another fork", "a deleted fork"])
def test_a_forged_number_is_refused(runner: Runner, head: int | None) -> None:
    left(runner, artifact(runner, number="8\n"))
    pull_request(runner, 8, head=head)
    ran = run(runner)
    assert ran.code == 1
    assert ran.log == ("::error::the artifact is refused: pull request 8 is somebody else's\n")
    assert written(runner) == []


@pytest.mark.parametrize("different", [{"sha": "0" * 40}, {"state": "closed"}])
def test_a_pull_request_that_has_moved_on_keeps_its_comment(
    runner: Runner, different: dict[str, str]
) -> None:
    left(runner, artifact(runner))
    pull_request(runner, **different)  # type: ignore[arg-type]
    ran = run(runner)
    assert (ran.code, ran.log) == (0, "::notice::pull request 7 has moved on since\n")
    assert written(runner) == []


@pytest.mark.parametrize(
    "number",
    ["", "0\n", "-7\n", "7 8\n", "7\n8\n", "../7\n", HOSTILE, "7\0\n9", "7" * 20, "7\n" * 99_999],
    ids=range(10),
)
def test_a_number_that_is_none_is_refused(runner: Runner, number: str) -> None:
    left(runner, artifact(runner, number=number))
    ran = run(runner)
    assert ran.code == 1
    assert ran.log.splitlines()[-1].startswith("::error::the artifact is refused: ")
    assert len(runner.words) == 2


def test_the_longest_comment_is_posted_whole(runner: Runner) -> None:
    text = "€" * 64_999 + "\n"
    left(runner, artifact(runner, text))
    pull_request(runner)
    comments(runner)
    assert run(runner).code == 0
    [[*_, body]] = written(runner)
    assert body == f"body={ABOVE}{text}"
    assert len(body) < 65_536


@pytest.mark.parametrize("length", [65_001, 300_000, 9_000_000])
def test_a_longer_one_is_refused(runner: Runner, length: int) -> None:
    left(runner, artifact(runner, "x" * length))
    ran = run(runner)
    assert ran.code == 1
    assert "::error::the artifact is refused: " in ran.log
    assert len(runner.words) == 2


def test_a_large_artifact_is_not_even_fetched(runner: Runner) -> None:
    left(runner, artifact(runner), {"id": 31, "size_in_bytes": 1_000_001, "expired": False})
    ran = run(runner)
    assert (ran.code, ran.log) == (1, "::error::the artifact is refused: it is too large\n")
    assert len(runner.words) == 1


def test_what_is_no_archive_is_refused(runner: Runner) -> None:
    path = runner.temp / "left.zip"
    path.write_text(HOSTILE)
    left(runner, path)
    ran = run(runner)
    assert ran.code == 1
    assert ran.log.splitlines()[-1] == "::error::the artifact is refused: it holds no number"


def test_a_link_is_text_and_is_not_followed(runner: Runner) -> None:
    path = runner.temp / "left.zip"
    link = ZipInfo("comment.md")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(path, "w") as zipped:
        zipped.writestr(link, "/etc/passwd")
        zipped.writestr("number", "7\n")
        zipped.writestr("../../pwned", "")
    left(runner, path)
    pull_request(runner)
    comments(runner)
    run(runner)
    [[*_, body]] = written(runner)
    assert body == f"body={ABOVE}/etc/passwd"


@pytest.mark.parametrize(
    "different",
    [
        {"event": "push"},
        {"conclusion": "cancelled"},
        # A fork that calls its own workflow so: it cannot preview on AWS.
        {"name": "Preview on AWS"},
    ],
    ids=str,
)
def test_what_is_no_preview_of_a_pull_request_is_left_alone(different: dict[str, str]) -> None:
    github = {**GITHUB, "event": event(**different)}
    assert not wanted(JOB, {"github": github, **status(failed=False)})


@pytest.mark.parametrize(
    "different",
    [
        {},
        {"conclusion": "failure"},
        {"name": "Preview on AWS", "head_repository": {"full_name": "example/platform"}},
    ],
    ids=str,
)
def test_a_preview_of_a_pull_request_is_posted(different: dict[str, Any]) -> None:
    github = {**GITHUB, "event": event(**different)}
    assert wanted(JOB, {"github": github, **status(failed=False)})


def test_it_listens_to_the_workflows_that_preview() -> None:
    names = {WORKFLOWS[file]["name"] for file in ("preview.yml", "preview-aws.yml")}
    assert set(WORKFLOWS["preview-comment.yml"]["on"]["workflow_run"]["workflows"]) == names
