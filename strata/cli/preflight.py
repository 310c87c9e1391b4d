"""`strata preflight`."""

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from strata.account.account import enter
from strata.cli.format import Format
from strata.preflight.finding import Finding
from strata.preflight.preflight import preflight as run
from strata.project import Project

_STYLES = {"ok": "green", "warning": "yellow", "failure": "red"}


def preflight(
    environment: Annotated[str, typer.Argument(help="An environment, such as dev.")],
    output: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
) -> None:
    """Tell what would stop `pulumi up` in the real account: rights, quotas, addresses, versions.

    Only reads. Exit code 1 if something would fail.
    """
    account = enter(Project.find(Path()), environment)
    console = Console(highlight=False, soft_wrap=True)
    findings = []
    for finding in run(account):
        findings.append(finding)
        if output is Format.TEXT:
            console.print(line(finding))
    if output is Format.JSON:
        typer.echo(json.dumps([dataclasses.asdict(one) for one in findings], indent=2))
    else:
        counts = [f"{sum(one.state == state for one in findings)} {state}" for state in _STYLES]
        console.print(f"account {account.id}, {account.region}: {', '.join(counts)}")
    if any(one.state == "failure" for one in findings):
        raise typer.Exit(1)


def line(finding: Finding) -> Text:
    """A finding as people read it: the remedy under it."""
    text = Text.assemble(
        (f"{finding.state:<8}", _STYLES[finding.state]), f"{finding.check:<32}{finding.found}"
    )
    if finding.remedy:
        text.append(f"\n{'':<8}{finding.remedy}", "dim")
    return text
