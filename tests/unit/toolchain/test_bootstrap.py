"""The set-up: everything once, nothing twice, and nothing half."""

import importlib.util
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.samples import ROOT

RUN, DEV = "requirements.txt", "requirements-dev.txt"


@dataclass
class SetUp:
    """The set-up in a project of its own, with the commands that it would run."""

    module: ModuleType
    root: Path
    fails: str = ""
    ran: list[str] = field(default_factory=list)

    def __call__(self, *arguments: str) -> int:
        """Run it; its exit code."""
        self.ran = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["bootstrap.py", *arguments])
            patch.setattr(self.module, "ROOT", self.root)
            patch.setattr(self.module, "VENV", self.root / ".venv")
            patch.setattr(self.module, "STAMP", self.root / ".venv" / "strata-set-up")
            patch.setattr(subprocess, "run", self._command)
            code: int = self.module.main()
            return code

    def _command(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        self.ran.append(command[-1])
        if command[1:3] == ["-m", "venv"]:
            (self.root / ".venv").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, int(bool(self.fails) and self.fails in command))


@pytest.fixture
def set_up(tmp_path: Path) -> SetUp:
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "tools" / "bootstrap.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in (RUN, DEV, "pyproject.toml"):
        (tmp_path / name).write_text(name)
    return SetUp(module, tmp_path)


def test_packages_come_from_the_lock_and_then_the_project_itself(set_up: SetUp) -> None:
    assert set_up() == 0
    assert set_up.ran == [str(set_up.root / ".venv"), RUN, "."]


def test_nothing_is_done_when_nothing_changed(set_up: SetUp) -> None:
    set_up()
    assert set_up() == 0
    assert set_up.ran == []


@pytest.mark.parametrize("file", [RUN, "pyproject.toml"])
def test_a_changed_lock_or_project_file_is_installed_into_what_is_there(
    file: str, set_up: SetUp, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up()
    (set_up.root / file).write_text("changed")
    capsys.readouterr()
    set_up()
    assert set_up.ran == [str(set_up.root / ".venv"), RUN, "."]
    assert "anew" not in capsys.readouterr().out


def test_development_packages_come_when_asked_for_and_stay(set_up: SetUp) -> None:
    set_up()
    set_up("--dev")
    assert set_up.ran == [str(set_up.root / ".venv"), DEV, RUN, "."]
    (set_up.root / RUN).write_text("changed")
    set_up()
    assert DEV in set_up.ran


def test_an_interrupted_set_up_is_made_anew(
    set_up: SetUp, capsys: pytest.CaptureFixture[str]
) -> None:
    (set_up.root / ".venv").mkdir()
    half = set_up.root / ".venv" / "half"
    half.touch()
    assert set_up() == 0
    assert not half.exists()
    assert capsys.readouterr().out.startswith("set-up: .venv is unfinished; making it anew\n")


def test_another_python_makes_it_anew(
    set_up: SetUp, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up()
    capsys.readouterr()
    old = set_up.root / ".venv" / "old"
    old.touch()
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    assert set_up() == 0
    assert not old.exists()
    assert capsys.readouterr().out.startswith(
        "set-up: .venv was made by another Python or elsewhere; making it anew\n"
    )


@pytest.mark.parametrize(
    ("fails", "step", "needed"),
    [("venv", "environment .venv", "NO_VENV"), (RUN, "packages of requirements.txt", "NO_INDEX")],
)
def test_a_step_that_fails_says_what_is_needed(
    fails: str, step: str, needed: str, set_up: SetUp, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up.fails = fails
    assert set_up() == 1
    remedy = getattr(set_up.module, needed)
    assert capsys.readouterr().err == f"set-up: {step}: failed, for the reason above; {remedy}\n"


def test_after_a_step_that_failed_everything_is_done_again(set_up: SetUp) -> None:
    set_up.fails = RUN
    set_up()
    set_up.fails = ""
    assert set_up() == 0
    assert set_up.ran == [str(set_up.root / ".venv"), RUN, "."]


def test_an_update_that_failed_is_not_forgotten_when_the_lock_goes_back(set_up: SetUp) -> None:
    set_up()
    (set_up.root / RUN).write_text("changed")
    set_up.fails = RUN
    set_up()
    (set_up.root / RUN).write_text(RUN)
    set_up.fails = ""
    set_up()
    assert set_up.ran == [str(set_up.root / ".venv"), RUN, "."]


def test_an_older_python_is_told_which_one_is_needed(
    set_up: SetUp, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    assert set_up() == 1
    assert capsys.readouterr().err == (
        "set-up: Python 3.11 or newer is needed, this is 3.9; try PYTHON=python3.12\n"
    )
    assert set_up.ran == []
