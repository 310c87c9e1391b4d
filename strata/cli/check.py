"""`strata check`."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from layers.problem import Problem
from strata.check.files import check as check_files
from strata.project import NotAProjectError, Project


class Format(StrEnum):
    """How problems are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def check(
    environment: Annotated[str | None, typer.Argument(help="Only this environment.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How to write problems.")] = (
        Format.TEXT
    ),
) -> None:
    """Check stack files, each by itself and all together; no cloud is asked."""
    checked = check_files(Project.find(Path()), environment)
    if environment and not checked.files:
        raise NotAProjectError(f"stacks/: no stack file of environment {environment!r}")
    if output is Format.JSON:
        typer.echo(json.dumps([asdict(problem) for problem in checked.problems], indent=2))
    else:
        for problem in checked.problems:
            typer.echo(problem if output is Format.TEXT else _command(problem))
    if checked.problems:
        raise typer.Exit(1)
    if output is Format.TEXT:
        typer.echo(f"{len(checked.files)} stack files, no problem")


def _command(problem: Problem) -> str:
    """A workflow command, which GitHub shows at the line.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    message = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::error file={problem.file},line={max(problem.line, 1)}::{message}"
