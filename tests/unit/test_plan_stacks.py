"""Plans of many tenants, made in several processes."""

import shutil
from pathlib import Path

import pytest

from layers.problem import ConfigError
from layers.stack import StackName
from strata.plan import stacks as planning
from strata.plan.stacks import SIDE_BY_SIDE, plan
from strata.project import Project
from tests.samples import PROJECT

TENANTS = [StackName("dev", "tenant", f"t{number}") for number in range(SIDE_BY_SIDE)]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with as many tenants as are planned side by side."""
    for name in ("Pulumi.yaml", "__main__.py"):
        shutil.copy(PROJECT.root / name, tmp_path)
    found = Project(tmp_path)
    (tmp_path / "stacks").mkdir()
    for stack in (StackName("dev", "cluster"), StackName("dev", "platform")):
        shutil.copy(PROJECT.stack_file(stack), found.stack_file(stack))
    for stack in TENANTS:
        shutil.copy(PROJECT.stack_file(StackName("dev", "tenant", "ads")), found.stack_file(stack))
    return found


def test_several_processes_plan_what_one_does(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = plan(project, TENANTS)
    monkeypatch.setattr(planning, "SIDE_BY_SIDE", len(TENANTS) + 1)
    assert together == plan(project, TENANTS)


def test_problems_come_from_another_process_as_they_are(project: Project) -> None:
    project.stack_file(TENANTS[-1]).write_text("config: {strata:tenant: {size: huge}}\n")
    with pytest.raises(ConfigError) as error:
        plan(project, TENANTS)
    assert [problem.key for problem in error.value.problems] == [
        "access",
        "costCenter",
        "owner",
        "size",
    ]
