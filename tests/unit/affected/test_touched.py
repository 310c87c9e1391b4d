"""Which stacks a change touches, or may touch."""

import pytest

from strata.affected.touched import Affected, affected
from strata.check.git import Revision
from tests.unit.revision.conftest import Repository

TENANTS = ["dev-tenant-ads", "dev-tenant-b"]
ALL = ["dev-cluster", "dev-platform", *TENANTS, "prod-cluster"]


def found(repository: Repository) -> Affected:
    return affected(repository.project, Revision.of(repository.root, "HEAD"))


@pytest.mark.parametrize(
    ("path", "stacks"),
    [
        ("stacks/Pulumi.dev-tenant-ads.yaml", ["dev-tenant-ads"]),
        ("stacks/Pulumi.dev-platform.yaml", ["dev-platform", *TENANTS]),
        ("stacks/Pulumi.dev-cluster.yaml", ["dev-cluster", "dev-platform", *TENANTS]),
        ("components/network/vpc.py", ["dev-cluster", "prod-cluster"]),
        ("components/network/blocks.py", ["dev-cluster", "prod-cluster"]),
        ("components/names.py", ["dev-platform", *TENANTS]),
        ("components/bucket/bucket.py", TENANTS),
        ("components/bucket/tables/prices.csv", TENANTS),
        ("components/bucket/tables/new.csv", TENANTS),
        ("components/bucket/mounted/script.py", TENANTS),
        ("layers/cluster/layer.py", ["dev-cluster", "prod-cluster"]),
        ("layers/cluster/outputs.py", ["dev-cluster", "dev-platform", "prod-cluster"]),
        ("layers/cluster/__init__.py", ["dev-cluster", "dev-platform", "prod-cluster"]),
        ("layers/settings.py", ALL),
        ("__main__.py", ALL),
        ("Pulumi.yaml", ALL),
        ("requirements.txt", ALL),
        ("README.md", []),
        ("strata/__init__.py", []),
        ("stacks/notes.yaml", []),
    ],
)
def test_a_file_touches_the_stacks_that_are_made_of_it(
    path: str, stacks: list[str], repository: Repository
) -> None:
    text = (repository.root / path).read_text() if (repository.root / path).exists() else ""
    repository.write(path, f"{text}# changed\n")
    assert [str(one.stack) for one in found(repository).stacks] == stacks


def test_a_stack_tells_the_files_that_touch_it(repository: Repository) -> None:
    for path in ("stacks/Pulumi.dev-tenant-b.yaml", "components/names.py"):
        repository.write(path, "# changed\n")
    assert {str(one.stack): one.because for one in found(repository).stacks} == {
        "dev-platform": ("components/names.py",),
        "dev-tenant-ads": ("components/names.py",),
        "dev-tenant-b": ("components/names.py", "stacks/Pulumi.dev-tenant-b.yaml"),
    }


def test_only_the_plan_tells_whether_code_and_a_file_below_touch_a_stack(
    repository: Repository,
) -> None:
    for path in ("stacks/Pulumi.dev-platform.yaml", "components/network/vpc.py"):
        repository.write(path, "# changed\n")
    certain = {str(one.stack) for one in found(repository).stacks if one.certain}
    assert certain == {"dev-platform"}


def test_other_packages_touch_every_stack_whatever_is_planned(repository: Repository) -> None:
    repository.write("requirements.txt", "pulumi-aws==8\n")
    assert [one.certain for one in found(repository).stacks] == [True] * len(ALL)


def test_a_stack_whose_file_is_removed_is_told_apart(repository: Repository) -> None:
    (repository.root / "stacks" / "Pulumi.dev-tenant-b.yaml").unlink()
    told = found(repository)
    assert (told.stacks, list(map(str, told.left))) == ((), ["dev-tenant-b"])


def test_a_module_that_cannot_be_parsed_touches_those_that_import_it(
    repository: Repository,
) -> None:
    repository.write("components/bucket/bucket.py", "def (\n")
    assert [str(one.stack) for one in found(repository).stacks] == TENANTS
