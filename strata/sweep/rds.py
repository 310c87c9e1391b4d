"""Leftovers in RDS: what a deleted database leaves on purpose, and what is billed by its size.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
"""

from collections.abc import Iterator
from typing import Any

from components import names
from strata.account.account import Account
from strata.sweep.leftover import Leftover, mark_of


def snapshots(account: Account) -> Iterator[Leftover]:
    """Final snapshots, and those that somebody made by hand."""
    rds = account.session.client("rds")
    for page in rds.get_paginator("describe_db_snapshots").paginate(SnapshotType="manual"):
        for one in page["DBSnapshots"]:
            id_ = one["DBSnapshotIdentifier"]

            def delete(id_: str = id_) -> None:
                rds.delete_db_snapshot(DBSnapshotIdentifier=id_)
                rds.get_waiter("db_snapshot_deleted").wait(DBSnapshotIdentifier=id_)

            if mark := _mark(account, one):
                yield Leftover(
                    kind="database snapshot", id=id_, mark=mark, delete=delete, holds_data=True
                )


def automated_backups(account: Account) -> Iterator[Leftover]:
    """Automated backups that stayed when their database went; they go by themselves in time."""
    rds = account.session.client("rds")
    retained = [{"Name": "status", "Values": ["retained"]}]
    pages = rds.get_paginator("describe_db_instance_automated_backups")
    for page in pages.paginate(Filters=retained):  # type: ignore[arg-type]
        for one in page["DBInstanceAutomatedBackups"]:
            id_ = one["DbiResourceId"]

            def delete(id_: str = id_) -> None:
                rds.delete_db_instance_automated_backup(DbiResourceId=id_)

            if mark := _mark(account, one):
                yield Leftover(
                    kind="database backups", id=id_, mark=mark, delete=delete, holds_data=True
                )


def _mark(account: Account, one: Any) -> str:
    """A tag that proves whose it was, or the name of its database: it may have no tags."""
    prefix = f"{names.cluster(account.environment)}-"
    named = f"name {prefix}" if one["DBInstanceIdentifier"].startswith(prefix) else ""
    return mark_of(one.get("TagList", []), account.environment) or named
