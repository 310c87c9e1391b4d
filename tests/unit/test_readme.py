"""The README says what is true."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from strata.check.files import check
from strata.project import Project
from tests.samples import ROOT

README = (ROOT / "README.md").read_text()
SHOWN = re.findall(r"`stacks/(Pulumi\.\S+\.yaml)`[^`]*```yaml\n(.*?)```", README, re.DOTALL)
[POOL] = re.findall(r"```yaml\n(    nodePools:.*?)```", README, re.DOTALL)
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.mark.parametrize("target", sorted(set(re.findall(r"make ([a-z-]+)", README))))
def test_every_make_target_that_it_names_exists(target: str) -> None:
    assert target in TARGETS


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([a-z]+)/`", README))))
def test_every_folder_that_it_names_exists(name: str) -> None:
    assert (ROOT / name).is_dir()


@pytest.mark.parametrize(
    ("file", "block"),
    SHOWN,
)
def test_the_stack_files_that_it_shows_are_those_of_the_project(file: str, block: str) -> None:
    assert len(SHOWN) == 2
    committed = (ROOT / "stacks" / file).read_text().splitlines(keepends=True)
    assert block == "".join(committed[1:])


def test_the_stack_files_of_the_project_are_right() -> None:
    assert check(Project(ROOT)).problems == []


def test_the_picture_is_one() -> None:
    picture = ET.parse(ROOT / "docs" / "layers.svg").getroot()  # noqa: S314 - our own file
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"


def test_the_pool_that_it_shows_can_be_had(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: strata\n")
    (tmp_path / "stacks").mkdir()
    cluster = next(block for file, block in SHOWN if file.endswith("cluster.yaml"))
    (tmp_path / "stacks" / "Pulumi.dev-cluster.yaml").write_text(cluster + POOL)
    assert check(Project(tmp_path)).problems == []
