"""`strata status`."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from strata.project import Project
from strata.rehearsal.cloud import Cloud
from strata.rehearsal.folder import RehearsalFolder

_LAST_EVENTS = 10


def status(
    environment: Annotated[str, typer.Argument(help="The environment, such as dev.")],
) -> None:
    """Show what a rehearsal of an environment has up, and the last things that happened."""
    project = Project.find(Path())
    project.environment(environment)
    folder = RehearsalFolder.of(project, environment)
    console = Console(highlight=False, soft_wrap=True)
    if not folder.cloud.exists():
        console.print(f"nothing of {environment} is up; bring it up with `make demo KEEP=1`")
        return
    with Cloud.open(folder.cloud) as cloud:
        rows, events = cloud.inventory, cloud.events
    counts = Counter((row.urn.split(":")[2], row.type) for row in rows)
    console.print(f"{len(rows)} resources in the stand-in cloud")
    console.print(_table(("stack", "type", "count"), [(*key, n) for key, n in counts.items()]))
    console.print("last events")
    recent = [
        (f"{event.at:%H:%M:%S}", event.action, event.name, event.message)
        for event in events[-_LAST_EVENTS:]
    ]
    console.print(_table(("at", "what", "resource", "detail"), recent))


def _table(headings: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Table:
    table = Table(*headings, box=None, padding=(0, 3, 0, 0))
    for row in rows:
        table.add_row(*map(str, row))
    return table
