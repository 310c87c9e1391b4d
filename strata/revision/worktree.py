"""The files of another commit, for a while."""

import shutil
import signal
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from filelock import FileLock, Timeout

from strata.revision.commit import git

_TERMINATED = 128 + signal.SIGTERM


@contextmanager
def worktree(root: Path, commit: str) -> Iterator[Path]:
    """Check a commit out beside the project, and remove it again, whatever happens.

    A process that is killed cannot remove its own; the next one does.

    Args:
        root: The project's folder, anywhere in a repository.
        commit: The commit.

    Yields:
        The project's folder as it was then.

    Raises:
        RevisionError: Git cannot check it out.
    """
    place = root / ".tools" / "worktrees"
    place.mkdir(parents=True, exist_ok=True)
    _sweep(root, place)
    name = uuid.uuid4().hex
    tree = place / name
    # An OS lock: a killed process lets go of it.
    with FileLock(place / f"{name}.lock"), _ended_in_order():
        try:
            git(root, "worktree", "add", "--detach", "--quiet", str(tree), commit)
            yield tree / git(root, "rev-parse", "--show-prefix")
        finally:
            _remove(root, tree)
            (place / f"{name}.lock").unlink(missing_ok=True)


def _sweep(root: Path, place: Path) -> None:
    """Remove what killed processes left."""
    for lock in place.glob("*.lock"):
        try:
            with FileLock(lock, timeout=0):
                _remove(root, lock.with_suffix(""))
        except Timeout:
            continue
        lock.unlink(missing_ok=True)


def _remove(root: Path, tree: Path) -> None:
    shutil.rmtree(tree, ignore_errors=True)
    git(root, "worktree", "prune")


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let a request to end run what must be run at the end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(_TERMINATED)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
