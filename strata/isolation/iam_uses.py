"""How each type of resource is used: the requests by which it is listed, read or changed.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Callable, Mapping

from strata.isolation.iam import Request
from strata.isolation.iam_account import BUCKET, KEY, ROLE, SECRET, Account, Resource

LIST, READ, WRITE, DELETE, ADMINISTER = "list", "read", "write", "delete", "administer"
USES = (LIST, READ, WRITE, DELETE, ADMINISTER)
"""What something may be used for, from the least to the most."""

Uses = Mapping[str, tuple[Request, ...]]
"""Requests by what they are for; all of one use are needed for it."""

Form = Callable[[Account, Resource], Uses]
"""How a resource's uses follow from what it is."""


def each(actions: str, arn: str, context: Mapping[str, str] | None = None) -> tuple[Request, ...]:
    """The requests of one use; whoever asks does so with TLS."""
    always = {"aws:SecureTransport": "true", "s3:TlsVersion": "1.3"}
    return tuple(
        Request(action=action, resource=arn, context=always | dict(context or {}))
        for action in actions.split()
    )


def objects(arn: str) -> Uses:
    """Uses of an object in a bucket."""
    return {
        READ: each("s3:GetObject", arn),
        WRITE: each("s3:PutObject", arn),
        DELETE: each("s3:DeleteObject", arn),
    }


def secret(arn: str) -> Uses:
    """Uses of a secret."""
    return {
        READ: each("secretsmanager:GetSecretValue", arn),
        WRITE: each("secretsmanager:PutSecretValue", arn),
        ADMINISTER: each("secretsmanager:DeleteSecret secretsmanager:PutResourcePolicy", arn),
    }


def encrypted(uses: Uses, key: str, via: str, context: Mapping[str, str]) -> Uses:
    """Uses of what a key encrypts: whoever reads or writes it uses the key too.

    Args:
        uses: How it is used.
        key: ARN of the key; empty: none of the plan's.
        via: The service that holds it, as `kms:ViaService` has it.
        context: What the service says to the key that it encrypts.
    """
    if not key:
        return uses
    said = {f"kms:EncryptionContext:{name}": value for name, value in context.items()}
    said["kms:ViaService"] = via
    added = {READ: each("kms:Decrypt", key, said), WRITE: each("kms:GenerateDataKey", key, said)}
    return {use: (*requests, *added.get(use, ())) for use, requests in uses.items()}


def _actions(**uses: str) -> Form:
    """Uses of a resource whose actions all take its ARN."""
    return lambda _, resource: {use: each(actions, resource.arn) for use, actions in uses.items()}


def _with_key(service: str, name: str, form: Form) -> Form:
    """Uses of a resource that a service encrypts, its ARN being what it says to the key."""
    return lambda account, resource: encrypted(
        form(account, resource),
        resource.key,
        f"{service}.{account.region}.amazonaws.com",
        {name: resource.arn},
    )


def _bucket(_: Account, resource: Resource) -> Uses:
    administer = "s3:DeleteBucket s3:PutBucketPolicy s3:PutLifecycleConfiguration"
    return {
        LIST: each("s3:ListBucket", resource.arn),
        **objects(f"{resource.arn}/any/key"),
        ADMINISTER: each(administer, resource.arn),
    }


def _log_group(_: Account, resource: Resource) -> Uses:
    stream = f"{resource.arn}:log-stream:any"
    return {
        READ: (
            *each("logs:FilterLogEvents logs:StartQuery", resource.arn),
            *each("logs:GetLogEvents", stream),
        ),
        WRITE: each("logs:CreateLogStream logs:PutLogEvents", stream),
        ADMINISTER: each("logs:DeleteLogGroup logs:PutRetentionPolicy", resource.arn),
    }


def _database(account: Account, resource: Resource) -> Uses:
    user = f"arn:aws:rds-db:{account.region}:{account.number}:dbuser:{resource.id}/workload"
    administer = "rds:CreateDBSnapshot rds:DeleteDBInstance rds:ModifyDBInstance"
    return {
        READ: each("rds-db:connect", user),
        ADMINISTER: each(administer, resource.arn),
    }


