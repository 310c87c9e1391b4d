"""`strata docs`."""

from pathlib import Path
from typing import Annotated

import typer

from strata.project import Project
from strata.reference import practices_page, settings_page
from strata.reference.practices import read


def docs(
    *,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if stale.")] = False,
) -> None:
    """Write the generated pages of docs/: settings, and practices with their tests."""
    root = Project.find(Path()).root
    pages = {
        "docs/settings.md": settings_page.page(),
        "docs/practices.md": practices_page.page(read(root)),
    }
    stale = []
    for name, text in pages.items():
        path = root / name
        if path.exists() and path.read_text() == text:
            continue
        stale.append(name)
        if not check:
            path.write_text(text)
    if stale and check:
        typer.echo(f"{', '.join(stale)}: stale; run `strata docs`", err=True)
        raise typer.Exit(1)
    typer.echo(f"docs: {'wrote ' + ', '.join(stale) if stale else 'up to date'}")
