"""What `strata plan --against` does."""

import typer
from rich.console import Console

from strata.cli.failure import OptionError
from strata.cli.plan_format import PlanFormat
from strata.project import Project
from strata.report.against import against as compared
from strata.report.document import as_json
from strata.report.gate import Gate
from strata.report.html import as_html
from strata.report.markdown import as_markdown
from strata.report.model import Report
from strata.report.text import as_text

FAILED = 2
"""What the command ends with if a change does what `--fail-on` names."""


def tell(
    project: Project, revision: str, target: str | None, *, output: PlanFormat, fail_on: str
) -> None:
    """Write what changes since a Git revision.

    Args:
        project: The project.
        revision: The revision, such as `origin/main`.
        target: A stack or an environment; None: all.
        output: How to write it.
        fail_on: What a change must not do, as `--fail-on` takes it.

    Raises:
        OptionError: `fail_on` names what nothing does.
        RevisionError: The revision cannot be planned.
        typer.Exit: The change does what `fail_on` names.
    """
    gate = _gate(fail_on)
    targets = [target] if target else []
    report = compared(project, revision, targets, lambda line: typer.echo(line, err=True))
    _write(report, output)
    failures = gate.failures(report)
    for line in failures:
        typer.echo(line, err=True)
    if failures:
        raise typer.Exit(FAILED)


def _gate(text: str) -> Gate:
    try:
        return Gate.parse(text)
    except ValueError as error:
        raise OptionError(f"--fail-on: {error}") from None


def _write(report: Report, output: PlanFormat) -> None:
    match output:
        case PlanFormat.JSON:
            typer.echo(as_json(report))
        case PlanFormat.MARKDOWN:
            typer.echo(as_markdown(report), nl=False)
        case PlanFormat.HTML:
            typer.echo(as_html(report), nl=False)
        case PlanFormat.TEXT:
            Console(highlight=False).print(as_text(report))
