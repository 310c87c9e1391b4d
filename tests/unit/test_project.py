"""Which stacks of a project a command is about."""

from pathlib import Path

import pytest

from strata.project import NotAProjectError, Project

STACKS = ("dev-cluster", "dev-platform", "dev-tenant-ads", "dev-tenant-maps", "prod-cluster")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "stacks").mkdir()
    for stack in STACKS:
        (tmp_path / "stacks" / f"Pulumi.{stack}.yaml").touch()
    return Project(tmp_path)


@pytest.mark.parametrize(
    ("targets", "around"),
    [
        ((), STACKS),
        (("dev",), STACKS[:4]),
        (("dev-cluster",), STACKS[:1]),
        (("dev-tenant-maps",), ("dev-cluster", "dev-platform", "dev-tenant-maps")),
        (("dev-platform", "prod"), ("dev-cluster", "dev-platform", "prod-cluster")),
        (("test", "test-cluster"), ()),
    ],
)
def test_a_plan_depends_on_its_stacks_and_those_below(
    project: Project, targets: tuple[str, ...], around: tuple[str, ...]
) -> None:
    assert tuple(map(str, project.around(*targets))) == around


@pytest.mark.parametrize(
    ("target", "named"), [("prod", ["prod-cluster"]), ("dev-platform", ["dev-platform"])]
)
def test_a_target_is_an_environment_or_a_stack(
    project: Project, target: str, named: list[str]
) -> None:
    assert [str(stack) for stack in project.named(target)] == named


@pytest.mark.parametrize("target", ["test", "test-cluster"])
def test_a_target_that_no_file_names_is_refused(project: Project, target: str) -> None:
    with pytest.raises(NotAProjectError, match=rf"^stacks/: no stack file of .*'{target}'"):
        project.named(target)
