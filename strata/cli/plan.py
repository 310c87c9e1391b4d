"""`strata plan`."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from layers.cluster import ClusterSettings
from layers.platform import PlatformSettings
from layers.stack import StackName
from strata.cli.failure import OptionError
from strata.cluster_settings import cluster_settings
from strata.plan import addresses, idle, text
from strata.plan.document import document
from strata.plan.explained import explained
from strata.plan.recorder import plan as record
from strata.platform_settings import platform_settings
from strata.project import Project
from strata.report.against import against as compared
from strata.report.document import as_json
from strata.report.gate import Gate
from strata.report.markdown import as_markdown
from strata.report.model import Report
from strata.report.text import as_text

FAILED = 2
"""What the command ends with if a change does what `--fail-on` names."""


class Format(StrEnum):
    """How a plan, or what a change does to it, is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def plan(
    target: Annotated[
        str | None, typer.Argument(help="A stack, such as dev-cluster, or an environment.")
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every environment.")] = False,
    against: Annotated[
        str | None,
        typer.Option(help="A Git revision, such as origin/main: what changes since is told."),
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option(help="data-loss,replace,access,cost:PERCENT: end with 2 if the change does."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell every setting, and what set it.")
    ] = False,
    output: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
) -> None:
    """Show what a stack, or every stack of an environment, would make; no cloud is asked."""
    if (target is None) is not every:
        raise OptionError("plan: name a stack or an environment, or say --all")
    if against is not None and explain:
        raise OptionError("--explain: tells of the files as they are; leave out --against")
    project = Project.find(Path())
    if against is not None:
        gate = _gate(fail_on)
        targets = [target] if target else []
        report = compared(project, against, targets, lambda line: typer.echo(line, err=True))
        _write(report, output)
        _judge(report, gate)
        return
    if fail_on is not None or output is Format.MARKDOWN:
        option = "--fail-on" if fail_on is not None else "--format markdown"
        raise OptionError(f"{option}: tells of a change; say of which, as --against origin/main")
    stacks = project.named(target) if target else project.stacks()
    if explain:
        _explain(project, stacks, output)
    else:
        _show(project, stacks, output, single=target is not None and "-" in target)


def _gate(text: str | None) -> Gate:
    try:
        return Gate.parse(text or "")
    except ValueError as error:
        raise OptionError(f"--fail-on: {error}") from None


def _write(report: Report, output: Format) -> None:
    match output:
        case Format.JSON:
            typer.echo(as_json(report))
        case Format.MARKDOWN:
            typer.echo(as_markdown(report), nl=False)
        case Format.TEXT:
            Console(highlight=False).print(as_text(report))


def _judge(report: Report, gate: Gate) -> None:
    failures = gate.failures(report)
    for line in failures:
        typer.echo(line, err=True)
    if failures:
        raise typer.Exit(FAILED)


def _explain(project: Project, stacks: list[StackName], output: Format) -> None:
    told = [explained(project, stack) for stack in stacks]
    if output is Format.JSON:
        typer.echo(json.dumps([one.as_data() for one in told], indent=2))
        return
    console = Console(highlight=False)
    for one in told:
        console.print(one.as_text())


def _show(project: Project, stacks: list[StackName], output: Format, *, single: bool) -> None:
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
        typer.echo(json.dumps(documents[0] if single else documents, indent=2))
        return
    console = Console(highlight=False)
    console.print(text.stacks(recordings))
    for settings in clusters.values():
        console.print(addresses.as_text(settings))
    for platform in platforms.values():
        console.print(idle.as_text(*platform))


def _platform(project: Project, stack: StackName) -> tuple[str, PlatformSettings, ClusterSettings]:
    cluster = StackName(stack.environment, "cluster")
    return (
        stack.environment,
        platform_settings(project, stack),
        cluster_settings(project, cluster),
    )
