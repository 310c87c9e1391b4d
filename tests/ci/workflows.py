"""The workflows and actions of the project, as GitHub reads them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.samples import ROOT

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.name: YAML(typ="safe").load(path) for path in sorted(FOLDER.iterdir())}
ACTIONS = {
    path.parent.name: YAML(typ="safe").load(path)
    for path in sorted((ROOT / ".github" / "actions").glob("*/action.yml"))
}
FILES = [path for path in sorted((ROOT / ".github").rglob("*")) if path.is_file()]


@dataclass(frozen=True, slots=True)
class Step:
    """A step, and where it stands.

    Attributes:
        file: Name of the workflow's file, or of the action.
        job: Name of the job; empty: it is an action's.
        number: Its number, from 1.
        content: What it says.
    """

    file: str
    job: str
    number: int
    content: dict[str, Any]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.file, self.job, str(self.number))))


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every job: its file, its name and what it says."""
    for file, workflow in WORKFLOWS.items():
        for name, job in workflow["jobs"].items():
            yield file, name, job


def steps() -> Iterator[Step]:
    """Every step of every job and action."""
    for file, name, job in jobs():
        for number, step in enumerate(job.get("steps", ()), 1):
            yield Step(file, name, number, step)
    for name, action in ACTIONS.items():
        for number, step in enumerate(action["runs"]["steps"], 1):
            yield Step(name, "", number, step)


def shown(path: Path) -> str:
    """A path as a test's name says it."""
    return str(path.relative_to(ROOT / ".github"))
