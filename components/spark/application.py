"""A job as the custom resource that the Spark operator runs.

Source: https://github.com/kubeflow/spark-operator/blob/v2.5.2/api/v1beta2/sparkapplication_types.go
"""

import re
from typing import Any

from components.spark import pods
from components.spark.job import JobTenant, Schedule, SparkJob
from components.spark.labels import labels
from components.spark.problems import JobError, problems
from components.spark.spark_conf import spark_conf

API_VERSION = "sparkoperator.k8s.io/v1beta2"


def application(job: SparkJob, tenant: JobTenant, run: str = "") -> dict[str, Any]:
    """The `SparkApplication` of a job, or its `ScheduledSparkApplication`.

    Args:
        job: The job.
        tenant: Whose it is.
        run: What tells this run from others, such as `20260102`: the name ends in it. Empty: the
            name is the job's.

    Raises:
        JobError: All that is wrong with the job.
    """
    if found := problems(job, tenant, run):
        raise JobError(found)
    name = f"{job.name}-{run}" if run else job.name
    whole = {
        "apiVersion": API_VERSION,
        "kind": "ScheduledSparkApplication" if job.schedule else "SparkApplication",
        "metadata": {
            "name": name,
            "namespace": tenant.name,
            "labels": labels(job, tenant, name),
        },
    }
    spec = _spec(job, tenant, name)
    return {**whole, "spec": _scheduled(job.schedule, spec) if job.schedule else spec}


def _scheduled(schedule: Schedule, template: dict[str, Any]) -> dict[str, Any]:
    return {
        "schedule": schedule.cron,
        "timeZone": schedule.time_zone,
        "concurrencyPolicy": schedule.concurrency_policy,
        "template": template,
    }


def _spec(job: SparkJob, tenant: JobTenant, run: str) -> dict[str, Any]:
    volumes = pods.volumes(job)
    return {
        "type": job.application_type,
        "mode": "cluster",
        "sparkVersion": job.spark_version,
        "image": tenant.image(job),
        "imagePullPolicy": "IfNotPresent",
        **({"mainClass": job.main_class} if job.main_class else {}),
        # Hadoop knows no `s3://`.
        "mainApplicationFile": re.sub("^s3://", "s3a://", job.main_application_file),
        **({"arguments": list(job.arguments)} if job.arguments else {}),
        "restartPolicy": _restart_policy(job),
        "timeToLiveSeconds": job.time_to_live_seconds,
        # Always, although it is the operator's default: only from here the webhook takes the
        # scheduler's name. No queue beside it: the namespace alone says which.
        "batchScheduler": "yunikorn",
        # Here and not among the properties: the operator counts the gang's members from it.
        "dynamicAllocation": {
            "enabled": True,
            "minExecutors": job.executors.least,
            "maxExecutors": job.executors.most,
            "shuffleTrackingEnabled": True,
        },
        "sparkConf": spark_conf(job, tenant),
        **({"volumes": volumes} if volumes else {}),
        "driver": pods.driver(job, tenant, run),
        "executor": pods.executor(job, tenant, run),
    }


def _restart_policy(job: SparkJob) -> dict[str, Any]:
    if job.retries == 0:
        return {"type": "Never"}
    return {
        "type": "OnFailure",
        "onFailureRetries": job.retries,
        "onFailureRetryInterval": 60,
        "onSubmissionFailureRetries": 3,
        "onSubmissionFailureRetryInterval": 30,
    }
