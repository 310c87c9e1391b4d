"""The files of another commit, which never stay behind."""

import os
import signal
import subprocess
import sys

import pytest

from strata.revision.error import RevisionError
from strata.revision.worktree import worktree
from tests.unit.revision.conftest import Repository

HOLDS = """
import sys, time
from pathlib import Path
from strata.revision.worktree import worktree
with worktree(Path(sys.argv[1]), "HEAD") as tree:
    print(tree, flush=True)
    time.sleep(60)
"""


def test_a_worktree_holds_the_project_as_it_was(repository: Repository) -> None:
    was = repository.commit()
    repository.write("Pulumi.yaml", "name: other\n")
    repository.commit()
    with worktree(repository.project.root, was) as tree:
        assert (tree / "Pulumi.yaml").read_text() == "name: strata\n"
        assert (repository.project.root / "Pulumi.yaml").read_text() == "name: other\n"


def test_a_worktree_is_gone_afterwards(repository: Repository) -> None:
    with worktree(repository.project.root, "HEAD"):
        assert repository.worktrees()
    assert repository.worktrees() == []


def test_a_worktree_is_gone_after_an_interruption(repository: Repository) -> None:
    with pytest.raises(KeyboardInterrupt), worktree(repository.project.root, "HEAD"):
        raise KeyboardInterrupt
    assert repository.worktrees() == []


def test_no_hook_runs_in_a_worktree(repository: Repository) -> None:
    hook = repository.root / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch hooked\n")
    hook.chmod(0o755)
    with worktree(repository.project.root, "HEAD") as tree:
        assert not (tree.parent / "hooked").exists()


def test_what_git_cannot_check_out_is_told_and_leaves_nothing(repository: Repository) -> None:
    unknown = "0" * 40
    with (
        pytest.raises(RevisionError, match=r"^git worktree: "),
        worktree(repository.project.root, unknown),
    ):
        pass
    assert repository.worktrees() == []


def held(repository: Repository) -> subprocess.Popen[str]:
    """A process that holds a worktree."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(repository.project.root)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline()
    return process


def test_a_worktree_is_gone_after_a_request_to_end(repository: Repository) -> None:
    with held(repository) as process:
        process.terminate()
    assert process.returncode == 128 + signal.SIGTERM
    assert repository.worktrees() == []


def test_what_a_killed_process_left_is_removed_by_the_next(repository: Repository) -> None:
    with held(repository) as process:
        os.kill(process.pid, signal.SIGKILL)
    assert repository.worktrees()
    with worktree(repository.project.root, "HEAD"):
        pass
    assert repository.worktrees() == []


def test_a_worktree_that_another_process_holds_stays(repository: Repository) -> None:
    with held(repository) as process:
        before = repository.worktrees()
        with worktree(repository.project.root, "HEAD"):
            pass
        assert repository.worktrees() == before
        process.terminate()
