"""Sharing data between tenants: a read needs the reader's file and the owner's.

A reader's own policies let it read another's bucket, and the bucket refuses every role of a tenant
that its owner did not name. Neither names a role that may not be there yet: a policy that did would
be refused, and the order of stacks would matter.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
and https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components import names
from components.policy_documents import Statement, allow, allow_key, deny, document

# Every role that the platform gives to tenants, services and nodes. Who deploys has another path.
_ROLES = "arn:aws:iam::{account}:role/strata/*"

_READ = ("s3:GetObject", "s3:GetObjectVersion")
_LIST = ("s3:ListBucket", "s3:ListBucketVersions")
_CHANGE = (
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:PutObject",
)
Conditions = Mapping[str, Mapping[str, Sequence[str]]]

_SSE = "s3:x-amz-server-side-encryption"


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """A part of a bucket that one tenant reads of another.

    Attributes:
        tenant: The other tenant.
        prefix: Folder, with a slash at its end; empty: the whole bucket.
    """

    tenant: str
    prefix: str = ""

    def covers(self, prefix: str) -> bool:
        """Whether a folder is inside."""
        return prefix.startswith(self.prefix)


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """Where a tenant is.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        account: AWS account.
        region: AWS region.
    """

    environment: str
    tenant: str
    account: str
    region: str

    def bucket_arn(self, tenant: str = "") -> str:
        """ARN of the tenant's bucket, or of another's."""
        owner = tenant or self.tenant
        return f"arn:aws:s3:::{names.bucket(self.environment, owner, self.account, self.region)}"

    def role_arns(self, tenant: str = "") -> list[str]:
        """ARNs of the tenant's roles, or of another's."""
        return names.tenant_role_arns(self.environment, tenant or self.tenant, self.account)


def bucket_statements(home: Home, key_arn: str, readers: Sequence[Share]) -> list[Statement]:
    """What a tenant's bucket refuses: others' roles, and objects that another key encrypts.

    Whatever another tenant's policies say, then, its roles come no further than here.

    Args:
        home: Whose bucket it is.
        key_arn: Key that encrypts it.
        readers: Who may read it, and what.
    """
    bucket = home.bucket_arn()
    objects = f"{bucket}/*"
    own, theirs, strata = home.role_arns(), _theirs(home, readers), _strata(home)
    with_key = f"{_SSE}-aws-kms-key-id"
    return [
        deny("OnlyOwnRolesChange", _CHANGE, [objects], {**strata, "ArnNotEquals": _whoever(own)}),
        deny(
            "OnlyReadersRead",
            (*_READ, *_LIST),
            [bucket, objects],
            {**strata, "ArnNotEquals": _whoever([*own, *theirs])},
        ),
        *_limited(home, readers),
        # A request that says nothing of encryption gets the bucket's own.
        deny(
            "OnlyKmsEncrypts",
            ["s3:PutObject"],
            [objects],
            {**strata, "Null": {_SSE: "false"}, "StringNotEquals": {_SSE: "aws:kms"}},
        ),
        deny(
            "OnlyThisKeyEncrypts",
            ["s3:PutObject"],
            [objects],
            {**strata, "Null": {with_key: "false"}, "StringNotEquals": {with_key: key_arn}},
        ),
    ]


def key_policy(home: Home, readers: Sequence[Share]) -> str:
    """Policy of a tenant's own key: IAM of the account decides, but never for others' roles.

    Args:
        home: Whose key it is.
        readers: Who may read the bucket that it encrypts.
    """
    known = _whoever([*home.role_arns(), *_theirs(home, readers)])
    return document(
        {
            "Sid": "IamOfTheAccountDecides",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{home.account}:root"},
            "Action": "kms:*",
            "Resource": "*",
        },
        deny("OnlyOwnRolesAndReaders", ["kms:*"], ["*"], {**_strata(home), "ArnNotEquals": known}),
    )


def read_document(home: Home, shares: Sequence[Share]) -> str:
    """What a tenant's pods and people may do: read what others share with it.

    Args:
        home: Who reads.
        shares: What it reads, of whom.
    """
    owners = list(dict.fromkeys(one.tenant for one in shares))
    whole = [one.tenant for one in shares if not one.prefix]
    folders = [f"{one.prefix}*" for one in shares if one.tenant not in whole]
    return document(
        *_list("ListShared", home, whole),
        # Whose folder is which, the owners' buckets know.
        *_list(
            "ListSharedFolders",
            home,
            [owner for owner in owners if owner not in whole],
            {"StringLike": {"s3:prefix": folders}},
        ),
        allow(
            "ReadShared",
            ["s3:GetObject"],
            [f"{home.bucket_arn(one.tenant)}/{one.prefix}*" for one in shares],
        ),
        allow_key(
            "DecryptShared",
            ["kms:Decrypt"],
            # The environment's key or the owner's own, which a reader cannot know. What S3 says to
            # it is the bucket, or the object, that it decrypts.
            [f"arn:aws:kms:{home.region}:{home.account}:key/*"],
            service="s3",
            region=home.region,
            context={"aws:s3:arn": [f"{home.bucket_arn(owner)}*" for owner in owners]},
        ),
    )


def _limited(home: Home, readers: Sequence[Share]) -> list[Statement]:
    """What readers are refused who may read a part only."""
    bucket = home.bucket_arn()
    found = []
    for reader in dict.fromkeys(one.tenant for one in readers):
        prefixes = [one.prefix for one in readers if one.tenant == reader]
        if "" in prefixes:
            continue
        who = {"ArnEquals": _whoever(home.role_arns(reader))}
        name = "".join(part.title() for part in reader.split("-"))
        parts = [f"{bucket}/{prefix}*" for prefix in prefixes]
        inside = {"StringNotLike": {"s3:prefix": [f"{prefix}*" for prefix in prefixes]}}
        found += [
            deny(f"ReadsItsPart{name}", _READ, parts, who, elsewhere=True),
            deny(f"ListsItsPart{name}", _LIST, [bucket], {**who, **inside}),
        ]
    return found


def _strata(home: Home) -> dict[str, dict[str, str]]:
    return {"ArnLike": {"aws:PrincipalArn": _ROLES.format(account=home.account)}}


def _theirs(home: Home, readers: Sequence[Share]) -> list[str]:
    """ARNs of the roles of those who read something."""
    tenants = dict.fromkeys(one.tenant for one in readers)
    return [arn for tenant in tenants for arn in home.role_arns(tenant)]


def _list(
    sid: str, home: Home, owners: Sequence[str], conditions: Conditions | None = None
) -> list[Statement]:
    buckets = [home.bucket_arn(owner) for owner in owners]
    return [allow(sid, ["s3:ListBucket"], buckets, conditions)] if buckets else []


def _whoever(arns: Sequence[str]) -> dict[str, Sequence[str]]:
    return {"aws:PrincipalArn": arns}
