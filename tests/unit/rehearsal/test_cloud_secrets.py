"""Secrets Manager: names that stay taken, and values that nobody is told."""

from typing import Any

import pytest

from strata.rehearsal.cloud import Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor

NAME = "strata/dev/airflow/admin"
VALUE = "correct horse battery staple"


def _secret(aws: Actor, **inputs: Any) -> Row:
    return aws.create(t.SECRET, "admin", name=NAME, **inputs)


def _taken(days: int) -> str:
    return f"the secret {NAME} is scheduled for deletion, and its name is taken for {days} days"


def test_a_secret_is_known_by_an_arn_with_six_characters_of_its_own(aws: Actor) -> None:
    secret = _secret(aws)
    home, _, ending = secret.id.rpartition("-")
    assert home == f"arn:aws:secretsmanager:eu-west-1:111122223333:secret:{NAME}"
    assert len(ending) == 6
    assert secret.outputs["arn"] == secret.id


@pytest.mark.parametrize("name", ["strata dev", "strata:dev", "strata/dev/ä"])
def test_an_illegal_secret_name_is_refused(aws: Actor, name: str) -> None:
    assert aws.problems(t.SECRET, "s", name=name) == [
        (
            f"s ({t.SECRET}): name: '{name}' is not a legal name; allowed are letters, digits and "
            "/_+=.@-"
        )
    ]


def test_a_secret_name_has_at_most_512_characters(aws: Actor) -> None:
    assert aws.problems(t.SECRET, "s", name="n" * 512) == []
    (problem,) = aws.problems(t.SECRET, "s", name="n" * 513)
    assert problem.endswith("at most 512 are allowed; shorten it by 1")


def test_a_second_secret_of_a_name_is_refused(aws: Actor) -> None:
    _secret(aws)
    assert aws.refusal(t.SECRET, "again", name=NAME) == (
        f"again ({t.SECRET}): there is already a secret named {NAME}, made by admin ({t.SECRET}); "
        "its name is unique in a region of an account: choose another or delete that one"
    )


def test_a_deleted_secret_keeps_its_name(aws: Actor) -> None:
    aws.delete(_secret(aws))
    assert aws.cloud.inventory == []
    assert aws.refusal(t.SECRET, "admin", name=NAME) == (
        f"admin ({t.SECRET}): {_taken(30)}; restore it, or delete it for good: `strata sweep` "
        "shows it"
    )


def test_a_deleted_secret_is_among_what_remains(aws: Actor) -> None:
    aws.delete(_secret(aws, recoveryWindowInDays=7))
    assert aws.cloud.remains == [_taken(7)]


def test_a_secret_without_a_recovery_window_leaves_its_name(aws: Actor) -> None:
    first = _secret(aws, recoveryWindowInDays=0)
    aws.delete(first)
    assert aws.cloud.remains == []
    assert _secret(aws).id != first.id


def test_the_recovery_window_that_counts_is_the_last_one_that_was_brought_up(aws: Actor) -> None:
    secret = _secret(aws)
    aws.update(secret, recoveryWindowInDays=0)
    aws.delete(secret)
    assert aws.cloud.remains == []


@pytest.mark.parametrize("days", [1, 6, 31])
def test_a_recovery_window_has_7_to_30_days(aws: Actor, days: int) -> None:
    assert aws.refusal(t.SECRET, "s", name=NAME, recoveryWindowInDays=days) == (
        f"s ({t.SECRET}): recoveryWindowInDays = {days}: a recovery window has 7 to 30 days, or 0 "
        "for none; write 0, or a number from 7 to 30"
    )


def test_a_secret_is_encrypted_with_a_key_that_exists(aws: Actor) -> None:
    assert aws.refusal(t.SECRET, "s", name=NAME, kmsKeyId="missing") == (
        f"s ({t.SECRET}): kmsKeyId = 'missing': there is no such KMS key; create it first and take "
        "the value from its output"
    )


def test_the_key_of_a_secret_cannot_be_deleted(aws: Actor) -> None:
    key = aws.create(t.KEY, "key")
    secret = _secret(aws, kmsKeyId=key.outputs["arn"])
    assert aws.deletion_refusal(key) == (
        f"key ({t.KEY}): DependencyViolation: in use by {secret}; delete these first, or let them "
        "depend on it"
    )


def test_a_policy_of_a_secret_says_who(aws: Actor) -> None:
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*"}],
    }
    assert aws.refusal(t.SECRET, "s", name=NAME, policy=policy) == (
        f"s ({t.SECRET}): policy: MalformedPolicyDocument: statement 1 names no principal; "
        "add Principal"
    )


@pytest.mark.parametrize("by", ["id", "name"])
def test_a_version_belongs_to_a_secret(aws: Actor, by: str) -> None:
    secret = _secret(aws)
    named = {"id": secret.id, "name": NAME}[by]
    version = aws.create(t.SECRET_VERSION, "v", secretId=named, secretString=VALUE)
    assert version.id == f"{named}|{version.outputs['versionId']}"
    assert version.outputs["arn"] == secret.id
    assert version.outputs["versionStages"] == ["AWSCURRENT"]


def test_a_version_of_a_missing_secret_is_refused(aws: Actor) -> None:
    assert aws.refusal(t.SECRET_VERSION, "v", secretId=NAME, secretString=VALUE) == (
        f"v ({t.SECRET_VERSION}): secretId = '{NAME}': there is no such secret; create it first "
        "and take the value from its output"
    )


def test_a_secret_takes_its_versions_along(aws: Actor) -> None:
    secret = _secret(aws)
    version = aws.create(t.SECRET_VERSION, "v", secretId=secret.id, secretString=VALUE)
    aws.delete(secret)
    aws.delete(version)
    assert aws.cloud.inventory == []


def test_another_value_is_another_version(aws: Actor) -> None:
    secret = _secret(aws)
    version = aws.create(t.SECRET_VERSION, "v", secretId=secret.id, secretString=VALUE)
    new = {**version.inputs, "secretString": "another"}
    (change,) = aws.cloud.diff(aws.caller, version.urn, version.id, version.inputs, new)
    assert (change.path, change.replaces) == ("secretString", True)
    assert not aws.cloud.successor_clashes(aws.caller, version.urn, version.inputs, new)


@pytest.mark.parametrize(
    ("values", "given"),
    [
        ({}, "none"),
        ({"secretString": VALUE, "secretBinary": "AA=="}, "secretString and secretBinary"),
    ],
)
def test_a_version_has_exactly_one_value(aws: Actor, values: dict[str, str], given: str) -> None:
    secret = _secret(aws)
    assert aws.refusal(t.SECRET_VERSION, "v", secretId=secret.id, **values) == (
        f"v ({t.SECRET_VERSION}): a version has one of secretString, secretBinary, secretStringWo, "
        f"not {given}; give one"
    )


def test_a_value_that_is_too_long_is_refused_without_telling_it(aws: Actor) -> None:
    secret = _secret(aws)
    refusal = aws.refusal(t.SECRET_VERSION, "v", secretId=secret.id, secretString="s" * 65_537)
    assert refusal == (
        f"v ({t.SECRET_VERSION}): secretString has 65537 bytes; a secret has 1 to 65536; "
        "keep the rest in S3"
    )


def test_a_value_that_is_only_written_is_never_read_back(aws: Actor) -> None:
    version = aws.create(
        t.SECRET_VERSION,
        "v",
        secretId=_secret(aws).id,
        secretStringWo=VALUE,
        secretStringWoVersion=1,
    )
    assert version.outputs["hasSecretStringWo"] is True
    assert "secretStringWo" not in version.outputs
