"""What RDS asks before it deletes an instance, and what it leaves.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html
"""

import re
from typing import Final

from strata.rehearsal.cloud.inventory import Inventory, Row
from strata.rehearsal.cloud.refused import RefusedError

_SNAPSHOT: Final = re.compile(r"[A-Za-z](?!.*--)[A-Za-z0-9\-]{0,254}(?<!-)")


def deletion_protection(row: Row, _: Inventory) -> None:
    """A protected instance refuses to be deleted."""
    if row.inputs.get("deletionProtection"):
        raise RefusedError(
            f"{row}: InvalidParameterCombination: the database has deletionProtection; set it to "
            "false, bring the stack up, and delete it then"
        )


def final_snapshot(row: Row, inventory: Inventory) -> None:
    """What is deleted is kept in a snapshot, unless it is said that it need not be."""
    if row.inputs.get("skipFinalSnapshot"):
        return
    name = row.inputs.get("finalSnapshotIdentifier")
    if name is None:
        raise RefusedError(
            f"{row}: finalSnapshotIdentifier is required when skipFinalSnapshot is false; give "
            "one, bring the stack up, and delete it then"
        )
    if _SNAPSHOT.fullmatch(name) is None:
        raise RefusedError(
            f"{row}: finalSnapshotIdentifier = {name!r}: InvalidParameterValue: at most 255 "
            "letters, digits and -, beginning with a letter, no - at the end and no two in a row; "
            "correct it, bring the stack up, and delete it then"
        )
    if _snapshot(row) in inventory.remains():
        raise RefusedError(
            f"{row}: DBSnapshotAlreadyExists: there is a snapshot {name} of an earlier database; "
            "delete it (`strata sweep` shows it), or give another finalSnapshotIdentifier, bring "
            "the stack up, and delete it then"
        )


def leave_snapshot(row: Row, inventory: Inventory) -> None:
    """The final snapshot stays, and is billed, until somebody deletes it."""
    if not row.inputs.get("skipFinalSnapshot"):
        name = row.inputs["finalSnapshotIdentifier"]
        inventory.leave(_snapshot(row), f"the final snapshot {name} of {row.inputs['identifier']}")


def leave_backups(row: Row, inventory: Inventory) -> None:
    """Automated backups go with their instance unless they shall stay."""
    days = row.outputs["backupRetentionPeriod"]
    if days and not row.outputs["deleteAutomatedBackups"]:
        inventory.leave(
            f"automated backup|{row.id}",
            f"automated backups of {row.inputs['identifier']} for {days} days",
        )


KEEPS: Final = (deletion_protection, final_snapshot)
LEAVES: Final = (leave_snapshot, leave_backups)


def _snapshot(row: Row) -> str:
    _, _, _, region, account, *_ = row.outputs["arn"].split(":")
    return f"snapshot|{account}|{region}|{row.inputs['finalSnapshotIdentifier']}"
