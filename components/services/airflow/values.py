"""Values of Airflow's chart.

Source: https://github.com/apache/airflow/blob/helm-chart/1.22.0/chart/values.yaml
"""

import json
from collections.abc import Mapping
from typing import Any

from components import names, versions
from components.helm_release import Values
from components.placement import ON_SYSTEM_NODES
from components.services.airflow import secrets
from components.services.airflow.facts import RELEASE, AirflowFacts
from components.services.airflow.pod_files import FOLDER, VOLUME, checksum
from components.services.airflow.task_pod import (
    LABEL,
    SECRETS_MANAGER,
    SECURITY,
    bundle,
    execution_api,
    secrets_backend,
    task_pod,
)

# Names that tenants' role bindings and Pod Identity associations hold.
SERVICE_ACCOUNTS: Mapping[str, str] = {
    part: f"{RELEASE}-{part}" for part in ("api-server", "dag-processor", "scheduler", "triggerer")
}


def values(facts: AirflowFacts) -> Values:
    """Values that differ from the chart's defaults."""
    return {
        **_placement(facts),
        **_shared(facts),
        **_parts(facts),
        **_jobs(facts),
        "config": _config(facts),
        # JSON, which is YAML too, with nothing in it that the chart takes for a template.
        "podTemplate": json.dumps(task_pod(facts), indent=2),
        # Bitnami's image is no longer kept, and nothing here queues through Redis.
        "postgresql": {"enabled": False},
        "redis": {"enabled": False},
    }


def _placement(facts: AirflowFacts) -> Mapping[str, Any]:
    # It runs its tenant's code with its tenant's rights: among the platform's own it has no place.
    return {"nodeSelector": {names.LABEL_POOL: "general"}} if facts.tenant else ON_SYSTEM_NODES


def _shared(facts: AirflowFacts) -> Mapping[str, Any]:
    mount = {"name": VOLUME, "mountPath": FOLDER, "readOnly": True}
    return {
        "useStandardNaming": True,
        # The image comes from one, the templates decide by the other.
        "defaultAirflowTag": versions.AIRFLOW,
        "airflowVersion": versions.AIRFLOW,
        # The first migration of a small database takes minutes.
        "images": {"migrationsWaitTimeout": 300},
        # It takes the tenant from the scheduler, and not from what a DAG's author can write.
        "executor": "tenant_executor.TenantKubernetesExecutor",
        # The chart's Role lets the scheduler make pods next to Airflow's own secrets, and its
        # ClusterRole makes them anywhere. Each tenant's namespace lets it in, and no other.
        "allowPodLaunching": False,
        "multiNamespaceMode": False,
        "securityContexts": {"pod": dict(SECURITY)},
        "networkPolicies": {"enabled": True},
        "volumes": [{"name": VOLUME, "configMap": {"name": VOLUME}}],
        "volumeMounts": [mount],
        # A file that changes is no reason for Kubernetes to restart a pod.
        "airflowPodAnnotations": {"checksum/strata-files": checksum(facts)},
        "env": [
            {"name": "AWS_DEFAULT_REGION", "value": facts.region},
            {"name": "AIRFLOW_CONN_AWS_DEFAULT", "value": "aws://"},
        ],
        # Made once. The chart makes new ones with each upgrade, and then no token is valid.
        "fernetKeySecretName": secrets.FERNET,
        "jwtSecretName": secrets.JWT,
        "apiSecretKeySecretName": secrets.API,
        "data": {"metadataSecretName": secrets.METADATA},
    }


def _parts(facts: AirflowFacts) -> Mapping[str, Any]:
    owner = (facts.tenant, "airflow/") if facts.tenant else ("airflow",)
    shared_secrets = [
        {"name": "AIRFLOW__SECRETS__BACKEND", "value": SECRETS_MANAGER},
        {
            "name": "AIRFLOW__SECRETS__BACKEND_KWARGS",
            "value": secrets_backend(facts.environment, *owner),
        },
    ]
    return {
        "scheduler": _part(facts, "scheduler"),
        "apiServer": {
            **_part(facts, "api-server"),
            # Of its own namespace, where no task runs. A tenant's lets it read its tasks' logs.
            "allowPodLogReading": False,
            "networkPolicy": {"ingress": {"from": [_callers(facts)]}},
            "env": [*shared_secrets, *_login(facts)],
        },
        "dagProcessor": {
            **_part(facts, "dag-processor"),
            **_bundles(facts),
        },
        "triggerer": {
            **_part(facts, "triggerer"),
            # Its logs go to S3, and a volume would bind it to one zone.
            "persistence": {"enabled": False},
            "env": shared_secrets,
        },
        # Tasks run as an account of their tenant's.
        "workers": {"serviceAccount": {"create": False}},
        "pgbouncer": _pgbouncer(facts),
        "statsd": {
            "resources": facts.pods("statsd").resources,
            "serviceAccount": _NO_TOKEN,
            "securityContexts": {"pod": {**_SYSTEM_POD, "runAsUser": 65534}},
            "extraNetworkPolicies": _FROM_MONITORING,
        },
    }


def _callers(facts: AirflowFacts) -> Mapping[str, Any]:
    if facts.tenant:
        # Its tasks. People's port-forwards come from the node, which no policy stops.
        return {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": facts.tenant}},
            "podSelector": {"matchLabels": LABEL},
        }
    # From load balancers, tasks and people's port-forwards alike: it asks who they are.
    return {"ipBlock": {"cidr": "0.0.0.0/0"}}


