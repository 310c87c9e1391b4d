"""Bucket: private, encrypted, versioned storage for one owner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components.base import Component
from components.policy_documents import Statement, deny, document


@dataclass(frozen=True, kw_only=True, slots=True)
class BucketArgs:
    """What a bucket needs.

    Attributes:
        bucket_name: Name in the account-regional namespace, so that nobody else can hold it.
        key_arn: Key that encrypts every object.
        abort_uploads_after_days: Days before an unfinished upload is deleted; a killed executor
            leaves parts that are billed but listed nowhere.
        keep_old_versions_days: Days that an overwritten or deleted object can be had back.
        expiries: Days before an object is deleted, by the prefix that it lies below; of those that
            fit, the shortest counts.
        folders: Prefixes that must be there before anything is written below them: Spark refuses
            an event log directory that does not exist, and S3 knows no empty one.
        statements: What the bucket's policy says beside what every bucket's does: it has one.
        protect: Whether the bucket refuses to be deleted.
        empty_first: Whether it is emptied, every version of every object, when it is deleted; S3
            deletes no other.
    """

    bucket_name: str
    key_arn: pulumi.Input[str]
    abort_uploads_after_days: int = 7
    keep_old_versions_days: int = 30
    expiries: Mapping[str, int] = field(default_factory=dict)
    folders: tuple[str, ...] = ()
    statements: pulumi.Input[Sequence[Statement]] = ()
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
                *self._expiries(),
            ],
            opts=self.child_opts(),
        )

    def _expiries(self) -> list[aws.s3.BucketLifecycleConfigurationRuleArgsDict]:
        return [
            {
                "id": f"expiry-{prefix.strip('/') or 'all'}",
                "status": "Enabled",
                # The mark of a folder is empty, and outlives what lay in it.
                "filter": {"and_": {"prefix": prefix, "object_size_greater_than": 1}}
                if prefix
                else {"object_size_greater_than": 1},
                "expiration": {"days": days},
            }
            for prefix, days in self._args.expiries.items()
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
            policy=pulumi.Output.all(bucket.arn, self._args.statements).apply(
                lambda told: bucket_policy(told[0], told[1])
            ),
            # S3 refuses the two at the same moment.
            opts=self.child_opts(depends_on=[block]),
        )


def bucket_policy(bucket_arn: str, more: Sequence[Statement] = ()) -> str:
    """Refuse whoever comes without TLS, or with one that is out of use.

    Args:
        bucket_arn: ARN of the bucket.
        more: What it says besides.
    """
    everything = [bucket_arn, f"{bucket_arn}/*"]
    return document(
        deny("OnlyWithTls", ["s3:*"], everything, {"Bool": {"aws:SecureTransport": "false"}}),
        deny("OnlyWithTls12", ["s3:*"], everything, {"NumericLessThan": {"s3:TlsVersion": "1.2"}}),
        *more,
    )