def _catalog_database(account: Account, resource: Resource) -> Uses:
    """Uses of a database and its tables: Glue asks for what each lies in, too."""
    place = f"arn:aws:glue:{account.region}:{account.number}"
    database = (f"{place}:catalog", resource.arn)
    table = (*database, resource.arn.replace(":database/", ":table/") + "/any")
    return {
        READ: (
            *(one for arn in database for one in each("glue:GetDatabase", arn)),
            *(one for arn in table for one in each("glue:GetPartitions glue:GetTable", arn)),
        ),
        WRITE: tuple(
            one for arn in table for one in each("glue:CreateTable glue:UpdateTable", arn)
        ),
        DELETE: tuple(one for arn in table for one in each("glue:DeleteTable", arn)),
    }


FORMS: Mapping[str, tuple[str, Form]] = {
    BUCKET: ("bucket", _with_key("s3", "aws:s3:arn", _bucket)),
    KEY: (
        "key by itself",
        _actions(
            read="kms:Decrypt",
            write="kms:Encrypt kms:GenerateDataKey",
            administer="kms:CreateGrant kms:PutKeyPolicy kms:ScheduleKeyDeletion",
        ),
    ),
    SECRET: (
        "secret",
        _with_key("secretsmanager", "SecretARN", lambda _, resource: secret(resource.arn)),
    ),
    "aws:cloudwatch/logGroup:LogGroup": ("log group", _log_group),
    "aws:sns/topic:Topic": (
        "alert topic",
        _with_key(
            "sns",
            "aws:sns:topicArn",
            _actions(
                read="sns:Subscribe",
                write="sns:Publish",
                administer="sns:DeleteTopic sns:SetTopicAttributes",
            ),
        ),
    ),
    "aws:sqs/queue:Queue": (
        "queue",
        _with_key(
            "sqs",
            "aws:sqs:arn",
            _actions(
                read="sqs:ReceiveMessage sqs:DeleteMessage",
                write="sqs:SendMessage",
                delete="sqs:PurgeQueue",
                administer="sqs:DeleteQueue sqs:SetQueueAttributes",
            ),
        ),
    ),
    "aws:msk/topic:Topic": (
        "topic",
        _actions(
            read="kafka-cluster:DescribeTopic kafka-cluster:ReadData",
            write="kafka-cluster:WriteData",
            administer="kafka-cluster:AlterTopic kafka-cluster:DeleteTopic kafka:DeleteTopic",
        ),
    ),
    "aws:glue/catalogDatabase:CatalogDatabase": ("database of the catalog", _catalog_database),
    "aws:elasticache/serverlessCache:ServerlessCache": (
        "cache",
        _actions(
            read="elasticache:Connect",
            administer="elasticache:DeleteServerlessCache elasticache:ModifyServerlessCache",
        ),
    ),
    "aws:elasticache/user:User": (
        "user of the cache",
        _actions(read="elasticache:Connect", administer="elasticache:ModifyUser"),
    ),
    "aws:ecr/repository:Repository": (
        "image repository",
        _actions(
            read="ecr:BatchGetImage ecr:GetDownloadUrlForLayer",
            write="ecr:PutImage ecr:InitiateLayerUpload ecr:UploadLayerPart",
            administer="ecr:DeleteRepository ecr:SetRepositoryPolicy",
        ),
    ),
    "aws:rds/instance:Instance": ("database", _database),
    "aws:eks/cluster:Cluster": (
        "cluster",
        _actions(
            read="eks:DescribeCluster",
            administer="eks:CreateAccessEntry eks:CreatePodIdentityAssociation eks:DeleteCluster "
            "eks:UpdateClusterConfig",
        ),
    ),
    ROLE: (
        "role",
        _actions(
            administer="iam:AttachRolePolicy iam:DeleteRolePermissionsBoundary iam:PutRolePolicy "
            "iam:UpdateAssumeRolePolicy",
        ),
    ),
}
"""What each type of resource is called here, and how it is used."""
