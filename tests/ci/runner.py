"""Runs the shell steps of a job as a runner at GitHub does, with fakes in the place of commands."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typer.main import get_command

from strata.cli import app
from tests.ci.expressions import Context, evaluated, filled

FAKES = ("aws", "docker", "gh", "git", "pulumi", "python", "python3", "strata")
GITHUB = {
    "repository": "example/platform",
    "server_url": "https://github.com",
    "run_id": 17,
    "token": "the job's own",
}
_FILES = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH")
_STATUS = ("success", "failure", "cancelled")


@dataclass(kw_only=True)
class Ran:
    """What came of a job's steps.

    Attributes:
        code: What the first step that failed ended with; 0: none did.
        log: What they said.
        steps: Outputs, by the step's id.
        written: What stands in GitHub's files, by the variable that names the file.
    """

    code: int = 0
    log: str = ""
    steps: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=lambda: dict.fromkeys(_FILES, ""))


class Runner:
    """A machine with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.temp = folder / "temp"
        self._fakes = folder / "fakes"
        self._answers: list[dict[str, Any]] = []
        for path in (self.temp, self._fakes, folder / "workspace"):
            path.mkdir()
        program = Path(__file__).with_name("fake.py")
        for name in FAKES:
            stub = self._fakes / name
            words = shlex.join([sys.executable, str(program), name])
            stub.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
            stub.chmod(0o755)

    def answer(self, to: str, says: str = "", *, code: int = 0, file: Path | None = None) -> None:
        """Tell the fakes what to say; the first answer whose beginning fits is given."""
        name = str(file) if file else ""
        self._answers.append({"to": to, "says": says, "code": code, "file": name})

    @property
    def calls(self) -> list[str]:
        """Every call of a fake, as a person would type it."""
        return [shlex.join(words) for words in self.words]

    @property
    def words(self) -> list[list[str]]:
        """Every call of a fake, word by word."""
        path = self._fakes / "calls.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def run(self, job: Mapping[str, Any], context: Context) -> Ran:
        """Run the shell steps of a job, or of an action.

        Args:
            job: The job; of an action, what it runs.
            context: What its expressions see, beside `runner`, `steps` and the status of the job.
        """
        ran = Ran()
        (self._fakes / "answers.json").write_text(json.dumps(self._answers))
        env = {**os.environ, "FAKES": str(self._fakes), "RUNNER_TEMP": str(self.temp)}
        env["PATH"] = f"{self._fakes}:{env['PATH']}"
        for step in job["steps"]:
            seen = {
                "github": GITHUB,
                **context,
                "runner": {"temp": str(self.temp)},
                "steps": ran.steps,
                **status(failed=ran.code != 0),
            }
            if "run" in step and wanted(step, seen):
                said = {**job.get("env", {}), **step.get("env", {})}
                mapping = {name: filled(str(value), seen) for name, value in said.items()}
                self._step(step, env | mapping, ran)
        for words in self.words:
            if words[0] == "strata":
                read_by_strata(words[1:])
        return ran

    def _step(self, step: Mapping[str, Any], env: dict[str, str], ran: Ran) -> None:
        files = {name: self._folder / name for name in _FILES}
        for path in files.values():
            path.write_text("")
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", step["run"]],
            cwd=self._folder / "workspace",
            env=env | {name: str(path) for name, path in files.items()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=60,
        )
        ran.log += done.stdout
        ran.code = ran.code or done.returncode
        for name, path in files.items():
            ran.written[name] += path.read_text()
        lines = files["GITHUB_OUTPUT"].read_text().splitlines()
        outputs = {name: value for name, _, value in (line.partition("=") for line in lines)}
        ran.steps[step.get("id", "")] = {"outputs": outputs}


def status(*, failed: bool) -> dict[str, Any]:
    """What a job may ask about what ran before it."""
    return {
        "success": lambda: not failed,
        "failure": lambda: failed,
        "cancelled": lambda: False,
    }


def wanted(content: Mapping[str, Any], context: Context) -> bool:
    """Whether a step or a job is run: as its `if` says, and after a failure only if it asks."""
    condition = str(content.get("if", "")).strip().removeprefix("${{").removesuffix("}}")
    if not any(f"{name}()" in condition for name in _STATUS):
        condition = f"success() && ({condition})" if condition else "success()"
    return bool(evaluated(condition, context))


def read_by_strata(words: list[str]) -> None:
    """Let the real command line read a call, without carrying it out.

    Raises:
        UsageError: It knows no such command, argument or option.
    """
    group: Any = get_command(app)
    outer = group.make_context("strata", list(words))
    command = group.get_command(outer, words[0])
    command.make_context(words[0], words[1:], parent=outer)
