"""RDS: names, groups, and what an instance needs."""

from typing import Any

import pytest

from strata.rehearsal.cloud import Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor


def _who(name: str = "db") -> str:
    return f"{name} ({t.DB_INSTANCE}): "


@pytest.mark.parametrize(
    ("type_", "field", "limit"),
    [
        (t.DB_INSTANCE, "identifier", 63),
        (t.DB_SUBNET_GROUP, "name", 255),
        (t.DB_PARAMETER_GROUP, "name", 255),
    ],
)
def test_a_name_has_its_limit(aws: Actor, type_: str, field: str, limit: int) -> None:
    def told(length: int) -> list[str]:
        found = aws.problems(type_, "x", **{field: "a" * length})
        return [problem for problem in found if f": {field}: " in problem]

    assert told(limit) == []
    (problem,) = told(limit + 1)
    assert problem.endswith(f"at most {limit} are allowed; shorten it by 1")


@pytest.mark.parametrize("name", ["Airflow", "1airflow", "airflow-", "air--flow", "air_flow"])
@pytest.mark.parametrize(
    ("type_", "field"), [(t.DB_INSTANCE, "identifier"), (t.DB_PARAMETER_GROUP, "name")]
)
def test_an_illegal_name_is_refused(aws: Actor, type_: str, field: str, name: str) -> None:
    problems = aws.problems(type_, "x", **{field: name})
    assert (
        f"x ({type_}): {field}: '{name}' is not a legal name; allowed are small letters, digits "
        "and -, beginning with a letter, no - at the end and no two in a row"
    ) in problems


@pytest.mark.parametrize("name", ["Airflow", "1airflow", "default", "air/flow"])
def test_an_illegal_subnet_group_name_is_refused(aws: Actor, name: str) -> None:
    assert aws.problems(t.DB_SUBNET_GROUP, "g", name=name, subnetIds=[]) == [
        (
            f"g ({t.DB_SUBNET_GROUP}): name: '{name}' is not a legal name; allowed are small "
            "letters, digits, spaces and _.-, beginning with a letter; default is reserved"
        )
    ]


def test_a_second_database_of_an_identifier_is_refused(
    aws: Actor, database: Row, database_inputs: dict[str, Any]
) -> None:
    assert aws.refusal(t.DB_INSTANCE, "again", **database_inputs) == (
        f"{_who('again')}there is already a database instance named strata-dev-airflow, made by "
        f"{database}; its identifier is unique in a region of an account: choose another or delete "
        "that one"
    )


@pytest.mark.parametrize("name", ["admin", "rdsadmin", "user"])
def test_a_reserved_user_is_refused(aws: Actor, database_inputs: dict[str, Any], name: str) -> None:
    assert aws.refusal(t.DB_INSTANCE, "db", **{**database_inputs, "username": name}) == (
        f"{_who()}username = '{name}': InvalidParameterValue: a reserved word; choose another"
    )


@pytest.mark.parametrize(
    ("field", "name", "limit"),
    [
        ("username", "u" * 17, 16),
        ("username", "air-flow", 16),
        ("dbName", "d" * 64, 63),
        ("dbName", "1airflow", 63),
    ],
)
def test_an_illegal_user_or_database_is_refused(
    aws: Actor, database_inputs: dict[str, Any], field: str, name: str, limit: int
) -> None:
    assert aws.refusal(t.DB_INSTANCE, "db", **{**database_inputs, field: name}) == (
        f"{_who()}{field} = '{name}': InvalidParameterValue: has at most {limit} letters, digits "
        "and _, beginning with a letter; choose another"
    )


def test_a_subnet_group_stands_in_two_zones(aws: Actor, subnets: list[Row]) -> None:
    assert aws.refusal(t.DB_SUBNET_GROUP, "g", name="g", subnetIds=[subnets[0].id]) == (
        f"g ({t.DB_SUBNET_GROUP}): subnetIds: DBSubnetGroupDoesNotCoverEnoughAZs: subnets in one "
        "zone only (eu-west-1a); give subnets in at least two availability zones"
    )


def test_a_subnet_group_stands_in_one_network(aws: Actor, vpc: Row, subnets: list[Row]) -> None:
    other = aws.create(t.VPC, "other", cidrBlock="10.1.0.0/16")
    foreign = aws.create(
        t.SUBNET, "f", vpcId=other.id, cidrBlock="10.1.0.0/24", availabilityZone="eu-west-1b"
    )
    ids = [subnets[0].id, foreign.id]
    assert aws.refusal(t.DB_SUBNET_GROUP, "g", name="g", subnetIds=ids) == (
        f"g ({t.DB_SUBNET_GROUP}): subnetIds: InvalidSubnet: subnets of 2 networks "
        f"({', '.join(sorted([vpc.id, other.id]))}); give subnets of one VPC"
    )


def test_a_subnet_of_a_subnet_group_cannot_be_deleted(
    aws: Actor, subnets: list[Row], subnet_group: Row
) -> None:
    assert aws.deletion_refusal(subnets[0]) == (
        f"{subnets[0]}: DependencyViolation: in use by {subnet_group}; delete these first, or let "
        "them depend on it"
    )


def test_groups_in_use_cannot_be_deleted(
    aws: Actor, subnet_group: Row, parameter_group: Row, database: Row
) -> None:
    for group in (subnet_group, parameter_group):
        assert aws.deletion_refusal(group) == (
            f"{group}: DependencyViolation: in use by {database}; delete these first, or let them "
            "depend on it"
        )


