"""Where the state of all stacks of an environment is kept: a bucket and a key.

Source: https://www.pulumi.com/docs/iac/concepts/state-and-backends/#aws-s3 and
https://www.pulumi.com/docs/iac/concepts/secrets/#aws-key-management-service-kms
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from components import names
from strata.account.account import Account, AccountError
from strata.bootstrap.step import Step, Steps, holds, outcome

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_OLD_VERSIONS_DAYS = 90
_NOT_FOUND = frozenset({"404", "NoSuchBucket"})


def key(account: Account) -> Steps:
    """The key that encrypts state and the secrets in it.

    Raises:
        AccountError: It is disabled, or about to be deleted.
    """
    kms = account.session.client("kms")
    alias = f"alias/{names.state(account.environment)}"
    pages = kms.get_paginator("list_aliases").paginate()
    created = not any(one["AliasName"] == alias for page in pages for one in page["Aliases"])
    if created:
        id_ = kms.create_key(
            Description=f"State of {names.cluster(account.environment)}, and secrets in it",
            Tags=[{"TagKey": tag, "TagValue": value} for tag, value in _tags(account).items()],
        )["KeyMetadata"]["KeyId"]
        # At once: a run that stops here finds it again by its alias.
        kms.create_alias(AliasName=alias, TargetKeyId=id_)
    known = kms.describe_key(KeyId=alias)["KeyMetadata"]
    id_, state = known["KeyId"], known["KeyState"]
    if state != "Enabled":
        raise AccountError(
            f"{alias}: its key is {state}, and without it no secret can be read again; call it "
            f"back with `aws kms cancel-key-deletion --key-id {id_}` if it is to be deleted, then "
            f"`aws kms enable-key --key-id {id_}`"
        )
    rotates = kms.get_key_rotation_status(KeyId=id_)["KeyRotationEnabled"]
    if not rotates:
        kms.enable_key_rotation(KeyId=id_)
    became = outcome(created=created, changed=not rotates)
    yield Step(outcome=became, part="state key", name=alias)


def bucket(account: Account) -> Steps:
    """The bucket: versioned, encrypted, private, and reached with TLS only.

    Raises:
        AccountError: Somebody else has a bucket of that name.
    """
    s3 = account.session.client("s3")
    name = names.state_bucket(account.environment, account.id, account.region)
    alias = f"alias/{names.state(account.environment)}"
    key_arn = account.session.client("kms").describe_key(KeyId=alias)["KeyMetadata"]["Arn"]
    created = _made(s3, name, account)
    wanted = {
        "versioning": {"Status": "Enabled"},
        "encryption": _encryption(key_arn),
        "public access": dict.fromkeys(
            (
                "BlockPublicAcls",
                "IgnorePublicAcls",
                "BlockPublicPolicy",
                "RestrictPublicBuckets",
            ),
            True,
        ),
        "lifecycle": _lifecycle(),
        "policy": _tls_only(name),
        "tags": _tags(account),
    }
    changed = [part for part, value in wanted.items() if not _holds(s3, name, part, value)]
    for part in changed:
        _put(s3, name, part, wanted[part])
    became = outcome(created=created, changed=bool(changed))
    yield Step(outcome=became, part="state bucket", name=name)


def _made(s3: "S3Client", name: str, account: Account) -> bool:
    try:
        s3.head_bucket(Bucket=name, ExpectedBucketOwner=account.id)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _NOT_FOUND:
            raise AccountError(
                f"bucket {name} belongs to another account, or may not be looked at: "
                "choose another environment name, or ask its owner"
            ) from error
    else:
        return False
    where: Any = {"LocationConstraint": account.region}
    if account.region == "us-east-1":
        s3.create_bucket(Bucket=name)
    else:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)
    return True


def _holds(s3: Any, name: str, part: str, wanted: Any) -> bool:
    """Whether one part of the bucket's configuration is as it should be."""
    reads: dict[str, Callable[[], Any]] = {
        "versioning": lambda: {"Status": s3.get_bucket_versioning(Bucket=name).get("Status")},
        "encryption": lambda: s3.get_bucket_encryption(Bucket=name)[
            "ServerSideEncryptionConfiguration"
        ],
        "public access": lambda: s3.get_public_access_block(Bucket=name)[
            "PublicAccessBlockConfiguration"
        ],
        "lifecycle": lambda: {"Rules": s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]},
        "policy": lambda: json.loads(s3.get_bucket_policy(Bucket=name)["Policy"]),
        "tags": lambda: _known_tags(s3, name),
    }
    try:
        return holds(reads[part](), wanted)
    except ClientError as error:
        # Each part that was never set has a code of its own, and all of them say so.
        if error.response["Error"]["Code"].startswith(("NoSuch", "ServerSideEncryption")):
            return False
        raise


def _put(s3: Any, name: str, part: str, wanted: Any) -> None:
    match part:
        case "versioning":
            s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=wanted)
        case "encryption":
            s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=wanted)
        case "public access":
            s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=wanted)
        case "lifecycle":
            s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration=wanted)
        case "policy":
            s3.put_bucket_policy(Bucket=name, Policy=json.dumps(wanted))
        case "tags":
            tags = _known_tags(s3, name) | wanted
            s3.put_bucket_tagging(
                Bucket=name,
                Tagging={"TagSet": [{"Key": tag, "Value": value} for tag, value in tags.items()]},
            )


def _known_tags(s3: Any, name: str) -> dict[str, str]:
    """Tags of the bucket, those apart that AWS itself sets and nobody else may."""
    try:
        tags = s3.get_bucket_tagging(Bucket=name)["TagSet"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchTagSet":
            raise
        return {}
    return {tag["Key"]: tag["Value"] for tag in tags if not tag["Key"].startswith("aws:")}


def _encryption(key_arn: str) -> dict[str, Any]:
    # Not the alias, which S3 would look up in the account of whoever writes.
    # Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key_arn}
    # One data key for many objects: state is written often, and each call to KMS is billed.
    return {"Rules": [{"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}]}


def _lifecycle() -> dict[str, Any]:
    rule = {
        "ID": "old-versions",
        "Filter": {"Prefix": ""},
        "Status": "Enabled",
        "NoncurrentVersionExpiration": {"NoncurrentDays": _OLD_VERSIONS_DAYS},
        # Each deployment deletes a lock; the markers that stay behind slow every listing down.
        "Expiration": {"ExpiredObjectDeleteMarker": True},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
    }
    return {"Rules": [rule]}


def _tls_only(name: str) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "TlsOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }


def _tags(account: Account) -> dict[str, str]:
    return names.tags(account.environment, names.LAYER_BOOTSTRAP)
