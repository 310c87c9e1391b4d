"""Bucket: private, encrypted, versioned storage for one owner."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import Component
from components.policy_documents import document


@dataclass(frozen=True, kw_only=True, slots=True)
class BucketArgs:
    """What a bucket needs.

    Attributes:
        bucket_name: Name in the account-regional namespace, so that nobody else can hold it.
        key_arn: Key that encrypts every object.
        abort_uploads_after_days: Days before an unfinished upload is deleted; a killed executor
            leaves parts that are billed but listed nowhere.
        keep_old_versions_days: Days that an overwritten or deleted object can be had back.
        expire_after_days: Days before an object is deleted; none: never.
        folders: Prefixes that must be there before anything is written below them: Spark refuses
            an event log directory that does not exist, and S3 knows no empty one.
        protect: Whether the bucket refuses to be deleted.
        empty_first: Whether it is emptied, every version of every object, when it is deleted; S3
            deletes no other.
    """

    bucket_name: str
    key_arn: pulumi.Input[str]
    abort_uploads_after_days: int = 7
    keep_old_versions_days: int = 30
    expire_after_days: int | None = None
    folders: tuple[str, ...] = ()
    protect: bool
    empty_first: bool = False


class Bucket(Component):
    """One bucket that nothing can make public.

    Attributes:
        bucket_name: Name of the bucket.
        bucket_arn: ARN of the bucket, without a trailing `/*`.
    """

    TYPE = "strata:storage:Bucket"

    bucket_name: pulumi.Output[str]
    bucket_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: BucketArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        bucket = aws.s3.Bucket(
            self.child("bucket"),
            bucket=args.bucket_name,
            bucket_namespace="account-regional",
            force_destroy=args.empty_first or None,
            opts=self.child_opts(protect=args.protect),
        )
        self._keep(bucket)
        self._close(bucket)
        for folder in args.folders:
            aws.s3.BucketObjectv2(
                self.child(folder),
                bucket=bucket.bucket,
                key=f"{folder}/",
                content="",
                # It is empty: whoever makes it needs no right to the key.
                server_side_encryption="AES256",
                opts=self.child_opts(),
            )
        self.bucket_name = bucket.bucket
        self.bucket_arn = bucket.arn
        self.finish()

    def _keep(self, bucket: aws.s3.Bucket) -> None:
        aws.s3.BucketVersioning(
            self.child("versions"),
            bucket=bucket.bucket,
            versioning_configuration={"status": "Enabled"},
            opts=self.child_opts(),
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            self.child("encryption"),
            bucket=bucket.bucket,
            rules=[
                {
                    "apply_server_side_encryption_by_default": {
                        "sse_algorithm": "aws:kms",
                        "kms_master_key_id": self._args.key_arn,
                    },
                    # Without bucket keys S3 calls KMS once for each object, and Spark writes many.
                    "bucket_key_enabled": True,
                }
            ],
            opts=self.child_opts(),
        )
        aws.s3.BucketLifecycleConfiguration(
            self.child("lifecycle"),
            bucket=bucket.bucket,
            rules=[
                {
                    "id": "unfinished-uploads",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "abort_incomplete_multipart_upload": {
                        "days_after_initiation": self._args.abort_uploads_after_days
                    },
                },
                {
                    "id": "old-versions",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "noncurrent_version_expiration": {
                        "noncurrent_days": self._args.keep_old_versions_days
                    },
                },
                *self._expiry(),
            ],
            opts=self.child_opts(),
        )

    def _expiry(self) -> list[aws.s3.BucketLifecycleConfigurationRuleArgsDict]:
        days = self._args.expire_after_days
        if days is None:
            return []
        return [
            {
                "id": "expiry",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "expiration": {"days": days},
            }
        ]

    def _close(self, bucket: aws.s3.Bucket) -> None:
        aws.s3.BucketOwnershipControls(
            self.child("ownership"),
            bucket=bucket.bucket,
            rule={"object_ownership": "BucketOwnerEnforced"},
            opts=self.child_opts(),
        )
        block = aws.s3.BucketPublicAccessBlock(
            self.child("public-access"),
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self.child_opts(),
        )
        aws.s3.BucketPolicy(
            self.child("policy"),
            bucket=bucket.bucket,
            policy=bucket.arn.apply(bucket_policy),
            # S3 refuses the two at the same moment.
            opts=self.child_opts(depends_on=[block]),
        )


def bucket_policy(bucket_arn: str) -> str:
    """Refuse whoever comes without TLS."""
    return document(
        {
            "Sid": "OnlyWithTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [bucket_arn, f"{bucket_arn}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    )
