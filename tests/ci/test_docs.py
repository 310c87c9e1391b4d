"""`docs/ci.md` says what the workflows are."""

import re

import pytest

from strata.bootstrap.deployers import ROLES
from tests.ci.runner import read_by_strata
from tests.ci.workflows import FILES, FOLDER, WORKFLOWS, jobs
from tests.samples import ROOT

PAGE = (ROOT / "docs" / "ci.md").read_text()
TABLE = re.findall(r"^\| `([\w.-]+)` \| (\w+) \| (.*?) \|", PAGE, re.MULTILINE)
COMMANDS = re.findall(r"^strata (.*)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("file", WORKFLOWS)
def test_every_workflow_is_told(file: str) -> None:
    assert f"| `{file}` |" in PAGE


def test_every_workflow_that_it_names_is_there() -> None:
    named = set(re.findall(r"`([\w-]+\.ya?ml)`", PAGE))
    assert named == {path.name for path in FOLDER.iterdir()}


def test_what_a_job_may_do_is_what_it_is_given() -> None:
    given = {
        (file, name): ", ".join(f"{what}: {how}" for what, how in job["permissions"].items())
        for file, name, job in jobs()
    }
    assert {(file, name): token for file, name, token in TABLE} == given


@pytest.mark.parametrize("role", ROLES)
def test_every_environment_that_a_role_trusts_is_named(role: str) -> None:
    assert f"`dev-{role}`" in PAGE


def test_every_variable_that_a_workflow_reads_is_told() -> None:
    read = {name for path in FILES for name in re.findall(r"\bvars\.(\w+)", path.read_text())}
    assert {name for name in read if f"`{name}`" not in PAGE} == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_it_shows_can_be_given(command: str) -> None:
    read_by_strata(command.split())
