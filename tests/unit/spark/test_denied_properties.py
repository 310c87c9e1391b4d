"""Properties and variables that no job may set."""

import pytest

from tests.unit.spark.test_problems import told


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("spark.master", "is the platform's to say; remove it"),
        ("spark.kubernetes.namespace", "is the platform's to say; remove it"),
        ("spark.submit.deployMode", "is the platform's to say; remove it"),
        ("spark.kubernetes.executor.container.image", "is a setting of the job; write `image`"),
        (
            "spark.kubernetes.authenticate.driver.serviceAccountName",
            "says who the pods are, and they are the tenant's; remove it",
        ),
        ("spark.kubernetes.scheduler.name", "would pass by the tenant's queue; remove it"),
        (
            "spark.kubernetes.executor.podTemplateFile",
            "is read by the operator, not by the job; remove it",
        ),
        (
            "spark.kubernetes.executor.volumes.hostPath.x.mount.path",
            "mounts what is not the tenant's; write `shuffle`",
        ),
        (
            "spark.kubernetes.driver.label.queue",
            "says whose a pod is and how it is scheduled; write `dataset` or `pipeline`",
        ),
        ("spark.kubernetes.node.selector.a", "says where pods run; write `spot` or `zone`"),
        (
            "spark.executor.memoryOverhead",
            (
                "is not seen by the scheduler; write `driver` or `executors` with `cores` and "
                "`memory`"
            ),
        ),
        (
            "spark.dynamicAllocation.maxExecutors",
            "is not seen by the scheduler; write `executors` with `min` and `max`",
        ),
        (
            "spark.kubernetes.driver.pod.excludedFeatureSteps",
            "changes how pods are built; remove it",
        ),
        ("spark.authenticate", "keeps strangers out of the job; remove it"),
        (
            "spark.jars.repositories",
            "makes the job fetch code from outside; put the jars into the image",
        ),
        (
            "spark.submit.pyFiles",
            (
                "must list files of the image, which begin with local://; put them into the image, "
                "or add them in the job: addJar, addFile, addPyFile"
            ),
        ),
    ],
)
def test_a_property_that_undoes_a_guard_rail_is_refused(key: str, words: str) -> None:
    assert told(spark_conf={key: "x"}) == [f"sparkConf.{key} = 'x': {words}"]


@pytest.mark.parametrize(
    "key",
    [
        "spark.hadoop.fs.s3a.secret.key",
        "spark.hadoop.fs.s3a.bucket.b.access.key",
        "spark.hadoop.fs.s3a.session.token",
    ],
)
def test_a_secret_is_refused_and_not_repeated(key: str) -> None:
    assert told(spark_conf={key: "hunter2"}) == [
        (
            f"sparkConf.{key}: holds a secret, and jobs hold none; remove it: the tenant's role "
            "gives credentials"
        )
    ]


def test_credentials_in_the_environment_are_refused_and_not_repeated() -> None:
    assert told(env={"AWS_SECRET_ACCESS_KEY": "hunter2", "AWS_REGION": "eu-west-1"}) == [
        (
            "env.AWS_SECRET_ACCESS_KEY: takes the place of the tenant's role; remove it: the "
            "tenant's role gives credentials"
        )
    ]


def test_a_property_of_the_jobs_own_is_taken() -> None:
    own = {
        "spark.sql.shuffle.partitions": "400",
        "spark.jars": "local:///a.jar,local:///b.jar",
        "spark.network.crypto.enabled": "false",
        "spark.dynamicAllocation.executorIdleTimeout": "30s",
    }
    assert told(spark_conf=own) == []
