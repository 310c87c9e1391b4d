"""What a tenant's roles may do with its bucket, logs and secrets.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Sequence

from components import names
from components.policy_documents import Statement, allow, allow_key, document
from components.tenancy.sharing import Home

_READ_OBJECTS = ("s3:GetObject",)
_CHANGE_OBJECTS = (
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:GetObject",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
)
_READ_SECRETS = ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")
_KEEP_SECRETS = (
    "secretsmanager:CreateSecret",
    "secretsmanager:DeleteSecret",
    "secretsmanager:PutSecretValue",
    "secretsmanager:RestoreSecret",
    "secretsmanager:TagResource",
    "secretsmanager:UntagResource",
    "secretsmanager:UpdateSecret",
    "secretsmanager:UpdateSecretVersionStage",
)


def bucket_document(home: Home, key_arns: Sequence[str], *, change: bool) -> str:
    """Use the tenant's own bucket, and its keys only on behalf of S3.

    Args:
        home: Whose bucket it is.
        key_arns: Keys that encrypt what lies in it, or once did.
        change: Whether objects may be written and deleted, too.
    """
    bucket = home.bucket_arn()
    return document(
        allow("ListOwnBucket", ["s3:GetBucketLocation", "s3:ListBucket"], [bucket]),
        allow(
            "UseOwnObjects",
            _CHANGE_OBJECTS if change else _READ_OBJECTS,
            [f"{bucket}/*"],
        ),
        allow_key(
            "EncryptOwnObjects",
            ["kms:Decrypt", *(["kms:GenerateDataKey"] if change else [])],
            key_arns,
            service="s3",
            region=home.region,
            # With a bucket key, the bucket's ARN is the encryption context. The environment's key
            # is everybody's; this keeps a tenant to its own objects.
            context={"aws:s3:arn": [bucket, f"{bucket}/*"]},
        ),
    )


def logs_document(home: Home) -> str:
    """Read what the tenant's pods wrote, and search it."""
    group = names.log_group(home.environment, home.tenant, "*")
    return document(
        allow(
            "ReadOwnLogs",
            [
                "logs:DescribeLogStreams",
                "logs:FilterLogEvents",
                "logs:GetLogEvents",
                "logs:GetQueryResults",
                "logs:StartQuery",
            ],
            [f"arn:aws:logs:{home.region}:{home.account}:log-group:{group}"],
        )
    )


def secrets_document(
    home: Home, key_arn: str, *, shared: Sequence[str] = (), change: bool = False
) -> str:
    """Read the tenant's own secrets, and shared ones that its file names.

    Args:
        home: Whose secrets they are.
        key_arn: Key that encrypts secrets.
        shared: Prefixes of shared secrets, such as `kafka`.
        change: Whether its own may be made, changed and deleted, too.
    """
    own = [_arn(home, home.tenant, "")]
    others = [_arn(home, names.OWNER_SHARED, prefix) for prefix in shared]
    # A role's policies must not grow too long. Which shared secrets, is said once and suffices:
    # Secrets Manager asks the key only for whom it lets read.
    every_shared = [_arn(home, names.OWNER_SHARED, "")] if shared else []
    found: list[Statement] = [
        allow("ReadSecrets", _READ_SECRETS, [*own, *others]),
        _with_key(home, key_arn, "DecryptSecrets", "kms:Decrypt", [*own, *every_shared]),
    ]
    if change:
        found += [
            allow("KeepOwnSecrets", _KEEP_SECRETS, own),
            _with_key(home, key_arn, "EncryptOwnSecrets", "kms:GenerateDataKey", own),
        ]
    return document(*found)


def _arn(home: Home, owner: str, prefix: str) -> str:
    # Secrets Manager ends each ARN with characters of its own, which the star takes too.
    name = names.secret(home.environment, owner, f"{prefix}*")
    return f"arn:aws:secretsmanager:{home.region}:{home.account}:secret:{name}"


def _with_key(
    home: Home, key_arn: str, sid: str, action: str, secret_arns: Sequence[str]
) -> Statement:
    return allow_key(
        sid,
        [action],
        [key_arn],
        service="secretsmanager",
        region=home.region,
        context={"SecretARN": secret_arns},
    )
