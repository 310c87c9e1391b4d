"""The pod that a task runs in: its tenant's namespace, account and secrets, and nothing of ours.

Source: https://airflow.apache.org/docs/apache-airflow-providers-cncf-kubernetes/stable/kubernetes_executor.html
"""

import json
from collections.abc import Mapping
from typing import Any

from components import names
from components.placement import RESTRICTED_CONTAINER
from components.services.airflow.facts import RELEASE, AirflowFacts

SERVICE_ACCOUNT = "airflow-task"
LABEL = {"app.kubernetes.io/name": "airflow-task"}
LABELS = {**LABEL, names.LABEL_KUBERNETES_API: names.ENABLED}
API_SERVER_PORT = 8080

# The image's own user; group 0 may write to its folders.
# Source: https://airflow.apache.org/docs/docker-stack/entrypoint.html#allowing-arbitrary-user-to-run-the-container
SECURITY: Mapping[str, Any] = {
    "runAsNonRoot": True,
    "runAsUser": 50000,
    "runAsGroup": 0,
    "fsGroup": 0,
    "seccompProfile": {"type": "RuntimeDefault"},
}

_S3_BUNDLE = "airflow.providers.amazon.aws.bundles.s3.S3DagBundle"
SECRETS_MANAGER = "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend"


def secrets_backend(environment: str, owner: str, folder: str = "") -> str:
    """Arguments of Airflow's Secrets Manager backend for what is one owner's.

    `aws_default` means the pod's own role, so nobody asks Secrets Manager for it.
    """
    return json.dumps(
        {
            "connections_prefix": names.secret(environment, owner, f"{folder}connections"),
            "connections_lookup_pattern": "^(?!aws_default$)",
            "variables_prefix": names.secret(environment, owner, f"{folder}variables"),
            "config_prefix": None,
        }
    )


def environment(facts: AirflowFacts) -> list[dict[str, Any]]:
    """The variables of a task's pod, in the order in which Kubernetes must read them.

    Each tenant has the same text; Kubernetes itself puts in the namespace, which is the tenant.
    A file or Secret of ours would not be there: no pod can mount what another namespace holds.
    """
    tenant = "$(STRATA_TENANT)"
    plain = {
        "AWS_DEFAULT_REGION": facts.region,
        "AIRFLOW_CONN_AWS_DEFAULT": "aws://",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": execution_api(facts.namespace),
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST": json.dumps([bundle(facts, tenant)]),
        "AIRFLOW__WORKERS__SECRETS_BACKEND": SECRETS_MANAGER,
        "AIRFLOW__WORKERS__SECRETS_BACKEND_KWARGS": secrets_backend(
            facts.environment, tenant, "airflow/"
        ),
        "AIRFLOW__LOGGING__REMOTE_LOGGING": "True",
        "AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER": facts.logs,
        "AIRFLOW__LOGGING__COLORED_CONSOLE_LOG": "False",
    }
    namespace = {"fieldRef": {"fieldPath": "metadata.namespace"}}
    return [
        {"name": "STRATA_TENANT", "valueFrom": namespace},
        *({"name": name, "value": value} for name, value in plain.items()),
    ]


def bundle(facts: AirflowFacts, tenant: str) -> dict[str, Any]:
    """A tenant's DAGs, as `[dag_processor] dag_bundle_config_list` has them."""
    return {
        "name": tenant,
        "classpath": _S3_BUNDLE,
        "kwargs": {
            "aws_conn_id": None,
            "bucket_name": facts.dag_bucket,
            "prefix": facts.dags(tenant),
        },
    }


def execution_api(namespace: str) -> str:
    """Where a task reports to, from any namespace.

    Args:
        namespace: Airflow's.
    """
    return f"http://{RELEASE}-api-server.{namespace}.svc.cluster.local:{API_SERVER_PORT}/execution/"


def task_pod(facts: AirflowFacts) -> Mapping[str, Any]:
    """The pod that KubernetesExecutor begins with. Name, image and arguments are its own."""
    container = {
        "name": "base",
        "env": environment(facts),
        # For a task that waits for a Spark job; `pod_override` gives another more.
        "resources": {
            "requests": {"cpu": "250m", "memory": "1Gi"},
            "limits": {"memory": "1Gi"},
        },
        "securityContext": RESTRICTED_CONTAINER,
    }
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": "placeholder",
            "labels": LABELS,
            # A task that consolidation ends begins anew.
            "annotations": {"karpenter.sh/do-not-disrupt": "true"},
        },
        "spec": {
            "containers": [container],
            "restartPolicy": "Never",
            "serviceAccountName": SERVICE_ACCOUNT,
            "enableServiceLinks": False,
            "nodeSelector": {names.LABEL_POOL: "general"},
            "securityContext": SECURITY,
            # A node that Spot takes back gives no more.
            "terminationGracePeriodSeconds": 120,
        },
    }
