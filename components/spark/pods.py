"""What driver and executor pods are: size, place, identity.

Everything stands in fields of the custom resource. What only a pod template says, or only a Spark
property, the operator leaves out of the placeholders that hold a gang's room.

Source: https://github.com/kubeflow/spark-operator/blob/v2.5.2/internal/scheduler/yunikorn/scheduler.go
"""

from collections.abc import Mapping
from typing import Any

from components import names
from components.compute import labels as node_labels
from components.dns.ndots import DNS_CONFIG
from components.placement import RESTRICTED_CONTAINER, RESTRICTED_POD
from components.spark import labels
from components.spark.job import ANY_ZONE, ONE_ZONE, JobTenant, PodSize, SparkJob
from components.tenancy import service_accounts

DRIVER_POOL = "spark-driver"
EXECUTOR_POOL = "spark-executor"

LOCAL_DIR = "spark-local-dir-1"
"""Volumes whose names begin like this are Spark's local directories."""

GRACE_SECONDS = 120
"""How long an executor may take to hand over its blocks: the notice that EC2 gives for Spot."""

_ZONE = "topology.kubernetes.io/zone"
_DRIVER = "spark-kubernetes-driver"
_EXECUTOR = "spark-kubernetes-executor"

# How long YuniKorn holds room for the least executors. After that a soft gang starts with what
# there is, and a hard one fails and is tried again.
# Source: https://yunikorn.apache.org/docs/user_guide/gang_scheduling/
_SOFT = "placeholderTimeoutInSeconds=120 gangSchedulingStyle=Soft"
# YuniKorn never forgets an application that failed: what comes later under its name waits for ever.
# So a gang is hard only where each submission has a name of its own.
_PATIENT = "placeholderTimeoutInSeconds=900 gangSchedulingStyle=Soft"
_HARD = "placeholderTimeoutInSeconds=900 gangSchedulingStyle=Hard"


def driver(job: SparkJob, tenant: JobTenant, run: str) -> dict[str, Any]:
    """The `driver` of the application: on demand, and left alone."""
    place = _place(job, tenant, DRIVER_POOL, on_demand=tenant.nodes == "dedicated")
    return {
        **_pod(job, tenant, run, job.driver, service_accounts.DRIVER, place),
        "annotations": {
            "karpenter.sh/do-not-disrupt": "true",
            "yunikorn.apache.org/allow-preemption": "false",
            "yunikorn.apache.org/schedulingPolicyParameters": _gang(job, tenant),
        },
        **_deadline(job),
    }


def executor(job: SparkJob, tenant: JobTenant, run: str) -> dict[str, Any]:
    """The `executor` of the application."""
    place = _place(job, tenant, EXECUTOR_POOL, on_demand=job.spot == "none")
    return {
        **_pod(job, tenant, run, job.executors.size, service_accounts.EXECUTOR, place),
        "terminationGracePeriodSeconds": GRACE_SECONDS,
        "deleteOnTermination": True,
        **_local_disk(job),
    }


def volumes(job: SparkJob) -> list[dict[str, Any]]:
    """The `volumes` of the application; an EBS volume is a matter of Spark's own properties."""
    if job.shuffle.disk == "ebs":
        return []
    return [{"name": LOCAL_DIR, "emptyDir": {"sizeLimit": _room(job)}}]


def _pod(
    job: SparkJob,
    tenant: JobTenant,
    run: str,
    size: PodSize,
    account: str,
    place: Mapping[str, Any],
) -> dict[str, Any]:
    return {
        **_size(job, size),
        "serviceAccount": account,
        "labels": {
            **labels.labels(job, tenant, run),
            names.LABEL_APPLICATION: names.application(tenant.name, run),
        },
        **place,
        "priorityClassName": names.priority_class(job.priority),
        **_same_zone(job, run),
        "dnsConfig": DNS_CONFIG,
        "podSecurityContext": dict(RESTRICTED_POD),
        "securityContext": dict(RESTRICTED_CONTAINER),
        **({"env": _env(job.env)} if job.env else {}),
    }


def _place(job: SparkJob, tenant: JobTenant, pool: str, *, on_demand: bool) -> dict[str, Any]:
    """Nodes that only such pods tolerate: a pool's, or the tenant's own."""
    key, value = names.LABEL_POOL, pool
    if tenant.nodes == "dedicated":
        key, value = names.LABEL_TENANT, tenant.name
    capacity = {node_labels.CAPACITY_TYPE: "on-demand"} if on_demand else {}
    return {
        "nodeSelector": {key: value, **_pinned_zone(job, tenant), **capacity},
        "tolerations": [{"key": key, "operator": "Equal", "value": value, "effect": "NoSchedule"}],
    }


def _size(job: SparkJob, size: PodSize) -> dict[str, Any]:
    # Of a heap, Spark keeps a tenth beside it for the JVM, and four tenths where Python or R run
    # beside it. Said in full, so that nobody has to guess what the pod's memory is.
    # Source: https://spark.apache.org/docs/4.1.2/running-on-kubernetes.html#spark-properties
    heap = size.memory_mib * 10 // (11 if job.on_jvm else 14)
    heap = min(heap, size.memory_mib - LEAST_OVERHEAD_MIB)
    return {
        "cores": size.cores,
        "coreRequest": f"{size.millicores}m",
        "memory": f"{heap}m",
        "memoryOverhead": f"{size.memory_mib - heap}m",
    }


LEAST_OVERHEAD_MIB = 384
"""Memory that Spark keeps beside the smallest heap, MiB."""


def _pinned_zone(job: SparkJob, tenant: JobTenant) -> dict[str, str]:
    return {} if job.zone in {ANY_ZONE, ONE_ZONE} else {_ZONE: tenant.region + job.zone}


def _same_zone(job: SparkJob, run: str) -> dict[str, Any]:
    # The driver too: else it and the first placeholder could each open a zone of their own. By a
    # label of ours, for placeholders carry none of Spark's.
    if job.zone != ONE_ZONE:
        return {}
    term = {"topologyKey": _ZONE, "labelSelector": {"matchLabels": {names.LABEL_RUN: run}}}
    return {"affinity": {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [term]}}}


def _gang(job: SparkJob, tenant: JobTenant) -> str:
    if not job.gang:
        return _SOFT
    return _HARD if tenant.names_submissions else _PATIENT


def _env(env: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in env.items()]


def _deadline(job: SparkJob) -> dict[str, Any]:
    if job.deadline_seconds is None:
        return {}
    spec = {"activeDeadlineSeconds": job.deadline_seconds, "containers": [{"name": _DRIVER}]}
    return {"template": {"spec": spec}}


def _local_disk(job: SparkJob) -> dict[str, Any]:
    if job.shuffle.disk == "ebs":
        return {}
    found: dict[str, Any] = {
        "volumeMounts": [{"name": LOCAL_DIR, "mountPath": f"/var/data/{LOCAL_DIR}"}]
    }
    # YuniKorn gives a placeholder's room back instead of using it when the pod asks for more than
    # the placeholder did, and the operator's placeholders ask for no disk. With a gang the size
    # limit alone holds.
    # Source: https://github.com/apache/yunikorn-core/blob/v1.8.0/pkg/scheduler/objects/application.go
    if not job.gang:
        requests = {"requests": {"ephemeral-storage": _room(job)}}
        container = {"name": _EXECUTOR, "resources": requests}
        found["template"] = {"spec": {"containers": [container]}}
    return found


def _room(job: SparkJob) -> str:
    return f"{job.shuffle.gib(job.executors.size)}Gi"
