"""What Mountpoint for Amazon S3 may do with buckets.

Source: https://github.com/awslabs/mountpoint-s3/blob/main/doc/CONFIGURATION.md#iam-permissions
"""

from collections.abc import Sequence

from components.policy_documents import allow, document

_READ = ("s3:GetObject",)
_WRITE = ("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject")
# How the names of directory buckets, S3 Express One Zone, end.
_DIRECTORY = "--x-s3"


def bucket_document(buckets: Sequence[str], *, account: str, region: str, writable: bool) -> str:
    """Policy document for some buckets.

    Args:
        buckets: Names of the buckets.
        account: AWS account of directory buckets among them.
        region: AWS region of these.
        writable: Whether objects may be written and deleted.
    """
    general = [f"arn:aws:s3:::{name}" for name in buckets if not name.endswith(_DIRECTORY)]
    express = [
        f"arn:aws:s3express:{region}:{account}:bucket/{name}"
        for name in buckets
        if name.endswith(_DIRECTORY)
    ]
    actions = [*_READ, *(_WRITE if writable else ())]
    statements = []
    if general:
        statements.append(allow("List", ["s3:ListBucket"], general))
        statements.append(allow("Objects", actions, [f"{arn}/*" for arn in general]))
    if express:
        mode = {} if writable else {"StringEquals": {"s3express:SessionMode": "ReadOnly"}}
        statements.append(allow("Sessions", ["s3express:CreateSession"], express, mode or None))
    return document(*statements)
