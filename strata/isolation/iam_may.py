"""What each role should reach in AWS.

It is said here once more, apart from the policies, so that a policy which grants more is noticed.
What is not said is refused.
"""

from collections.abc import Mapping

from strata.isolation.iam_matrix import Whose

Reach = Mapping[tuple[str, Whose], str]
"""Uses, and single actions beside them, by what is used and whose it is."""

# Airflow asks whether a bucket is there, and a bucket's key is told the bucket alone: what is whose
# in a bucket that tenants share is up to S3.
_DAG_BUCKET = ("bucket airflow-dags", Whose.PLATFORM)
_LOG_BUCKET = ("bucket airflow-logs", Whose.PLATFORM)

_VIEWER: Reach = {
    ("bucket", Whose.OWN): "list read",
    ("database of the catalog", Whose.OWN): "read",
    ("log group", Whose.OWN): "read",
}

# The key is told that it is a shared one: which of them, is up to Secrets Manager.
_SHARED_SECRETS: Reach = {
    ("shared secret that the file names", Whose.PLATFORM): "read",
    ("shared secret that it does not name", Whose.PLATFORM): "kms:Decrypt",
}

_DEVELOPER: Reach = {
    **_VIEWER,
    ("bucket", Whose.OWN): "list read write delete",
    ("connection of Airflow", Whose.OWN): "read",
    ("database of the catalog", Whose.OWN): "read write delete",
    ("DAGs in Airflow", Whose.OWN): "read write delete",
    ("image repository", Whose.OWN): "read write",
    ("queue", Whose.OWN): "read write delete",
    ("secret of its own", Whose.OWN): "read",
    **_SHARED_SECRETS,
    _DAG_BUCKET: "list kms:Decrypt kms:GenerateDataKey",
}

TENANT_MAY: Mapping[str, Reach] = {
    "workload": {
        ("bucket", Whose.OWN): "list read write delete",
        ("cache", Whose.OWN): "read",
        ("connection of Airflow", Whose.OWN): "read",
        ("database", Whose.OWN): "read",
        ("database of the catalog", Whose.OWN): "read write delete",
        ("DAGs in Airflow", Whose.OWN): "read",
        ("queue", Whose.OWN): "read write",
        ("secret of its own", Whose.OWN): "read",
        ("task logs in Airflow", Whose.OWN): "read write",
        ("topic", Whose.OWN): "read write",
        ("user of the cache", Whose.OWN): "read",
        **_SHARED_SECRETS,
        _DAG_BUCKET: "list kms:Decrypt",
        _LOG_BUCKET: "list kms:Decrypt kms:GenerateDataKey",
    },
    "admin": {
        **_DEVELOPER,
        ("connection of Airflow", Whose.OWN): "read write secretsmanager:DeleteSecret",
        ("secret", Whose.OWN): "read",
        ("secret of its own", Whose.OWN): "read write secretsmanager:DeleteSecret",
    },
    "developer": _DEVELOPER,
    "viewer": _VIEWER,
}
"""What the roles of a tenant should reach."""

PLATFORM_MAY: Mapping[str, Reach] = {
    "airflow-api-server": {("task logs in Airflow", Whose.TENANT): "read"},
    "airflow-dag-processor": {("DAGs in Airflow", Whose.TENANT): "read"},
    "airflow-triggerer": {("task logs in Airflow", Whose.TENANT): "read write"},
    "alertmanager": {("alert topic", Whose.TENANT): "write kms:Decrypt"},
    "logs": {("log group", Whose.TENANT): "write"},
}
"""What the platform's own roles should reach of a tenant's."""
