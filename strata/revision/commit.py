"""The commit that a change is compared with."""

import subprocess
from pathlib import Path

from strata.check.git import GitError, Revision
from strata.revision.error import RevisionError


def commit_of(root: Path, name: str) -> str:
    """The last commit that a revision and the checked-out one have in common.

    If Git knows none, as of a pull request's merge commit that was checked out alone, the commit of
    the revision itself.

    Args:
        root: The project's folder.
        name: A branch, tag or commit, such as `origin/main`.

    Raises:
        RevisionError: There is no Git, no repository, or no such revision.
    """
    try:
        inside = git(root, "rev-parse", "--is-inside-work-tree")
    except RevisionError as error:
        if "not a git repository" in str(error):
            raise RevisionError(
                f"{root}: lies in no Git repository, so there is nothing to compare with"
            ) from None
        raise
    if inside != "true":
        raise RevisionError(f"{root}: Git has no files here; run this in a checked-out repository")
    try:
        return Revision.of(root, name).commit
    except GitError:
        raise RevisionError(_unknown(root, name)) from None


def git(root: Path, *words: str) -> str:
    """What Git says to a command, without the last line's end.

    Raises:
        RevisionError: Git is missing, or fails.
    """
    # A hook of the user's has no business with a folder that is there for a minute.
    command = ["git", "-C", str(root), "-c", "core.hooksPath=/dev/null", *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise RevisionError(f"git: cannot be run: {error.strerror}; install Git") from None
    if done.returncode:
        said = " ".join(done.stderr.split())
        raise RevisionError(f"git {words[0]}: {said.removeprefix('fatal: ')}")
    return done.stdout.rstrip("\n")


def _unknown(root: Path, name: str) -> str:
    if git(root, "rev-parse", "--is-shallow-repository") == "true":
        remote, _, branch = name.rpartition("/")
        wanted = f"git fetch {remote or 'origin'} {branch}"
        return f"{name}: no such revision in this shallow clone; fetch it first, as by `{wanted}`"
    return f"{name}: no such revision here; name a branch, tag or commit that `git log` knows"
