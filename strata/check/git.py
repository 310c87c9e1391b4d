"""What Git knows about the files of a project; nothing is fetched."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from strata.mendable import MendableError


class GitError(MendableError):
    """Git is not there, or does not know the revision; as text, one line."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The last commit that a revision and the files as they are have in common.

    Attributes:
        root: The project's folder.
        commit: The commit.
    """

    root: Path
    commit: str

    @classmethod
    def of(cls, root: Path, name: str) -> "Revision":
        """Find it.

        Args:
            root: The project's folder, anywhere in a repository.
            name: A branch, tag or commit, such as `origin/main`.

        Raises:
            GitError: There is no Git, no repository, or no such revision.
        """
        # Checked out alone, a pull request's merge commit knows no common ancestor.
        common = _git(root, "merge-base", "--", name, "HEAD", ok=(0, 1, 128))
        found = common or _git(
            root, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}"
        )
        return cls(root, found.strip())

    def changed(self) -> list[str]:
        """Paths, within the project, that are not as they were, new and removed ones included."""
        different = _git(
            self.root,
            "diff",
            "--name-only",
            "--no-renames",
            "--relative",
            "-z",
            self.commit,
            "--",
            ".",
        )
        new = _git(self.root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
        return sorted(filter(None, {*different.split("\0"), *new.split("\0")}))

    def content(self, path: str) -> bytes | None:
        """A file as it was; None if it was not there."""
        listed = _git(self.root, "ls-tree", "--name-only", "-z", self.commit, "--", path)
        if not listed:
            return None
        return _git(self.root, "show", f"{self.commit}:./{path}").encode(errors="surrogateescape")


def _git(root: Path, *words: str, ok: tuple[int, ...] = (0,)) -> str:
    command = ["git", "--literal-pathspecs", "-C", str(root), *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError as error:
        raise GitError(f"git: cannot be run: {error.strerror}; install Git") from None
    if done.returncode not in ok:
        said = " ".join(done.stderr.decode(errors="replace").split())
        raise GitError(f"git {words[0]}: {said.removeprefix('fatal: ')}")
    return done.stdout.decode(errors="surrogateescape") if done.returncode == 0 else ""
