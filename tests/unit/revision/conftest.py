"""A small repository, whose code hands over a plan of its own."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from strata.project import Project

HANDS_OVER = """\
import json, os, sys
resource = {
    "urn": "urn:pulumi:dev-cluster::strata::aws:s3/bucket:Bucket::lake",
    "type": "aws:s3/bucket:Bucket", "name": "lake", "parent": "", "depends_on": [],
    "protect": False, "retain": False, "provider": "", "aliases": [],
    "inputs": {"bucket": os.environ["STRATA_PLAN_KEY"], "target": sys.argv[1]},
}
one = {"stack": "dev-cluster", "resources": [resource], "outputs": {}, "componentOutputs": {},
       "read": []}
print(json.dumps({"format": 1, "recordings": [one]}))
"""


@dataclass(frozen=True)
class Repository:
    """A repository, and the project in it."""

    root: Path
    project: Project

    def git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(self.root), *words], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def write(self, path: str, text: str) -> None:
        file = self.project.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def commit(self, message: str = "change") -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def worktrees(self) -> list[str]:
        """Folders that Git or the project keeps for other revisions."""
        kept = self.project.root / ".tools" / "worktrees"
        listed = self.git("worktree", "list", "--porcelain").split("\n\n")[1:]
        return [*listed, *(file.name for file in kept.glob("*"))]


@pytest.fixture(autouse=True)
def _nobody_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "nobody")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "nobody@example.com")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository of one commit, whose project lies in a folder of it."""
    made = Repository(tmp_path, Project(tmp_path / "platform"))
    made.write("Pulumi.yaml", "name: strata\n")
    made.write("requirements.txt", "# nothing\n")
    made.write("strata/__init__.py", "")
    made.write("strata/plan/__init__.py", "")
    made.write("strata/plan/__main__.py", HANDS_OVER)
    made.write("../.gitignore", ".tools/\n")
    made.git("init", "--quiet", "--initial-branch=main")
    made.commit()
    return made
