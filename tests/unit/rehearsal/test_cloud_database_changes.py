"""RDS: passwords, and what changes in place."""

import re
from typing import Any

import pytest

from strata.rehearsal.cloud import Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor


def _who(name: str = "db") -> str:
    return f"{name} ({t.DB_INSTANCE}): "


@pytest.mark.parametrize(
    "password",
    ["short", "p" * 129, "has a space", "has/slash", "has@sign", 'has"quote', "umläuts!"],
)
def test_a_password_that_rds_does_not_take_is_refused_without_telling_it(
    aws: Actor, database_inputs: dict[str, Any], password: str
) -> None:
    refusal = aws.refusal(t.DB_INSTANCE, "db", **{**database_inputs, "password": password})
    assert refusal == (
        f"{_who()}password: InvalidParameterValue: MasterUserPassword has 8 to 128 printable ASCII "
        'characters and none of /, @, " and space; have it made without them: overrideSpecial of a '
        "RandomPassword"
    )


@pytest.mark.parametrize("length", [8, 128])
def test_a_password_of_either_limit_is_taken(
    aws: Actor, database_inputs: dict[str, Any], length: int
) -> None:
    aws.create(t.DB_INSTANCE, "db", **{**database_inputs, "password": "p" * length})


def test_a_random_password_with_its_own_special_characters_is_refused(
    aws: Actor, database_inputs: dict[str, Any]
) -> None:
    password = aws.create(t.RANDOM_PASSWORD, "password", length=32).outputs["result"]
    refusal = aws.refusal(t.DB_INSTANCE, "db", **{**database_inputs, "password": password})
    assert "overrideSpecial" in refusal
    assert password not in refusal


def test_a_database_has_a_password(aws: Actor, database_inputs: dict[str, Any]) -> None:
    del database_inputs["password"]
    assert aws.refusal(t.DB_INSTANCE, "db", **database_inputs) == (
        f"{_who()}a master password comes from one of password, passwordWo and "
        "manageMasterUserPassword, not none; give one"
    )


def test_a_password_that_rds_manages_is_nobody_else_s(
    aws: Actor, database_inputs: dict[str, Any]
) -> None:
    assert aws.refusal(t.DB_INSTANCE, "db", **database_inputs, manageMasterUserPassword=True) == (
        f"{_who()}a master password comes from one of password, passwordWo and "
        "manageMasterUserPassword, not password and manageMasterUserPassword; give one"
    )


def test_a_password_that_rds_manages_lies_in_a_secret(
    aws: Actor, database_inputs: dict[str, Any]
) -> None:
    del database_inputs["password"]
    database = aws.create(t.DB_INSTANCE, "db", **database_inputs, manageMasterUserPassword=True)
    (secret,) = database.outputs["masterUserSecrets"]
    assert re.fullmatch(r"arn:aws:secretsmanager:[^:]+:\d+:secret:rds!db-.+", secret["secretArn"])
    assert aws.update(database)["masterUserSecrets"] == [secret]


def test_a_database_has_an_address(database: Row) -> None:
    address = database.outputs["address"]
    assert re.fullmatch(
        r"strata-dev-airflow\.c[0-9a-f]{11}\.eu-west-1\.rds\.amazonaws\.com", address
    )
    assert database.outputs["endpoint"] == f"{address}:5432"
    assert database.outputs["arn"] == "arn:aws:rds:eu-west-1:111122223333:db:strata-dev-airflow"
    assert re.fullmatch(r"db-[0-9A-Z]{26}", database.id)


def test_a_change_keeps_the_address(aws: Actor, database: Row) -> None:
    assert aws.update(database, allocatedStorage=40)["address"] == database.outputs["address"]


