"""Spark properties that every job gets.

Source: https://spark.apache.org/docs/4.1.2/configuration.html
"""

from components.spark.job import JobTenant, SparkJob
from components.spark.pods import LOCAL_DIR
from components.storage.storage_classes import SPARK as STORAGE_CLASS
from components.tenancy.spark_history_server import EVENT_LOGS

_CLOUD = "org.apache.spark.internal.io.cloud"
_VOLUME = f"spark.kubernetes.executor.volumes.persistentVolumeClaim.{LOCAL_DIR}"
_SINK = "spark.metrics.conf.driver.sink.prometheusServlet"


def spark_conf(job: SparkJob, tenant: JobTenant) -> dict[str, str]:
    """All properties of a job; its own come last."""
    return {
        **_DECOMMISSION,
        **_KUBERNETES,
        **_PROTECTION,
        **_METRICS,
        **_event_log(tenant),
        **_s3(tenant),
        **(_ebs(job) if job.shuffle.disk == "ebs" else {}),
        **job.spark_conf,
    }


# What an executor leaves when its node goes: blocks move to others within the notice of Spot.
# Source: https://spark.apache.org/docs/4.1.2/configuration.html#memory-management
_DECOMMISSION = {
    "spark.decommission.enabled": "true",
    "spark.storage.decommission.enabled": "true",
    "spark.storage.decommission.shuffleBlocks.enabled": "true",
    "spark.storage.decommission.shuffleBlocks.maxThreads": "16",
    "spark.storage.decommission.rddBlocks.enabled": "true",
    # Less than the pod's grace: what a task cannot finish by then is started elsewhere at once.
    "spark.executor.decommission.killInterval": "110s",
}

# Source: https://spark.apache.org/docs/4.1.2/running-on-kubernetes.html#spark-properties
_KUBERNETES = {
    "spark.kubernetes.allocation.batch.size": "20",
    # A node may have to be bought first.
    "spark.kubernetes.allocation.executor.timeout": "600s",
    # Else each list of pods is read from etcd by quorum.
    "spark.kubernetes.executor.enablePollingWithResourceVersion": "true",
    # Executors call the driver by address: no look-up, no Service. Spark 4.0 does not know it.
    "spark.kubernetes.executor.useDriverPodIP": "true",
    # From 4.2 on a driver would open its executors to a policy of its own; the tenant's stand.
    "spark.kubernetes.driver.pod.excludedFeatureSteps": (
        "org.apache.spark.deploy.k8s.features.NetworkPolicyFeatureStep"
    ),
}

# Source: https://spark.apache.org/docs/4.1.2/security.html
_PROTECTION = {
    "spark.authenticate": "true",
    "spark.network.crypto.enabled": "true",
}

# The driver's page for Prometheus, on the port `spark-ui` that Spark itself declares, tells of all
# executors too.
# Source: https://spark.apache.org/docs/4.1.2/monitoring.html#metrics
_METRICS = {
    "spark.ui.prometheus.enabled": "true",
    "spark.executor.processTreeMetrics.enabled": "true",
    f"{_SINK}.class": "org.apache.spark.metrics.sink.PrometheusServlet",
    f"{_SINK}.path": "/metrics/driver/prometheus/",
    # Unset, the id of each run would be part of each metric's name.
    "spark.metrics.namespace": "spark",
}


def _event_log(tenant: JobTenant) -> dict[str, str]:
    return {
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": f"s3a://{tenant.bucket}/{EVENT_LOGS}/",
        "spark.eventLog.rolling.enabled": "true",
        "spark.eventLog.rolling.maxFileSize": "128m",
    }


# Sources: https://hadoop.apache.org/docs/r3.4.2/hadoop-aws/tools/hadoop-aws/committers.html and
# https://spark.apache.org/docs/4.1.2/cloud-integration.html
def _s3(tenant: JobTenant) -> dict[str, str]:
    return {
        "spark.hadoop.fs.s3a.aws.credentials.provider": (
            "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider"
        ),
        "spark.hadoop.fs.s3a.endpoint.region": tenant.region,
        "spark.hadoop.fs.s3a.connection.maximum": "200",
        "spark.hadoop.fs.s3a.threads.max": "64",
        "spark.hadoop.fs.s3a.committer.name": "magic",
        "spark.hadoop.fs.s3a.committer.magic.enabled": "true",
        "spark.sql.sources.commitProtocolClass": f"{_CLOUD}.PathOutputCommitProtocol",
        "spark.sql.parquet.output.committer.class": f"{_CLOUD}.BindingParquetOutputCommitter",
    }


def _ebs(job: SparkJob) -> dict[str, str]:
    """A volume that belongs to the driver, so that a new executor finds what the lost one wrote.

    Source: https://spark.apache.org/docs/4.1.2/running-on-kubernetes.html#using-kubernetes-volumes
    """
    return {
        f"{_VOLUME}.options.claimName": "OnDemand",
        f"{_VOLUME}.options.storageClass": STORAGE_CLASS,
        f"{_VOLUME}.options.sizeLimit": f"{job.shuffle.gib(job.executors.size)}Gi",
        # Spark looks for files of executors before it two folders up.
        f"{_VOLUME}.mount.path": "/data/spark-x/executor-x",
        f"{_VOLUME}.mount.readOnly": "false",
        "spark.kubernetes.driver.ownPersistentVolumeClaim": "true",
        "spark.kubernetes.driver.reusePersistentVolumeClaim": "true",
        "spark.kubernetes.driver.waitToReusePersistentVolumeClaim": "true",
        "spark.shuffle.sort.io.plugin.class": (
            "org.apache.spark.shuffle.KubernetesLocalDiskShuffleDataIO"
        ),
    }
