"""What another revision plans, with its own code, packages and stack files."""

import os
import secrets
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from strata.plan.exchange import KEY, ExchangeError, loaded, sealed
from strata.plan.recording import Recording
from strata.plan.stacks import plan
from strata.project import Project
from strata.revision.commit import commit_of
from strata.revision.environment import Say, python_of
from strata.revision.error import RevisionError
from strata.revision.worktree import worktree

_MODULE = "strata.plan"
_FILE = Path("strata", "plan", "__main__.py")


@contextmanager
def planning(
    project: Project, revision: str, targets: Sequence[str], key: bytes, say: Say
) -> Iterator[Callable[[], list[Recording]]]:
    """Start to plan another revision, in a process of its own.

    Args:
        project: The project.
        revision: A branch, tag or commit; what it and the checked-out one have in common is
            planned.
        targets: Stacks, with those below them, and environments; none: all of them.
        key: What secrets are sealed with.
        say: Told in one line what takes its time.

    Yields:
        What waits for the plans: of the stacks that the revision has a file of.

    Raises:
        RevisionError: There is no such revision, or it cannot be planned.
    """
    commit = commit_of(project.root, revision)
    name = revision if commit.startswith(revision) else f"{revision} ({commit[:7]})"
    with worktree(project.root, commit) as tree, _named(name):
        if not (tree / _FILE).is_file():
            raise RevisionError("cannot hand over a plan yet; compare with a newer revision")
        python = python_of(tree, project.root, lambda line: say(f"{name}: {line}"))
        process = subprocess.Popen(
            [str(python), "-m", _MODULE, *targets],
            cwd=tree,
            # The revision's own code, not the code that is installed with the packages.
            env={**os.environ, "PYTHONPATH": str(tree), KEY: key.hex()},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield lambda: _result(process)
        finally:
            process.kill()
            process.communicate()


def both_sides(
    project: Project, revision: str, targets: Sequence[str], say: Say
) -> tuple[list[Recording], list[Recording]]:
    """Plan another revision and the project as it is, at the same time.

    Args:
        project: The project.
        revision: A branch, tag or commit.
        targets: Stacks, with those below them, and environments; none: all of them.
        say: Told in one line what takes its time.

    Returns:
        The plans before and after, their secrets sealed alike.

    Raises:
        ConfigError: A stack file is wrong.
        RevisionError: There is no such revision, or it cannot be planned.
    """
    key = secrets.token_bytes()
    with planning(project, revision, targets, key, say) as other:
        after = sealed(plan(project, project.around(*targets)), key)
        return other(), after


def _result(process: subprocess.Popen[str]) -> list[Recording]:
    said, complaint = process.communicate()
    if process.returncode:
        lines = complaint.strip().splitlines() or [f"ended with {process.returncode}"]
        # A traceback's last line says what went wrong.
        told = lines[-1:] if lines[0].startswith("Traceback") else lines
        raise RevisionError("cannot be planned:\n" + "\n".join(f"  {line}" for line in told))
    return loaded(said)


@contextmanager
def _named(revision: str) -> Iterator[None]:
    """Say which revision it is that cannot be planned."""
    try:
        yield
    except (RevisionError, ExchangeError) as error:
        raise RevisionError(f"{revision}: {error}") from None
