"""The commit that a change is compared with."""

import re
from pathlib import Path

import pytest

from strata.revision.commit import commit_of
from strata.revision.error import RevisionError
from tests.unit.revision.conftest import Repository


def test_a_change_is_compared_with_where_it_began(repository: Repository) -> None:
    began = repository.commit()
    repository.git("checkout", "--quiet", "-b", "mine")
    repository.commit("mine")
    repository.git("checkout", "--quiet", "main")
    repository.commit("another's")
    repository.git("checkout", "--quiet", "mine")
    assert commit_of(repository.project.root, "main") == began


def test_a_revision_that_nobody_knows_is_told(repository: Repository) -> None:
    told = "nowhere: no such revision here; name a branch, tag or commit that `git log` knows"
    with pytest.raises(RevisionError, match=f"^{re.escape(told)}$"):
        commit_of(repository.project.root, "nowhere")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("origin/release", "git fetch origin release"),
        ("release", "git fetch origin release"),
    ],
)
def test_a_shallow_clone_is_told_to_fetch(
    repository: Repository, tmp_path: Path, name: str, wanted: str
) -> None:
    repository.commit()
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(clone))
    told = f"{name}: no such revision in this shallow clone; fetch it first, as by `{wanted}`"
    with pytest.raises(RevisionError, match=f"^{re.escape(told)}$"):
        commit_of(clone / "platform", name)


def test_a_revision_that_looks_like_an_option_is_none(repository: Repository) -> None:
    with pytest.raises(RevisionError, match=r"^--all: no such revision here"):
        commit_of(repository.project.root, "--all")


def test_outside_of_any_repository_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    told = f"{tmp_path}: lies in no Git repository, so there is nothing to compare with"
    with pytest.raises(RevisionError, match=f"^{re.escape(told)}$"):
        commit_of(tmp_path, "main")


def test_without_git_it_is_told_that_git_is_missing(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RevisionError, match=r"^git: cannot be run: .*; install Git$"):
        commit_of(repository.project.root, "main")
