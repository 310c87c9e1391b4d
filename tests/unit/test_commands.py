"""The commands of the command line."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from strata.cli import app, commands
from strata.cli.commands import COMMANDS

FOLDER = Path(commands.__file__).parent
BESIDE = {"change", "commands", "failure", "format", "plan_format"}
"""Files of the folder that are no command."""


def test_every_file_is_a_command() -> None:
    files = {file.stem for file in FOLDER.glob("*.py")} - {"__init__"} - BESIDE
    assert files == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_tells_of_itself(name: str) -> None:
    result = CliRunner().invoke(app, [name, "--help"])
    assert (result.exit_code, f"Usage: strata {name}" in result.stdout) == (0, True)


def test_a_mistyped_command_names_the_one_that_is_meant() -> None:
    result = CliRunner().invoke(app, ["plna"])
    assert result.exit_code == 2
    assert "No such command 'plna'. Did you mean 'plan'?" in result.stderr


def test_no_command_is_loaded_before_it_is_called() -> None:
    told = "import sys, strata.cli; print([one for one in sys.modules if 'strata.cli.' in one])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "['strata.cli.commands', 'strata.cli.failure']\n"