def test_a_renamed_database_is_the_same_at_another_address(aws: Actor, database: Row) -> None:
    new = {**database.inputs, "identifier": "strata-dev-metadata"}
    (change,) = aws.cloud.diff(aws.caller, database.urn, database.id, database.inputs, new)
    assert not change.replaces
    outputs = aws.update(database, identifier="strata-dev-metadata")
    assert outputs["resourceId"] == database.id
    assert outputs["address"].startswith("strata-dev-metadata.")
    assert outputs["arn"].endswith(":db:strata-dev-metadata")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("engine", "mysql"),
        ("storageEncrypted", True),
        ("kmsKeyId", "arn:aws:kms:eu-west-1:111122223333:key/another"),
        ("username", "another"),
        ("dbName", "another"),
        ("availabilityZone", "eu-west-1b"),
        ("snapshotIdentifier", "before"),
    ],
)
def test_what_cannot_change_makes_another_database(
    aws: Actor, database: Row, field: str, value: Any
) -> None:
    new = {**database.inputs, field: value}
    (change,) = aws.cloud.diff(aws.caller, database.urn, database.id, database.inputs, new)
    assert (change.path, change.replaces) == (field, True)


def test_a_family_makes_another_parameter_group(aws: Actor, parameter_group: Row) -> None:
    new = {**parameter_group.inputs, "family": "postgres18"}
    (change,) = aws.cloud.diff(
        aws.caller, parameter_group.urn, parameter_group.id, parameter_group.inputs, new
    )
    assert change.replaces


def test_a_database_does_not_move_within_its_network(
    aws: Actor, database: Row, subnets: list[Row]
) -> None:
    ids = [row.id for row in subnets]
    other = aws.create(t.DB_SUBNET_GROUP, "other", name="other", subnetIds=ids)
    assert aws.update_refusal(database, dbSubnetGroupName=other.id) == (
        f"{_who()}dbSubnetGroupName = 'other': InvalidVPCNetworkStateFault: it is in the same VPC "
        "as 'strata-dev'; change the subnets of that group instead"
    )


@pytest.fixture
def elsewhere(aws: Actor) -> Row:
    """A subnet group of another network."""
    other = aws.create(t.VPC, "other", cidrBlock="10.1.0.0/16")
    ids = [
        aws.create(
            t.SUBNET,
            f"other-{zone}",
            vpcId=other.id,
            cidrBlock=f"10.1.{number}.0/24",
            availabilityZone=f"eu-west-1{zone}",
        ).id
        for number, zone in enumerate("ab")
    ]
    return aws.create(t.DB_SUBNET_GROUP, "elsewhere", name="elsewhere", subnetIds=ids)


def test_a_database_moves_to_another_network(aws: Actor, database: Row, elsewhere: Row) -> None:
    assert aws.update(database, dbSubnetGroupName=elsewhere.id)["resourceId"] == database.id


def test_a_database_in_two_zones_does_not_move(aws: Actor, database: Row, elsewhere: Row) -> None:
    assert aws.update_refusal(database, dbSubnetGroupName=elsewhere.id, multiAz=True) == (
        f"{_who()}dbSubnetGroupName = 'elsewhere': InvalidVPCNetworkStateFault: an instance in two "
        "zones does not move to another VPC; turn multiAz off, move it, and turn it on again"
    )


_NEWER = {"engineVersion": "18.1", "parameterGroupName": "default.postgres18"}


def test_a_major_version_needs_a_word(aws: Actor, database: Row) -> None:
    assert aws.update_refusal(database, **_NEWER) == (
        f"{_who()}engineVersion = '18.1': InvalidParameterCombination: the database runs 17, and "
        "allowMajorVersionUpgrade is off; turn it on, and give a parameter group of the new family"
    )
    aws.update(database, **_NEWER, allowMajorVersionUpgrade=True)


def test_a_version_never_goes_back(aws: Actor, database_inputs: dict[str, Any]) -> None:
    database = aws.create(t.DB_INSTANCE, "db", **{**database_inputs, "engineVersion": "17.6"})
    assert aws.update_refusal(database, engineVersion="17.4") == (
        f"{_who()}engineVersion = '17.4': InvalidParameterCombination: the database runs 17.6; RDS "
        "never goes back: restore a snapshot instead"
    )


@pytest.mark.parametrize("version", ["17", "17.7"])
def test_a_minor_version_changes_in_place(
    aws: Actor, database_inputs: dict[str, Any], version: str
) -> None:
    database = aws.create(t.DB_INSTANCE, "db", **{**database_inputs, "engineVersion": "17.6"})
    assert aws.update(database, engineVersion=version)["engineVersionActual"] == version
