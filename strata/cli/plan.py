"""`strata plan`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from layers.stack import StackName
from strata.cli.format import Format
from strata.cluster_settings import cluster_settings
from strata.plan import addresses, text
from strata.plan.document import document
from strata.plan.recorder import plan as record
from strata.project import Project


def plan(
    target: Annotated[str, typer.Argument(help="A stack, such as dev-cluster, or an environment.")],
    output: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
) -> None:
    """Show what a stack, or every stack of an environment, would make; no cloud is asked."""
    project = Project.find(Path())
    stacks = _stacks(project, target)
    recordings = record(project, stacks)
    clusters = {
        str(stack): cluster_settings(project, stack) for stack in stacks if stack.layer == "cluster"
    }
    if output is Format.JSON:
        documents = [document(recording) for recording in recordings]
        for one in documents:
            if one["stack"] in clusters:
                one["addresses"] = addresses.as_data(clusters[one["stack"]])
        single = "-" in target
        typer.echo(json.dumps(documents[0] if single else documents, indent=2))
    else:
        console = Console(highlight=False)
        console.print(text.stacks(recordings))
        for settings in clusters.values():
            console.print(addresses.as_text(settings))


def _stacks(project: Project, target: str) -> list[StackName]:
    if "-" not in target:
        return project.environment(target)
    return [project.stack(target)]
