"""RDS: what a deletion asks for, and what it leaves."""

from typing import Any

from strata.rehearsal.cloud import Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor

SNAPSHOT = "strata-dev-airflow-final"


def _who() -> str:
    return f"db ({t.DB_INSTANCE}): "


def _kept(aws: Actor, database_inputs: dict[str, Any], **more: Any) -> Row:
    kept = {"skipFinalSnapshot": False, "finalSnapshotIdentifier": SNAPSHOT}
    return aws.create(t.DB_INSTANCE, "db", **{**database_inputs, **kept, **more})


def test_a_protected_database_cannot_be_deleted(
    aws: Actor, database_inputs: dict[str, Any]
) -> None:
    database = aws.create(t.DB_INSTANCE, "db", **database_inputs, deletionProtection=True)
    assert aws.deletion_refusal(database) == (
        f"{_who()}InvalidParameterCombination: the database has deletionProtection; set it to "
        "false, bring the stack up, and delete it then"
    )


def test_a_database_without_a_name_for_its_snapshot_cannot_be_deleted(
    aws: Actor, database_inputs: dict[str, Any]
) -> None:
    database = _kept(aws, database_inputs, finalSnapshotIdentifier=None)
    assert aws.deletion_refusal(database) == (
        f"{_who()}finalSnapshotIdentifier is required when skipFinalSnapshot is false; give one, "
        "bring the stack up, and delete it then"
    )


def test_a_snapshot_has_a_legal_name(aws: Actor, database_inputs: dict[str, Any]) -> None:
    database = _kept(aws, database_inputs, finalSnapshotIdentifier="final_snapshot")
    assert aws.deletion_refusal(database) == (
        f"{_who()}finalSnapshotIdentifier = 'final_snapshot': InvalidParameterValue: at most 255 "
        "letters, digits and -, beginning with a letter, no - at the end and no two in a row; "
        "correct it, bring the stack up, and delete it then"
    )


def test_a_final_snapshot_remains(aws: Actor, database_inputs: dict[str, Any]) -> None:
    aws.delete(_kept(aws, database_inputs))
    assert aws.cloud.remains == [f"the final snapshot {SNAPSHOT} of strata-dev-airflow"]


def test_a_second_final_snapshot_of_a_name_is_refused(
    aws: Actor, database_inputs: dict[str, Any]
) -> None:
    aws.delete(_kept(aws, database_inputs))
    assert aws.deletion_refusal(_kept(aws, database_inputs)) == (
        f"{_who()}DBSnapshotAlreadyExists: there is a snapshot {SNAPSHOT} of an earlier database; "
        "delete it (`strata sweep` shows it), or give another finalSnapshotIdentifier, bring the "
        "stack up, and delete it then"
    )


def test_automated_backups_remain_only_when_it_is_said(
    aws: Actor, database_inputs: dict[str, Any]
) -> None:
    aws.delete(aws.create(t.DB_INSTANCE, "db", **database_inputs, backupRetentionPeriod=7))
    assert aws.cloud.remains == []
    keep = {"backupRetentionPeriod": 7, "deleteAutomatedBackups": False}
    aws.delete(aws.create(t.DB_INSTANCE, "db", **database_inputs, **keep))
    assert aws.cloud.remains == ["automated backups of strata-dev-airflow for 7 days"]


def test_a_database_whose_snapshot_is_skipped_leaves_nothing(aws: Actor, database: Row) -> None:
    aws.delete(database)
    assert aws.cloud.remains == []
