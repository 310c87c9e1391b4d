"""The lock files: they hold what the project asks for, and nothing of where it was written."""

import re
import tomllib

import pytest

from tests.samples import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKED = {
    "requirements.txt": PROJECT["project"]["dependencies"],
    "requirements-dev.txt": PROJECT["dependency-groups"]["dev"],
}


@pytest.mark.parametrize("lock", LOCKED)
def test_every_pin_of_the_project_is_in_its_lock(lock: str) -> None:
    locked = re.findall(r"^(\S+==\S+)", (ROOT / lock).read_text(), re.MULTILINE)
    # A lock writes `ruamel.yaml` as `ruamel-yaml`, its normal form.
    # Extras are packages of their own there.
    named = [re.sub(r"\[.*\]", "", pin) for pin in LOCKED[lock]]
    wanted = [re.sub(r"[._]+(?=.*==)", "-", pin) for pin in named]
    assert [pin for pin in wanted if pin not in locked] == []


@pytest.mark.parametrize("lock", LOCKED)
def test_a_lock_names_no_index_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert re.findall(r"^.*(?:://|--index|--find-links|--extra).*$", text, re.MULTILINE) == []
