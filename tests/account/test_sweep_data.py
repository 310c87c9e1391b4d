"""`strata sweep`: data that a destroy keeps on purpose is shown, and goes only when it is said."""

from typing import Any

import pytest

from tests.account.conftest import Aws

BACKUPS = {
    "DBInstanceAutomatedBackups": [
        {"DbiResourceId": "db-OWN", "DBInstanceIdentifier": "strata-dev-airflow"},
        {"DbiResourceId": "db-OTHER", "DBInstanceIdentifier": "strata-dev2-airflow"},
    ]
}


def _destroyed(aws: Aws, environment: str, *, tagged: bool) -> str:
    """A database that was deleted; the name of its final snapshot."""
    rds = aws.client("rds")
    tags = [{"Key": "strata:environment", "Value": environment}] if tagged else []
    # A tagged one need not have the environment's name.
    identifier = "metadata" if tagged else f"strata-{environment}-airflow"
    rds.create_db_instance(
        DBInstanceIdentifier=identifier,
        DBInstanceClass="db.t4g.micro",
        Engine="postgres",
        MasterUsername="airflow",
        MasterUserPassword="of-nothing",
        AllocatedStorage=20,
        CopyTagsToSnapshot=True,
        Tags=tags,
    )
    final = f"final-{environment}"
    rds.delete_db_instance(DBInstanceIdentifier=identifier, FinalDBSnapshotIdentifier=final)
    return final


def _secret(aws: Aws, name: str, *, deleted: bool = True) -> str:
    secrets = aws.client("secretsmanager")
    secrets.create_secret(Name=name, SecretString="of nothing")
    if deleted:
        secrets.delete_secret(SecretId=name)
    return name


def _listed(aws: Aws) -> list[tuple[str, str]]:
    """Kind and identifier of everything that the command shows, all of it data."""
    lines = aws.run("sweep", "dev").stdout.splitlines()
    rows = [line.split("   ") for line in lines if line.rstrip().endswith("yes")]
    return [(row[0].strip(), next(cell for cell in row[1:] if cell).strip()) for row in rows]


@pytest.mark.parametrize("tagged", [True, False])
def test_a_final_snapshot_is_known_by_its_tags_or_its_database(aws: Aws, *, tagged: bool) -> None:
    final = _destroyed(aws, "dev", tagged=tagged)
    assert _listed(aws) == [("database snapshot", final)]


@pytest.mark.parametrize("tagged", [True, False])
def test_a_snapshot_of_another_environment_is_none_of_it(aws: Aws, *, tagged: bool) -> None:
    _destroyed(aws, "dev2", tagged=tagged)
    assert _listed(aws) == []


def test_backups_that_stayed_are_shown(aws: Aws) -> None:
    asked: list[dict[str, Any]] = []

    def answer(wanted: dict[str, Any]) -> dict[str, Any]:
        asked.append(wanted)
        return BACKUPS

    aws.answers["DescribeDBInstanceAutomatedBackups"] = answer
    assert _listed(aws) == [("database backups", "db-OWN")]
    assert asked == [{"Filters": [{"Name": "status", "Values": ["retained"]}]}]


def test_a_secret_that_waits_for_its_deletion_is_shown(aws: Aws) -> None:
    own = _secret(aws, "strata/dev/airflow/admin")
    _secret(aws, "strata/dev2/airflow/admin")
    _secret(aws, "strata/dev/ads/connections", deleted=False)
    assert _listed(aws) == [("deleted secret", own)]


def test_data_stays_until_it_is_said(aws: Aws) -> None:
    _destroyed(aws, "dev", tagged=True)
    _secret(aws, "strata/dev/airflow/admin")
    shown = _listed(aws)
    result = aws.run("sweep", "dev", "--delete", answer="y\n")
    assert result.stdout.splitlines()[-1] == (
        "2 hold data and stay; --delete --with-data deletes them too"
    )
    assert _listed(aws) == shown


def test_data_goes_when_it_is_said_and_a_secret_s_name_is_free_again(aws: Aws) -> None:
    _destroyed(aws, "dev", tagged=True)
    name = _secret(aws, "strata/dev/airflow/admin")
    gone: list[str] = []

    def delete(wanted: dict[str, Any]) -> dict[str, Any]:
        gone.append(wanted["DbiResourceId"])
        return {}

    aws.answers["DescribeDBInstanceAutomatedBackups"] = lambda _: (
        BACKUPS if not gone else {"DBInstanceAutomatedBackups": []}
    )
    aws.answers["DeleteDBInstanceAutomatedBackup"] = delete
    result = aws.run("sweep", "dev", "--delete", "--with-data", answer="y\n")
    assert result.exit_code == 0
    assert gone == ["db-OWN"]
    assert _listed(aws) == []
    _secret(aws, name, deleted=False)


def test_a_log_group_that_rds_made_again_is_shown(aws: Aws) -> None:
    logs = aws.client("logs")
    for environment in ("dev", "dev2"):
        logs.create_log_group(
            logGroupName=f"/aws/rds/instance/strata-{environment}-airflow/postgresql"
        )
    lines = aws.run("sweep", "dev").stdout
    assert "/aws/rds/instance/strata-dev-airflow/postgresql" in lines
    assert "dev2" not in lines
