"""`strata check`."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from layers.problem import Problem
from strata.check.approval_rules import approval_rules
from strata.check.approvals import reasons
from strata.check.change import change, refused
from strata.check.files import check as check_files
from strata.check.git import Revision
from strata.project import NotAProjectError, Project


class Format(StrEnum):
    """How problems are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def check(
    environment: Annotated[str | None, typer.Argument(help="Only this environment.")] = None,
    *,
    against: Annotated[
        str | None,
        typer.Option(help="A Git revision, such as origin/main: what changed since is checked."),
    ] = None,
    approvals: Annotated[
        bool,
        typer.Option(
            "--approvals",
            help="Say, by approvals.yaml, who else must approve the change: one line a reason.",
        ),
    ] = False,
    output: Annotated[Format, typer.Option("--format", help="How to write problems.")] = (
        Format.TEXT
    ),
) -> None:
    """Check stack files, each by itself and all together; no cloud is asked.

    Ends with 0 where nothing is wrong and, with --approvals, nobody else must approve; otherwise
    with 1.
    """
    project = Project.find(Path())
    checked = check_files(project, environment)
    if environment and not checked.files:
        raise NotAProjectError(f"stacks/: no stack file of environment {environment!r}")
    problems, needed = checked.problems, list[Problem]()
    if against or approvals:
        revision = Revision.of(project.root, against or "origin/main")
        made = change(revision, checked.right)
        problems = sorted([*problems, *refused(made)])
        if approvals:
            needed = sorted(reasons(made, approval_rules(revision)))
    _write(problems, needed, output)
    if problems or needed:
        raise typer.Exit(1)
    if output is Format.TEXT:
        typer.echo(f"{len(checked.files)} stack files, no problem")
        if approvals:
            typer.echo("nobody but the team must approve")


def _write(problems: list[Problem], needed: list[Problem], output: Format) -> None:
    if output is Format.JSON:
        document: list[dict[str, object]] = [asdict(problem) for problem in problems]
        document += [{**asdict(reason), "approval": True} for reason in needed]
        typer.echo(json.dumps(document, indent=2))
        return
    for problem in problems:
        typer.echo(problem if output is Format.TEXT else _command("error", problem))
    for reason in needed:
        typer.echo(reason if output is Format.TEXT else _command("notice", reason))


def _command(level: str, problem: Problem) -> str:
    """A workflow command, which GitHub shows at the line.

    Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    and, for what must be escaped,
    https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    """
    file = _escaped(problem.file).replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={file},line={max(problem.line, 1)}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