def _bundles(facts: AirflowFacts) -> Mapping[str, Any]:
    if facts.tenant:
        # Pulumi gives Helm no null, so `aws_default` is asked for: the pod's own role, too.
        return {"dagBundleConfigList": [bundle(facts, facts.tenant)]}
    run = f"exec python {FOLDER}/dag_processor.py --bucket {facts.dag_bucket}"
    # The bundles are the folders of a bucket, so that no tenant needs a change here.
    return {"dagBundleConfigList": [], "args": ["bash", "-c", run]}


_NO_TOKEN = {"automountServiceAccountToken": False}
_SYSTEM_POD = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
_FROM_MONITORING = [
    {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
]


def _part(facts: AirflowFacts, name: str) -> Mapping[str, Any]:
    pods = facts.pods(name)
    budget = {} if name == "dag-processor" else {"podDisruptionBudget": _budget(pods.copies)}
    # It trims log files, and there are none: all goes to S3 or to the container's output.
    groomer = {} if name == "api-server" else {"logGroomerSidecar": {"enabled": False}}
    # Only what asks Kubernetes for something gets a token for it.
    token = name in {"scheduler", "api-server"}
    # In a tenant's own, network policies let out only what says so.
    calls = {names.LABEL_KUBERNETES_API: names.ENABLED} if token and facts.tenant else {}
    return {
        "replicas": pods.copies,
        "resources": pods.resources,
        "serviceAccount": {
            "name": SERVICE_ACCOUNTS[name],
            "automountServiceAccountToken": token,
        },
        **({"labels": calls} if calls else {}),
        **budget,
        **groomer,
    }


def _budget(copies: int) -> Mapping[str, Any]:
    return {"enabled": copies > 1, "config": {"maxUnavailable": 1}}


def _pgbouncer(facts: AirflowFacts) -> Mapping[str, Any]:
    pods = facts.pods("pgbouncer")
    return {
        "enabled": True,
        "replicas": pods.copies,
        "resources": pods.resources,
        "podDisruptionBudget": _budget(pods.copies),
        "configSecretName": secrets.PGBOUNCER,
        "serviceAccount": _NO_TOKEN,
        "securityContexts": {"pod": {**_SYSTEM_POD, "runAsUser": 65534}},
        "metricsExporterSidecar": {
            "resources": facts.pods("pgbouncer-exporter").resources,
            "statsSecretName": secrets.PGBOUNCER_STATS,
            "statsSecretKey": "connection",
        },
        "extraNetworkPolicies": _FROM_MONITORING,
    }


_JOB = {"requests": {"cpu": "100m", "memory": "512Mi"}, "limits": {"memory": "1Gi"}}


def _jobs(facts: AirflowFacts) -> Mapping[str, Any]:
    job = {
        # As hooks they would run after everything is ready, and everything waits for them.
        "useHelmHooks": False,
        "applyCustomEnv": False,
        # A Job cannot be changed, so it must be gone when the next upgrade brings another.
        "ttlSecondsAfterFinished": 0,
        "resources": _JOB,
        "serviceAccount": _NO_TOKEN,
    }
    create = (
        "airflow db check-migrations --migration-wait-timeout 600 && exec airflow users create"
        f" --role Admin --username {secrets.ADMIN_USER} --email {secrets.ADMIN_USER}@localhost"
        ' --firstname First --lastname Account --password "$STRATA_ADMIN_PASSWORD"'
    )
    password = {"secretKeyRef": {"name": secrets.ADMIN, "key": "password"}}
    account = {
        **job,
        "args": ["bash", "-c", create],
        # Not in `defaultUser.password`, which stands in the release and in the pod.
        "env": [{"name": "STRATA_ADMIN_PASSWORD", "valueFrom": password}],
    }
    return {
        "migrateDatabaseJob": job,
        "createUserJob": {"enabled": False} if facts.login else account,
        "databaseCleanup": {
            "enabled": True,
            # Each night, so that no run has much to delete.
            "schedule": "30 3 * * *",
            "retentionDays": facts.log_days,
            "skipArchive": True,
            "resources": _JOB,
            "serviceAccount": _NO_TOKEN,
        },
    }


def _config(facts: AirflowFacts) -> Mapping[str, Any]:
    shown = {"api": {"base_url": facts.url}} if facts.url else {}
    login = {"fab": {"config_file": f"{FOLDER}/webserver_config.py"}} if facts.login else {}
    watched = {"multi_namespace_mode_namespace_list": facts.tenant} if facts.tenant else {}
    return {
        **shown,
        **login,
        "core": {
            "execution_api_server_url": execution_api(facts.namespace),
            "parallelism": facts.parallelism,
        },
        "logging": {
            "remote_logging": "True",
            "remote_base_log_folder": facts.logs,
            "delete_local_logs": "True",
            "dag_processor_log_target": "stdout",
        },
        "dag_processor": {"dag_bundle_storage_path": "/tmp/dag-bundles"},  # noqa: S108 - its own
        "kubernetes_executor": {
            # It must see the pods of all tenants to know when a task ended; without this it sees
            # its own namespace alone, and stops when every slot is taken.
            "multi_namespace_mode": "True",
            **watched,
            # Their logs are in S3.
            "delete_worker_pods_on_failure": "True",
            "worker_pods_creation_batch_size": 16,
        },
        # A task that waits for its tenant's queue is not stuck.
        "scheduler": {"task_queued_timeout": 3600},
    }


def _login(facts: AirflowFacts) -> list[dict[str, str]]:
    login = facts.login
    if login is None:
        return []
    given = {
        "STRATA_OIDC_ISSUER": login.issuer_url,
        "STRATA_OIDC_CLIENT_ID": login.client_id,
        "STRATA_OIDC_SECRET_ARN": login.client_secret_arn,
        "STRATA_OIDC_ROLES": json.dumps({group: list(to) for group, to in login.roles.items()}),
    }
    return [{"name": name, "value": value} for name, value in given.items()]
