"""Workflows as actionlint reads them, and Pulumi's options as the engine does."""

import re
import subprocess
from pathlib import Path

import pytest

from strata.toolchain.binary import ACTIONLINT, PULUMI, Binary
from strata.toolchain.resolve import Place, resolve
from tests.ci.workflows import FOLDER, WORKFLOWS, steps
from tests.samples import ROOT

# Without what else it would run if it happens to be on PATH: the same answer on every machine.
LINT = ("-no-color", "-shellcheck=", "-pyflakes=")


def said(binary: Binary, *words: str) -> str:
    """What a command says."""
    done = subprocess.run(
        [str(resolve(binary, Place(ROOT), print)), *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("file", WORKFLOWS)
def test_actionlint_finds_nothing(file: str) -> None:
    assert said(ACTIONLINT, *LINT, str(FOLDER / file)) == ""


def test_actionlint_would_find_something(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yml"
    text = (FOLDER / "preview.yml").read_text()
    path.write_text(text.replace('"$NUMBER"', "${{ github.event.pull_request.title }}"))
    assert "is potentially untrusted" in said(ACTIONLINT, *LINT, str(path))


def commands() -> dict[str, set[str]]:
    """Pulumi's commands that the workflows run, and the options of each."""
    found: dict[str, set[str]] = {}
    for step in steps():
        script = step.content.get("run", "").replace("\\\n", " ")
        for words in re.findall(r"\bpulumi ((?:stack )?[a-z]+ .*)", script):
            name = re.match(r"(?:stack )?[a-z]+", words)
            assert name
            options = re.split(r"[|;&>]", words)[0]
            found.setdefault(name[0], set()).update(re.findall(r"--[a-z-]+", options))
    return found


@pytest.mark.parametrize("command", ["preview", "stack ls", "stack select", "up"])
def test_the_engine_knows_every_option_that_it_is_given(command: str) -> None:
    assert sorted(commands()) == ["preview", "stack ls", "stack select", "up"]
    known = re.findall(r"--[a-z-]+", said(PULUMI, *command.split(), "--help"))
    assert commands()[command] - set(known) == set()
