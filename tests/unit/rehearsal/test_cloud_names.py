"""Physical names: generated, limited, unique."""

import re

import pytest

from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor


def test_a_name_is_generated_where_none_is_given(aws: Actor) -> None:
    inputs, _ = aws.cloud.check(aws.caller, aws.urn(t.QUEUE, "jobs"), {})
    assert re.fullmatch(r"jobs-[0-9a-f]{7}", inputs["name"])


def test_an_existing_resource_keeps_its_generated_name(aws: Actor) -> None:
    old = {"name": "jobs-0000000"}
    inputs, _ = aws.cloud.check(aws.caller, aws.urn(t.QUEUE, "jobs"), {}, old)
    assert inputs == {"name": "jobs-0000000"}


def test_a_successor_gets_another_generated_name(aws: Actor) -> None:
    first = aws.create(t.QUEUE, "jobs")
    inputs, _ = aws.cloud.check(aws.caller, first.urn, {})
    assert inputs["name"] != first.inputs["name"]


def test_a_generated_bucket_name_has_small_letters(aws: Actor) -> None:
    inputs, _ = aws.cloud.check(aws.caller, aws.urn(t.BUCKET, "Lake"), {})
    assert inputs["bucket"] == inputs["bucket"].lower()


def test_a_generated_kubernetes_name_has_eight_digits(kubernetes: Actor) -> None:
    urn = kubernetes.urn("kubernetes:core/v1:ConfigMap", "conf")
    inputs, _ = kubernetes.cloud.check(kubernetes.caller, urn, {"data": {}})
    assert len(inputs["metadata"]["name"]) == len("conf-") + 8


@pytest.mark.parametrize(
    ("type_", "field", "limit"),
    [
        (t.ROLE, "name", 64),
        (t.POLICY, "name", 128),
        (t.BUCKET, "bucket", 63),
        (t.QUEUE, "name", 80),
        (t.CLUSTER, "name", 100),
        (t.EVENT_RULE, "name", 64),
    ],
)
def test_a_name_over_its_limit_is_refused(aws: Actor, type_: str, field: str, limit: int) -> None:
    name = "a" * (limit + 2)
    assert (
        f"x ({type_}): {field}: '{name}' has {limit + 2} characters; at most {limit} are allowed; "
        "shorten it by 2"
    ) in aws.problems(type_, "x", **{field: name})


def test_a_generated_name_over_its_limit_is_refused(aws: Actor) -> None:
    (problem,) = aws.problems(t.ROLE, "r" * 57, assumeRolePolicy="{}")
    assert problem.endswith("has 65 characters; at most 64 are allowed; shorten it by 1")


def test_a_key_alias_begins_with_alias(aws: Actor) -> None:
    assert aws.problems(t.ALIAS, "a", name="strata-dev", targetKeyId="k") == [
        (
            "a (aws:kms/alias:Alias): name: 'strata-dev' is not a legal name; allowed are alias/ "
            "and letters, digits, /, _ and -; alias/aws/ is reserved"
        )
    ]


@pytest.mark.parametrize("name", ["Lake", "a..b", "-a-", "192.168.0.1", "xn--lake", "a-s3alias"])
def test_an_illegal_bucket_name_is_refused(aws: Actor, name: str) -> None:
    assert aws.problems(t.BUCKET, "b", bucket=name) == [
        (
            f"b (aws:s3/bucket:Bucket): bucket: '{name}' is not a legal name; allowed are small "
            "letters, digits, . and -, beginning and ending with a letter or digit"
        )
    ]


def test_a_duplicate_bucket_name_is_refused(aws: Actor) -> None:
    aws.create(t.BUCKET, "first", bucket="lake")
    assert aws.refusal(t.BUCKET, "second", bucket="lake") == (
        "second (aws:s3/bucket:Bucket): there is already a bucket named lake, made by first "
        "(aws:s3/bucket:Bucket); its name is unique in all of S3: choose another or delete that one"
    )


def test_a_duplicate_role_name_is_refused_whatever_its_path(aws: Actor) -> None:
    aws.role("one")
    trust = aws.cloud.inventory[0].inputs["assumeRolePolicy"]
    assert aws.refusal(t.ROLE, "two", name="one", path="/strata/", assumeRolePolicy=trust) == (
        "two (aws:iam/role:Role): there is already an IAM role named one, made by one "
        "(aws:iam/role:Role); its name is unique in an account, whatever its path: choose another "
        "or delete that one"
    )


def test_a_name_is_free_again_once_its_holder_is_deleted(aws: Actor) -> None:
    aws.delete(aws.create(t.BUCKET, "first", bucket="lake"))
    assert aws.create(t.BUCKET, "second", bucket="lake").id == "lake"


def test_an_account_regional_bucket_ends_in_account_and_region(aws: Actor) -> None:
    assert aws.refusal(t.BUCKET, "b", bucket="lake", bucketNamespace="account-regional") == (
        "b (aws:s3/bucket:Bucket): bucket = 'lake': a bucket with bucketNamespace account-regional "
        "has a name that ends in -111122223333-eu-west-1-an; append it"
    )
