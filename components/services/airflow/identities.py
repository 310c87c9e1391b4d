"""What each part of Airflow may do in AWS. The scheduler, which starts every task, has no rights.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
"""

from collections.abc import Mapping
from dataclasses import dataclass

from components import names
from components.policy_documents import Statement, allow, allow_key, document
from components.services.airflow.facts import OWN_DAGS, OWN_LOGS, Login

PARTS = ("api-server", "dag-processor", "triggerer")
"""Parts that have rights in AWS."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where Airflow's data is.

    Attributes:
        environment: Environment.
        account: AWS account.
        region: AWS region.
        log_bucket_arn: Bucket of the tasks' logs.
        dag_bucket_arn: Bucket of the DAGs.
        key_arn: Key that encrypts both, and the secrets.
        bucket_key_arns: Keys that encrypt them, if not that one alone.
    """

    environment: str
    account: str
    region: str
    log_bucket_arn: str
    dag_bucket_arn: str
    key_arn: str
    bucket_key_arns: tuple[str, ...] = ()


def documents(place: Place, login: Login | None) -> Mapping[str, str]:
    """Policy of each part that has one, by the part's name and its service account's ending."""
    shared = _secret_arns(place, "airflow", "")
    client = [login.client_secret_arn] if login else []
    return {
        "api-server": document(
            *_read("Logs", place.log_bucket_arn, place),
            *_secrets([*shared, *client], place),
        ),
        "dag-processor": document(*_read("Dags", place.dag_bucket_arn, place)),
        "triggerer": document(
            *_read("Logs", place.log_bucket_arn, place),
            allow("WriteLogs", ["s3:PutObject"], [f"{place.log_bucket_arn}/*"]),
            _key("EncryptLogs", "kms:GenerateDataKey", [place.log_bucket_arn], place),
            *_secrets(shared, place),
        ),
    }


def task_document(place: Place, tenant: str) -> str:
    """What the pods of a tenant's tasks may do: read its DAGs and secrets, keep its logs.

    A log's name begins with its DAG's, and a DAG's with its tenant's. Airflow asks whether a bucket
    or a log is there, which S3 answers to whoever may list: the names, not the contents, of other
    tenants' files can be seen.
    """
    logs, dags = place.log_bucket_arn, place.dag_bucket_arn
    return document(
        allow("ListAirflow", ["s3:ListBucket"], [logs, dags]),
        allow("ReadOwnDags", ["s3:GetObject"], [f"{dags}/{tenant}/*"]),
        allow("KeepOwnLogs", ["s3:GetObject", "s3:PutObject"], [f"{logs}/dag_id={tenant}_*"]),
        _key("ReadWithKey", "kms:Decrypt", [logs, dags], place),
        _key("WriteWithKey", "kms:GenerateDataKey", [logs], place),
        *_secrets(_secret_arns(place, tenant, "airflow/"), place),
    )


def own_document(place: Place, tenant: str) -> str:
    """What every part of a tenant's own Airflow may do: read its DAGs and secrets, keep its logs.

    Both are in the tenant's bucket, each in a folder of its own.
    """
    bucket = place.dag_bucket_arn
    return document(
        allow("ListBucket", ["s3:GetBucketLocation", "s3:ListBucket"], [bucket]),
        allow("ReadDags", ["s3:GetObject"], [f"{bucket}/{OWN_DAGS}/*"]),
        allow("KeepLogs", ["s3:GetObject", "s3:PutObject"], [f"{bucket}/{OWN_LOGS}/*"]),
        _key("ReadWithKey", "kms:Decrypt", [bucket], place),
        _key("WriteWithKey", "kms:GenerateDataKey", [bucket], place),
        *_secrets(_secret_arns(place, tenant, "airflow/"), place),
    )


def author_document(place: Place, tenant: str) -> str:
    """What a tenant's people and pipelines may do: change its own DAGs."""
    dags = place.dag_bucket_arn
    return document(
        allow("ListDags", ["s3:GetBucketLocation", "s3:ListBucket"], [dags]),
        allow(
            "ChangeOwnDags",
            ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
            [f"{dags}/{tenant}/*"],
        ),
        _key("ReadWithKey", "kms:Decrypt", [dags], place),
        _key("WriteWithKey", "kms:GenerateDataKey", [dags], place),
    )


def _read(what: str, bucket_arn: str, place: Place) -> list[Statement]:
    return [
        allow(f"List{what}", ["s3:GetBucketLocation", "s3:ListBucket"], [bucket_arn]),
        allow(f"Read{what}", ["s3:GetObject"], [f"{bucket_arn}/*"]),
        _key(f"Decrypt{what}", "kms:Decrypt", [bucket_arn], place),
    ]


def _key(sid: str, action: str, bucket_arns: list[str], place: Place) -> Statement:
    # The key is the environment's; its context, the bucket, keeps each role to its own.
    return allow_key(
        sid,
        [action],
        place.bucket_key_arns or [place.key_arn],
        service="s3",
        region=place.region,
        context={"aws:s3:arn": [one for arn in bucket_arns for one in (arn, f"{arn}/*")]},
    )


def _secret_arns(place: Place, owner: str, folder: str) -> list[str]:
    # Secrets Manager ends each ARN with characters of its own, which the star takes too.
    start = f"arn:aws:secretsmanager:{place.region}:{place.account}:secret:"
    return [
        start + names.secret(place.environment, owner, f"{folder}{kind}/*")
        for kind in ("connections", "variables")
    ]


def _secrets(arns: list[str], place: Place) -> list[Statement]:
    return [
        allow("ReadSecrets", ["secretsmanager:GetSecretValue"], arns),
        allow_key(
            "DecryptSecrets",
            ["kms:Decrypt"],
            [place.key_arn],
            service="secretsmanager",
            region=place.region,
            context={"SecretARN": arns},
        ),
    ]
