"""Where state is kept: what AWS adds to it, and runs that stop on the way."""

from typing import Any

import pytest

from tests.account.conftest import ACCOUNT, REGION, Answer, Aws, denied, told

ALIAS = "alias/strata-dev-state"
BUCKET = f"strata-state-dev-{ACCOUNT}-{REGION}"


def outcomes(aws: Aws) -> dict[str, str]:
    """What became of each part."""
    result = aws.run("bootstrap", "dev")
    assert result.exit_code == 0
    lines = result.stdout.partition("\n\n")[0].splitlines()
    return {line[10:38].strip(): line[:10].strip() for line in lines}


def with_defaults(answer: dict[str, Any]) -> Answer:
    """An answer as AWS gives it: with what nobody asked for."""

    def add(_: dict[str, Any]) -> dict[str, Any]:
        [rule] = answer["ServerSideEncryptionConfiguration"]["Rules"]
        blocked = {"EncryptionType": ["SSE-C"]}
        rules = [{**rule, "BlockedEncryptionTypes": blocked}]
        return {"ServerSideEncryptionConfiguration": {"Rules": rules}}

    return add


def test_what_s3_adds_to_the_encryption_of_new_buckets_is_no_change(aws: Aws) -> None:
    outcomes(aws)
    known = aws.client("s3").get_bucket_encryption(Bucket=BUCKET)
    aws.answers["GetBucketEncryption"] = with_defaults(known)
    assert outcomes(aws)["state bucket"] == "unchanged"


def test_tags_that_others_gave_the_bucket_stay(aws: Aws) -> None:
    outcomes(aws)
    s3 = aws.client("s3")
    s3.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": [{"Key": "backup", "Value": "daily"}]})
    assert outcomes(aws)["state bucket"] == "updated"
    assert outcomes(aws)["state bucket"] == "unchanged"
    assert {tag["Key"]: tag["Value"] for tag in s3.get_bucket_tagging(Bucket=BUCKET)["TagSet"]} == {
        "backup": "daily",
        "strata:environment": "dev",
        "strata:layer": "bootstrap",
    }


def test_nothing_piles_up_in_the_bucket(aws: Aws) -> None:
    outcomes(aws)
    [rule] = aws.client("s3").get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 90}
    assert rule["Expiration"] == {"ExpiredObjectDeleteMarker": True}
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}


def test_a_key_that_is_to_be_deleted_is_told(aws: Aws, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes(aws)
    kms = aws.client("kms")
    id_ = kms.describe_key(KeyId=ALIAS)["KeyMetadata"]["KeyId"]
    kms.schedule_key_deletion(KeyId=id_)
    assert told(capsys, lambda: aws.run("bootstrap", "dev")) == (
        f"{ALIAS}: its key is PendingDeletion, and without it no secret can be read again; call "
        f"it back with `aws kms cancel-key-deletion --key-id {id_}` if it is to be deleted, then "
        f"`aws kms enable-key --key-id {id_}`\n"
    )


def test_a_run_that_stopped_after_making_the_key_makes_no_second_one(
    aws: Aws, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.answers["EnableKeyRotation"] = denied("EnableKeyRotation")
    told(capsys, lambda: aws.run("bootstrap", "dev"))
    del aws.answers["EnableKeyRotation"]
    assert outcomes(aws)["state key"] == "updated"
    assert len(aws.client("kms").list_keys()["Keys"]) == 1


def test_what_aws_refuses_is_one_line(aws: Aws, capsys: pytest.CaptureFixture[str]) -> None:
    aws.answers["CreateKey"] = denied("CreateKey")
    assert told(capsys, lambda: aws.run("bootstrap", "dev")) == (
        "AWS refuses CreateKey: AccessDenied; mend that, for example with the rights of an "
        "administrator, and run this again: what is made stays\n"
    )
