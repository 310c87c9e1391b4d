"""`strata sweep`."""

from pathlib import Path
from typing import Annotated

import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.table import Table

from strata.account.account import Account, enter
from strata.project import Project
from strata.sweep.leftover import Leftover
from strata.sweep.sweep import leftovers


def sweep(
    environment: Annotated[str, typer.Argument(help="An environment, such as dev.")],
    *,
    delete: Annotated[bool, typer.Option("--delete", help="Delete it, after asking.")] = False,
    with_data: Annotated[
        bool,
        typer.Option(
            "--with-data",
            help="Delete what holds data too: volumes, snapshots, backups, secrets. It is lost.",
        ),
    ] = False,
) -> None:
    """Show what a failed destroy left in the real account: what controllers made, by its tags.

    Run it after `pulumi destroy`: it does not know what the state of a stack still holds.
    """
    account = enter(Project.find(Path()), environment)
    found = leftovers(account)
    console = Console(highlight=False, soft_wrap=True)
    where = f"{environment} in account {account.id}, {account.region}"
    if not found:
        console.print(f"nothing is left of {where}")
        return
    console.print(_table(found))
    doomed = [one for one in found if with_data or not one.holds_data]
    if delete and doomed:
        _delete(console, account, doomed)
    kept = len(found) - len(doomed)
    if kept:
        console.print(f"{kept} hold data and stay; --delete --with-data deletes them too")
    if not delete or kept:
        raise typer.Exit(1)


def _table(found: list[Leftover]) -> Table:
    table = Table("kind", "id", "mark", "data", box=None, padding=(0, 3, 0, 0))
    for one in found:
        table.add_row(one.kind, one.id, one.mark, "yes" if one.holds_data else "")
    return table


def _delete(console: Console, account: Account, doomed: list[Leftover]) -> None:
    question = f"Delete these {len(doomed)} from account {account.id}, {account.region}?"
    if not typer.confirm(question):
        raise typer.Exit(1)
    failed = 0
    for one in doomed:
        try:
            one.delete()
        except (BotoCoreError, ClientError) as error:
            failed += 1
            console.print(f"{one.kind} {one.id}: {error}")
        else:
            console.print(f"{one.kind} {one.id}: deleted")
    if failed:
        console.print(f"{failed} are still there; run it again once what uses them is gone")
        raise typer.Exit(1)
