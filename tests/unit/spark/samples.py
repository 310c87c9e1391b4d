"""A tenant, and one job of each kind."""

from components.spark import (
    EXECUTOR_SIZES,
    Executors,
    JobTenant,
    PodSize,
    Schedule,
    Shuffle,
    SparkJob,
)
from components.tenancy.sizes import SIZES
from tests.samples import ACCOUNT, REGION

TENANT = JobTenant(
    environment="dev",
    name="ads",
    cost_center="4711",
    size=SIZES["m"],
    account=ACCOUNT,
    region=REGION,
    zones=("a", "b"),
)

_FILE = "s3://example/jobs/clicks.py"
_JAR = "local:///opt/jobs/clicks.jar"

JOBS: dict[str, SparkJob] = {
    "least": SparkJob(name="clicks", main_application_file=_FILE, executors=Executors(most=20)),
    "everything-said": SparkJob(
        name="clicks",
        main_application_file=_FILE,
        arguments=("--day", "2026-01-02"),
        spark_version="4.0.1",
        image="etl:7",
        driver=PodSize(cores=3, memory_mib=10 * 1024),
        executors=Executors(least=2, most=8, size=EXECUTOR_SIZES["l"]),
        shuffle=Shuffle(disk="nvme", size_gib=200),
        spot="none",
        zone="b",
        dataset="clicks",
        pipeline="attribution",
        spark_conf={
            "spark.sql.shuffle.partitions": "400",
            "spark.submit.pyFiles": "local:///opt/a.zip,local:///opt/b.zip",
            "spark.eventLog.rolling.maxFileSize": "64m",
        },
        env={"LOG_LEVEL": "INFO"},
        retries=0,
        deadline_seconds=4 * 3600,
        time_to_live_seconds=3600,
    ),
    "scala": SparkJob(
        name="clicks",
        main_application_file=_JAR,
        main_class="com.example.Clicks",
        executors=Executors(most=20, size=EXECUTOR_SIZES["s"]),
    ),
    "ebs": SparkJob(
        name="clicks",
        main_application_file=_FILE,
        executors=Executors(most=10),
        shuffle=Shuffle(disk="ebs"),
    ),
    "gang": SparkJob(
        name="clicks", main_application_file=_FILE, executors=Executors(least=5, most=20), gang=True
    ),
    "any-zone": SparkJob(
        name="clicks", main_application_file=_FILE, executors=Executors(most=20), zone="any"
    ),
    "scheduled": SparkJob(
        name="clicks",
        main_application_file=_FILE,
        executors=Executors(most=20),
        schedule=Schedule(cron="0 3 * * *", time_zone="Europe/Berlin"),
    ),
}
