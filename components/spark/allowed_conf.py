"""Spark properties that a job may set: what its own driver and executors read, and nothing else.

Whoever submits reads the same properties with rights of its own, so what is not known to be
harmless there is refused. Most of `spark.kubernetes` says where pods run and as whom; most of
Hadoop's `hadoop.security` names classes and addresses that are used before there is a driver.
"""

FILE_LISTS = ("spark.jars", "spark.files", "spark.archives", "spark.submit.pyFiles")
"""Lists of files, which must be in the image: the submitter looks others up first."""

NO_NETWORK_POLICY = "org.apache.spark.deploy.k8s.features.NetworkPolicyFeatureStep"
"""The only step of building a pod that may be left out."""

EXCLUDED_STEPS = "spark.kubernetes.driver.pod.excludedFeatureSteps"

KEYS = (
    *FILE_LISTS,
    EXCLUDED_STEPS,
    "spark.app.name",
    "spark.default.parallelism",
    "spark.extraListeners",
    "spark.kubernetes.driver.ownPersistentVolumeClaim",
    "spark.kubernetes.driver.reusePersistentVolumeClaim",
    "spark.kubernetes.driver.waitToReusePersistentVolumeClaim",
    "spark.kubernetes.executor.enablePollingWithResourceVersion",
    "spark.kubernetes.executor.useDriverPodIP",
    "spark.kubernetes.local.dirs.tmpfs",
    "spark.logConf",
    "spark.plugins",
    "spark.serializer",
    "spark.speculation",
)
"""Properties by their whole name."""

HADOOP = ("fs.s3a.", "io.", "mapreduce.", "parquet.")
"""Beginnings of Hadoop's own."""

PREFIXES = (
    "spark.authenticate",
    "spark.broadcast.",
    "spark.checkpoint.",
    "spark.cleaner.",
    "spark.comet.",
    "spark.databricks.delta.",
    "spark.decommission.",
    "spark.driver.",
    "spark.dynamicAllocation.",
    "spark.eventLog.",
    "spark.excludeOnFailure.",
    "spark.executor.",
    "spark.executorEnv.",
    "spark.files.",
    "spark.gluten.",
    *(f"spark.hadoop.{one}" for one in HADOOP),
    "spark.io.",
    "spark.kryo",
    "spark.kubernetes.allocation.",
    "spark.kubernetes.driver.volumes.emptyDir.",
    "spark.kubernetes.driver.volumes.persistentVolumeClaim.",
    "spark.kubernetes.driverEnv.",
    "spark.kubernetes.executor.volumes.emptyDir.",
    "spark.kubernetes.executor.volumes.persistentVolumeClaim.",
    "spark.locality.",
    "spark.memory.",
    "spark.metrics.",
    "spark.network.",
    "spark.openlineage.",
    "spark.pyspark.",
    "spark.python.",
    "spark.rapids.",
    "spark.rdd.",
    "spark.reducer.",
    "spark.rpc.",
    "spark.scheduler.",
    "spark.shuffle.",
    "spark.speculation.",
    "spark.sql.",
    "spark.stage.",
    "spark.storage.",
    "spark.streaming.",
    "spark.task.",
    "spark.ui.",
)
"""Beginnings of the others."""

SECRETS = ("access.key", "secret.key", "session.token", "credential.provider.path", "password")
"""Endings of properties that hold a secret, or say where one is."""


def allowed(key: str) -> bool:
    """Whether a job may set a property at all."""
    return key in KEYS or key.startswith(PREFIXES)


def secret(key: str) -> bool:
    """Whether a property holds a secret."""
    return key.lower().endswith(SECRETS)