def test_a_static_parameter_waits_for_a_reboot(aws: Actor) -> None:
    parameter = {"name": "max_connections", "value": "200"}
    assert aws.refusal(
        t.DB_PARAMETER_GROUP, "p", name="p", family="postgres17", parameters=[parameter]
    ) == (
        f"p ({t.DB_PARAMETER_GROUP}): parameters: InvalidParameterCombination: cannot use "
        "immediate apply method for the static parameter max_connections; write applyMethod "
        "pending-reboot"
    )
    pending = {**parameter, "applyMethod": "pending-reboot"}
    aws.create(t.DB_PARAMETER_GROUP, "p", name="p", family="postgres17", parameters=[pending])


def test_a_parameter_group_fits_the_engine(aws: Actor, database_inputs: dict[str, Any]) -> None:
    assert aws.refusal(t.DB_INSTANCE, "db", **{**database_inputs, "engineVersion": "16.4"}) == (
        f"{_who()}parameterGroupName = 'strata-dev': InvalidParameterCombination: its family is "
        "postgres17, and postgres 16.4 takes postgres16; make a parameter group of that family"
    )


@pytest.mark.parametrize(
    ("field", "value", "thing"),
    [
        ("dbSubnetGroupName", "missing", "DB subnet group"),
        ("parameterGroupName", "missing", "DB parameter group"),
        ("vpcSecurityGroupIds", ["sg-0"], "security group"),
        ("masterUserSecretKmsKeyId", "missing", "KMS key"),
        ("monitoringRoleArn", "arn:aws:iam::111122223333:role/gone", "IAM role"),
    ],
)
def test_what_an_instance_needs_exists(
    aws: Actor, database_inputs: dict[str, Any], field: str, value: Any, thing: str
) -> None:
    missing = value[0] if isinstance(value, list) else value
    assert aws.refusal(t.DB_INSTANCE, "db", **{**database_inputs, field: value}) == (
        f"{_who()}{field} = '{missing}': there is no such {thing}; create it first and take the "
        "value from its output"
    )


def test_the_key_of_a_database_cannot_be_deleted(
    aws: Actor, database_inputs: dict[str, Any]
) -> None:
    key = aws.create(t.KEY, "key")
    encrypted = {"storageEncrypted": True, "kmsKeyId": key.outputs["arn"]}
    database = aws.create(t.DB_INSTANCE, "db", **database_inputs, **encrypted)
    assert aws.deletion_refusal(key) == (
        f"{key}: DependencyViolation: in use by {database}; delete these first, or let them "
        "depend on it"
    )


def test_a_key_without_encryption_is_refused(aws: Actor, database_inputs: dict[str, Any]) -> None:
    key = aws.create(t.KEY, "key")
    assert aws.refusal(t.DB_INSTANCE, "db", **database_inputs, kmsKeyId=key.outputs["arn"]) == (
        f"{_who()}kmsKeyId: InvalidParameterCombination: storageEncrypted is off; turn it on"
    )


def test_a_key_is_named_by_its_arn(aws: Actor, database_inputs: dict[str, Any]) -> None:
    key = aws.create(t.KEY, "key")
    assert (
        aws.refusal(t.DB_INSTANCE, "db", **database_inputs, storageEncrypted=True, kmsKeyId=key.id)
        == f"{_who()}kmsKeyId = '{key.id}': not an ARN; write the key's ARN"
    )


def test_a_security_group_of_another_network_is_refused(
    aws: Actor, vpc: Row, database_inputs: dict[str, Any]
) -> None:
    other = aws.create(t.VPC, "other", cidrBlock="10.1.0.0/16")
    group = aws.create(t.SECURITY_GROUP, "callers", name="callers", vpcId=other.id)
    assert aws.refusal(t.DB_INSTANCE, "db", **database_inputs, vpcSecurityGroupIds=[group.id]) == (
        f"{_who()}vpcSecurityGroupIds: InvalidParameterCombination: {group} is in {other.id}, and "
        f"the database in {vpc.id}; give groups of the same VPC"
    )


@pytest.mark.parametrize("field", ["allocatedStorage", "engine", "username"])
def test_a_new_database_misses_nothing(
    aws: Actor, database_inputs: dict[str, Any], field: str
) -> None:
    del database_inputs[field]
    assert aws.refusal(t.DB_INSTANCE, "db", **database_inputs) == (
        f"{_who()}{field}: missing, and nothing to restore it from; give it a value"
    )


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (
            {"allocatedStorage": 10},
            "allocatedStorage = 10: InvalidParameterValue: 20 to 65536 GiB; correct it",
        ),
        (
            {"storageType": "io2"},
            "allocatedStorage = 20: InvalidParameterValue: 100 to 65536 GiB; correct it",
        ),
        (
            {"maxAllocatedStorage": 20},
            (
                "maxAllocatedStorage = 20: InvalidParameterCombination: must be greater than "
                "allocatedStorage, 20; raise it or leave it out"
            ),
        ),
        ({"backupRetentionPeriod": 36}, "backupRetentionPeriod = 36: 0 to 35 days; correct it"),
        (
            {"multiAz": True, "availabilityZone": "eu-west-1a"},
            (
                "availabilityZone: InvalidParameterCombination: cannot be said with multiAz; "
                "leave it out"
            ),
        ),
        (
            {"monitoringInterval": 60},
            (
                "monitoringInterval: InvalidParameterCombination: needs monitoringRoleArn; give a "
                "role that monitoring.rds.amazonaws.com may take"
            ),
        ),
    ],
)
def test_what_does_not_go_together_is_refused(
    aws: Actor, database_inputs: dict[str, Any], said: dict[str, Any], refusal: str
) -> None:
    assert aws.refusal(t.DB_INSTANCE, "db", **{**database_inputs, **said}) == f"{_who()}{refusal}"
