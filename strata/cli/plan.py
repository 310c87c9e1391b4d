"""`strata plan`."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from layers.cluster import ClusterSettings
from layers.platform import PlatformSettings
from layers.stack import StackName
from strata.cli.format import Format
from strata.cluster_settings import cluster_settings
from strata.plan import addresses, idle, text
from strata.plan.document import document
from strata.plan.recorder import plan as record
from strata.platform_settings import platform_settings
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
    platforms = {
        str(stack): _platform(project, stack) for stack in stacks if stack.layer == "platform"
    }
    if output is Format.JSON:
        documents = [document(recording) for recording in recordings]
        for one in documents:
            if one["stack"] in clusters:
                one["addresses"] = addresses.as_data(clusters[one["stack"]])
            if one["stack"] in platforms:
                one["idle"] = idle.as_data(*platforms[one["stack"]])
        single = "-" in target
        typer.echo(json.dumps(documents[0] if single else documents, indent=2))
    else:
        console = Console(highlight=False)
        console.print(text.stacks(recordings))
        for settings in clusters.values():
            console.print(addresses.as_text(settings))
        for platform in platforms.values():
            console.print(idle.as_text(*platform))


def _stacks(project: Project, target: str) -> list[StackName]:
    if "-" not in target:
        return project.environment(target)
    return [project.stack(target)]


def _platform(project: Project, stack: StackName) -> tuple[str, PlatformSettings, ClusterSettings]:
    cluster = StackName(stack.environment, "cluster")
    return (
        stack.environment,
        platform_settings(project, stack),
        cluster_settings(project, cluster),
    )
