"""Plans that are kept from one run to the next."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from layers.stack import StackName
from strata.plan import described as planning
from strata.plan.cache import PlanCache
from strata.plan.documents import documents
from strata.project import Project
from tests.samples import PROJECT

CLUSTER, PLATFORM = StackName("dev", "cluster"), StackName("dev", "platform")
ADS, SEARCH = StackName("dev", "tenant", "ads"), StackName("dev", "tenant", "search")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the project's files that a plan comes from, without its code."""
    for name in ("Pulumi.yaml", "__main__.py", "requirements.txt"):
        shutil.copy(PROJECT.root / name, tmp_path)
    shutil.copytree(PROJECT.root / "stacks", tmp_path / "stacks")
    return Project(tmp_path)


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[StackName]:
    """The stacks that were planned, in the place of planning them."""
    stacks: list[StackName] = []

    def described(_: Project, wanted: list[StackName]) -> list[dict[str, Any]]:
        stacks.extend(wanted)
        return [{"stack": str(stack), "resources": [], "outputs": {}} for stack in wanted]

    monkeypatch.setattr(planning, "described", described)
    return stacks


def told(project: Project, *stacks: StackName) -> list[str]:
    return [one["stack"] for one in documents(project, list(stacks))]


def edited(file: Path) -> None:
    file.write_text(f"{file.read_text()}\n# A comment.\n")


def test_what_nothing_changed_for_is_not_planned_again(
    project: Project, planned: list[StackName]
) -> None:
    documents(project, [CLUSTER, ADS])
    planned.clear()
    assert (told(project, CLUSTER, ADS), planned) == (["dev-cluster", "dev-tenant-ads"], [])


def test_only_what_is_missing_is_planned_and_the_order_stays(
    project: Project, planned: list[StackName]
) -> None:
    documents(project, [ADS])
    planned.clear()
    assert told(project, CLUSTER, ADS, SEARCH) == [
        "dev-cluster",
        "dev-tenant-ads",
        "dev-tenant-search",
    ]
    assert planned == [CLUSTER, SEARCH]


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (lambda project: edited(project.stack_file(ADS)), [ADS]),
        (lambda project: edited(project.stack_file(PLATFORM)), [PLATFORM, ADS, SEARCH]),
        (lambda project: edited(project.stack_file(CLUSTER)), [CLUSTER, PLATFORM, ADS, SEARCH]),
        (lambda project: edited(project.root / "__main__.py"), [CLUSTER, PLATFORM, ADS, SEARCH]),
        (
            lambda project: edited(project.root / "requirements.txt"),
            [CLUSTER, PLATFORM, ADS, SEARCH],
        ),
    ],
    ids=["its file", "the platform's file", "the cluster's file", "the program", "the lock file"],
)
def test_what_a_plan_came_from_is_what_makes_it_anew(
    project: Project,
    planned: list[StackName],
    change: Callable[[Project], None],
    again: list[StackName],
) -> None:
    every = [CLUSTER, PLATFORM, ADS, SEARCH]
    documents(project, every)
    planned.clear()
    change(project)
    documents(project, every)
    assert planned == again


def test_code_makes_a_plan_anew(
    project: Project, planned: list[StackName], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("strata.plan.cache._PACKAGES", ("mine",))
    documents(project, [CLUSTER])
    planned.clear()
    (tmp_path / "mine" / "prices.csv").write_text("a price")
    documents(project, [CLUSTER])
    assert planned == [CLUSTER]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"digest": "1"}'])
def test_a_kept_file_that_is_none_is_planned_anew(
    project: Project, planned: list[StackName], content: str
) -> None:
    documents(project, [CLUSTER])
    (kept,) = (project.root / ".strata" / "plan-cache").iterdir()
    kept.write_text(content)
    planned.clear()
    documents(project, [CLUSTER])
    assert planned == [CLUSTER]


def test_a_plan_that_is_kept_is_the_one_that_was_made(project: Project) -> None:
    (made,) = documents(project, [CLUSTER])
    cache = PlanCache.of(project)
    assert cache.kept(CLUSTER) == made == json.loads(json.dumps(made))
