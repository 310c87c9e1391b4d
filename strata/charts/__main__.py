"""`python -m strata.charts`."""

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from strata.charts.chart import ChartError, ChartFolder
from strata.charts.check import Verdict
from strata.charts.check import check as check_all
from strata.charts.helm import HELM
from strata.charts.known_values import KnownValues
from strata.charts.planned import pinned
from strata.cli.failure import told_in_lines
from strata.project import Project
from strata.toolchain.resolve import Place, resolve

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

Folder = Annotated[
    Path,
    typer.Argument(help="A folder of charts.", exists=True, file_okay=False, resolve_path=True),
]


@app.command()
def check(folder: Folder) -> None:
    """Render every planned chart that lies in a folder, and judge what comes out."""
    project = Project.find(Path())
    helm = resolve(HELM, Place(project.root), typer.echo)
    verdicts = []
    for verdict in check_all(project, folder, helm):
        verdicts.append(verdict)
        for line in _lines(verdict):
            typer.echo(line)
    if not any(one.at_hand for one in verdicts):
        typer.echo(f"{folder} holds none of these charts; pull them there")
        raise typer.Exit(1)
    if any(one.problems for one in verdicts):
        raise typer.Exit(1)


@app.command()
def write(folder: Folder) -> None:
    """Write anew the list of values of every pinned chart that lies in a folder."""
    root = Project.find(Path()).root
    with tempfile.TemporaryDirectory(prefix="strata-charts-") as scratch:
        for name, version in pinned():
            chart = ChartFolder.find(folder, name, version, Path(scratch))
            if chart is None:
                typer.echo(f"not at hand: {name} {version}")
                continue
            file = KnownValues.file(root, name, version)
            file.write_text(KnownValues.of(chart, Path(scratch)).text())
            typer.echo(file.relative_to(root))


def _lines(verdict: Verdict) -> list[str]:
    release = verdict.release
    title = f"{release.stack}: {release.chart} {release.version}"
    if not verdict.at_hand:
        return [f"{title}: not at hand"]
    kinds = f"; not judged: {', '.join(verdict.not_judged)}" if verdict.not_judged else ""
    count = f"{verdict.objects} objects, {len(verdict.problems)} problems{kinds}"
    return [f"{title}: {count}", *(f"  {release.name}: {one}" for one in verdict.problems)]


if __name__ == "__main__":
    with told_in_lines():
        try:
            app()
        except ChartError as error:
            sys.exit(str(error))
