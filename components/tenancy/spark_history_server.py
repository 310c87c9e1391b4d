"""SparkHistoryServer: the user interface of a tenant's finished jobs.

One a tenant, over the tenant's own bucket: Spark's server has no notion of whose log it shows.

Source: https://spark.apache.org/docs/4.1.2/monitoring.html#viewing-after-the-fact
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components import names
from components.base import Component
from components.placement import RESTRICTED_CONTAINER, RESTRICTED_POD

SERVICE_ACCOUNT = "spark-history"
NAME = "spark-history-server"
PORT = 18080
EVENT_LOGS = "spark-events"
"""Folder of a tenant's bucket in which its jobs write their logs."""

_LABELS = {"app.kubernetes.io/name": NAME}
_HEAP_MIB = 1536
_MEMORY_MIB = 2560


@dataclass(frozen=True, kw_only=True, slots=True)
class SparkHistoryServerArgs:
    """What the server needs.

    Attributes:
        namespace: The tenant's namespace.
        bucket_name: The tenant's bucket.
        image: The Spark image; its Spark must be as new as the newest job's.
        retention_days: Age at which a finished job's log is deleted.
    """

    namespace: pulumi.Input[str]
    bucket_name: pulumi.Input[str]
    image: pulumi.Input[str]
    retention_days: int


class SparkHistoryServer(Component):
    """One pod that reads the logs below `spark-events`, and a Service to reach it by.

    Its service account needs the tenant's workload role: it deletes what is too old.
    """

    TYPE = "strata:tenancy:SparkHistoryServer"

    def __init__(
        self,
        name: str,
        args: SparkHistoryServerArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        metadata: kubernetes.meta.v1.ObjectMetaArgsDict = {
            "name": NAME,
            "namespace": args.namespace,
            "labels": _LABELS,
        }
        account = kubernetes.core.v1.ServiceAccount(
            self.child("account"),
            metadata={"name": SERVICE_ACCOUNT, "namespace": args.namespace, "labels": _LABELS},
            opts=self.child_opts(),
        )
        kubernetes.core.v1.Service(
            self.child("service"),
            metadata=metadata,
            spec={
                "selector": _LABELS,
                "ports": [{"name": "http", "port": PORT, "target_port": "http"}],
            },
            opts=self.child_opts(),
        )
        kubernetes.apps.v1.Deployment(
            self.child("deployment"),
            metadata=metadata,
            spec=pulumi.Output.all(args.bucket_name, args.image).apply(
                lambda known: deployment_spec(
                    bucket=known[0], image=known[1], retention_days=args.retention_days
                )
            ),
            opts=self.child_opts(depends_on=[account]),
        )
        self.finish()


def options(*, bucket: str, retention_days: int) -> Mapping[str, str]:
    """The server's own configuration."""
    return {
        "spark.history.fs.logDirectory": f"s3a://{bucket}/{EVENT_LOGS}/",
        "spark.history.fs.update.interval": "30s",
        "spark.history.retainedApplications": "50",
        "spark.history.fs.cleaner.enabled": "true",
        "spark.history.fs.cleaner.maxAge": f"{retention_days}d",
        # Large jobs are read once, and kept on the pod's own disk.
        "spark.history.store.path": "/cache",
        "spark.history.store.hybridStore.enabled": "true",
        "spark.hadoop.fs.s3a.aws.credentials.provider": (
            "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider"
        ),
    }


def deployment_spec(
    *, bucket: str, image: str, retention_days: int
) -> kubernetes.apps.v1.DeploymentSpecArgsDict:
    """The `spec` of the Deployment."""
    given = options(bucket=bucket, retention_days=retention_days)
    container: kubernetes.core.v1.ContainerArgsDict = {
        "name": NAME,
        "image": image,
        "command": [
            "/opt/spark/bin/spark-class",
            "org.apache.spark.deploy.history.HistoryServer",
        ],
        "env": [
            {"name": "SPARK_DAEMON_MEMORY", "value": f"{_HEAP_MIB}m"},
            {
                "name": "SPARK_HISTORY_OPTS",
                "value": " ".join(f"-D{key}={value}" for key, value in given.items()),
            },
        ],
        "ports": [{"name": "http", "container_port": PORT}],
        # The first answer comes when all logs are listed.
        "startup_probe": _probe(failures=60),
        "readiness_probe": _probe(),
        "liveness_probe": _probe(failures=10),
        "resources": {
            "requests": {"cpu": "250m", "memory": f"{_MEMORY_MIB}Mi", "ephemeral-storage": "10Gi"},
            "limits": {"memory": f"{_MEMORY_MIB}Mi", "ephemeral-storage": "10Gi"},
        },
        "volume_mounts": [{"name": "cache", "mount_path": "/cache"}],
        "security_context": RESTRICTED_CONTAINER,  # type: ignore[typeddict-item]  # as the API says
    }
    return {
        "replicas": 1,
        # Two would delete the same logs.
        "strategy": {"type": "Recreate"},
        "selector": {"match_labels": _LABELS},
        "template": {
            "metadata": {"labels": _LABELS},
            "spec": {
                "service_account_name": SERVICE_ACCOUNT,
                "automount_service_account_token": False,
                "enable_service_links": False,
                "node_selector": {names.LABEL_POOL: "general"},
                "security_context": RESTRICTED_POD,  # type: ignore[typeddict-item]  # as the API says
                "containers": [container],
                "volumes": [{"name": "cache", "empty_dir": {"size_limit": "10Gi"}}],
            },
        },
    }


def _probe(failures: int = 3) -> kubernetes.core.v1.ProbeArgsDict:
    return {
        "failure_threshold": failures,
        "http_get": {"path": "/", "port": "http"},
        "period_seconds": 10,
    }
