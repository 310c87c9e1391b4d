"""`strata plan`."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from layers.stack import StackName
from strata.plan import text
from strata.plan.document import document
from strata.plan.recorder import plan as record
from strata.project import Project


class Format(StrEnum):
    """How a plan is written."""

    TEXT = "text"
    JSON = "json"


def plan(
    target: Annotated[str, typer.Argument(help="A stack, such as dev-cluster, or an environment.")],
    output: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
) -> None:
    """Show what a stack, or every stack of an environment, would make; no cloud is asked."""
    project = Project.find(Path())
    recordings = record(project, _stacks(project, target))
    if output is Format.JSON:
        documents = [document(recording) for recording in recordings]
        single = "-" in target
        typer.echo(json.dumps(documents[0] if single else documents, indent=2))
    else:
        Console(highlight=False).print(text.stacks(recordings))


def _stacks(project: Project, target: str) -> list[StackName]:
    if "-" not in target:
        return project.environment(target)
    return [project.stack(target)]
