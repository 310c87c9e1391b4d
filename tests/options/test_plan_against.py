"""`strata plan --against` as a whole: both sides planned, each with its own code and files."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.samples import PROJECT

KEPT = (
    "Pulumi.yaml",
    "__main__.py",
    "requirements.txt",
    "components",
    "layers",
    "strata",
    "stacks",
)
NAMES = {
    f"GIT_{who}_{what}": "nobody@example.com"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and what it wrote."""

    code: int
    report: dict[str, Any]
    complaint: str
    left: str

    def stack(self, name: str) -> dict[str, Any]:
        (found,) = (one for one in self.report["stacks"] if one["stack"] == name)
        return dict(found)


def git(root: Path, *words: str) -> str:
    command = ["git", "-C", str(root), *words]
    environment = {**os.environ, **NAMES, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What is told of a tenant that leaves, one that comes, and code that changes with them."""
    root = tmp_path_factory.mktemp("project")
    for name in KEPT:
        source = PROJECT.root / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, root)
    (root / ".gitignore").write_text(".tools/\n__pycache__/\n")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "before")
    stacks = root / "stacks"
    (stacks / "Pulumi.dev-tenant-search.yaml").rename(stacks / "Pulumi.dev-tenant-maps.yaml")
    bucket = root / "components" / "storage" / "bucket.py"
    bucket.write_text(bucket.read_text().replace("self.child(", "self.child('x' + ", 1))
    done = subprocess.run(
        [
            *(sys.executable, "-m", "strata", "plan", "dev", "--against", "HEAD"),
            *("--format", "json", "--fail-on", "data-loss,replace"),
        ],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    left = git(root, "worktree", "list", "--porcelain").partition("\n\n")[2].strip()
    return Outcome(done.returncode, json.loads(done.stdout or "{}"), done.stderr, left)


def test_a_tenant_that_leaves_loses_its_bucket_and_the_command_fails(outcome: Outcome) -> None:
    lost = {(one["stack"], one["name"]) for one in outcome.report["losses"]}
    assert outcome.code == 2
    assert ("dev-tenant-search", "dev-search-data-bucket") in lost
    assert outcome.complaint.startswith("data-loss: data would be lost with ")


def test_each_side_has_its_own_files(outcome: Outcome) -> None:
    told = {one["stack"]: (one["isNew"], one["isGone"]) for one in outcome.report["stacks"]}
    assert told == {
        "dev-cluster": (False, False),
        "dev-platform": (False, False),
        "dev-tenant-ads": (False, False),
        "dev-tenant-maps": (True, False),
        "dev-tenant-search": (False, True),
    }


def test_each_side_has_its_own_code(outcome: Outcome) -> None:
    changed = {one["action"] for one in outcome.stack("dev-tenant-ads")["changes"]}
    assert {"created", "destroyed"} <= changed


def test_a_secret_that_stays_is_no_change(outcome: Outcome) -> None:
    changes = outcome.stack("dev-platform")["changes"]
    assert not [one["name"] for one in changes if one["type"] == "kubernetes:core/v1:Secret"]


def test_nothing_of_the_other_side_is_left(outcome: Outcome) -> None:
    assert outcome.left == ""
