"""What a data engineer may say about a Spark job."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from components import versions
from components.spark.job import (
    DRIVER_SIZES,
    EXECUTOR_SIZES,
    ApplicationType,
    ConcurrencyPolicy,
    Disk,
    Executors,
    JobTenant,
    PodSize,
    PodSizeName,
    Schedule,
    Shuffle,
    SparkJob,
    Spot,
)
from components.tenancy.priority_classes import Priority
from layers.settings import Settings, in_words
from layers.spark_job.values import (
    Cron,
    Duration,
    EnvironmentVariable,
    Gibibytes,
    JobName,
    LabelText,
    SparkVersion,
    TimeToLive,
    TimeZone,
    gib,
    seconds,
)


class PodSettings(Settings):
    """What a driver or an executor gets: a size, or cores and memory."""

    size: PodSizeName | None = None
    """`s` to `xl`; unset: `m`, or what `cores` and `memory` say."""

    cores: Annotated[int, Field(ge=1, le=96)] | None = None
    """Tasks at the same time; it asks for nine tenths of as many vCPUs."""

    memory: Gibibytes | None = None
    """Memory of the pod: the heap and all beside it."""

    @model_validator(mode="after")
    def _one_way_or_the_other(self) -> Self:
        if self.size and (self.cores or self.memory):
            raise ValueError("size says cores and memory; remove it, or remove them")
        if bool(self.cores) != bool(self.memory):
            missing = "memory: 14Gi" if self.cores else "cores: 4"
            raise ValueError(f"cores and memory go together; add `{missing}`")
        return self

    def gets(self, sizes: dict[PodSizeName, PodSize]) -> PodSize:
        """What each pod gets."""
        if self.cores and self.memory:
            return PodSize(cores=self.cores, memory_mib=gib(self.memory) * 1024)
        return sizes[self.size or "m"]


class ExecutorSettings(PodSettings):
    """How many executors, and what each gets."""

    min: Annotated[int, Field(ge=1, le=3000)] = 1
    """Executors that are kept while the job runs."""

    max: Annotated[int, Field(ge=1, le=3000)] | None = None
    """Executors that it may have at the same time; unset: the tenant's `spark.maxExecutors`."""


class ShuffleSettings(Settings):
    """Where executors keep shuffle and spilt data."""

    disk: Disk | None = None
    """`nvme`: the node's own disks, fast and free. `ebs`: a volume that a new executor takes over
    when its predecessor was interrupted; for shuffles that run for hours. Unset: the tenant's
    `spark.shuffle`."""

    size: Gibibytes | None = None
    """Room for each executor; unset: 40 GiB a core on NVMe, 100 GiB on EBS."""


class ScheduleSettings(Settings):
    """When the job runs by itself."""

    cron: Cron
    """Minute, hour, day of the month, month and day of the week."""

    time_zone: TimeZone = "UTC"
    """Time zone that the hours are meant in."""

    concurrency_policy: ConcurrencyPolicy = "Forbid"
    """What happens when the run before is not finished: `Forbid` skips the new one, `Replace` stops
    the old one, `Allow` lets both run."""

    def hours(self) -> Schedule:
        """When the job runs."""
        return Schedule(
            cron=self.cron,
            time_zone=self.time_zone,
            concurrency_policy=self.concurrency_policy,
        )


class SparkJobSettings(Settings):
    """What a data engineer writes about one Spark job."""

    name: JobName
    """Name of the application, 40 characters at most."""

    main_application_file: Annotated[str, Field(examples=["s3://my-bucket/jobs/clicks.py"])]
    """What is run: `s3://`, or `local://` for a file in the image."""

    type: ApplicationType | None = None
    """Language; unset: told by the file's ending."""

    main_class: str = ""
    """Class to run, for Java and Scala."""

    arguments: tuple[str, ...] = ()
    """Arguments of the application, each in quotes."""

    spark_version: SparkVersion = versions.SPARK
    """Version of Spark in the image."""

    image: str = ""
    """Image; unset: the platform's. `<repository>:<tag>` is one of the tenant's own repositories.
    It must hold `hadoop-aws` and `spark-hadoop-cloud`, and run on arm64."""

    driver: PodSettings = PodSettings()
    """What the driver gets."""

    executors: ExecutorSettings = ExecutorSettings()
    """How many executors, and what each gets."""

    shuffle: ShuffleSettings = ShuffleSettings()
    """Where executors keep shuffle and spilt data."""

    spot: Spot | None = None
    """`executors`: Spot while there is some, then on demand; `none`: on demand. Drivers are never
    on Spot. Unset: the tenant's `spark.spot`."""

    zone: Annotated[
        str,
        in_words(
            "must be auto, any or the letter of a zone", "auto", pattern=r"^(auto|any|[a-f])$"
        ),
    ] = "auto"
    """`auto`: all pods in one zone, whichever has room; a letter: in that one; `any`: no matter,
    and traffic between zones is paid for."""

    gang: bool = False
    """Whether the job starts with all of `executors.min` or, after 15 minutes, fails and is tried
    again; else it starts after two minutes with what there is."""

    priority: Priority | None = None
    """Which of the tenant's pods come first: `high`, then `normal`, then `low`. Unset: `normal`, or
    `low` where the tenant has no more."""

    dataset: LabelText | None = None
    """What the job makes; cost is told by it."""

    pipeline: LabelText | None = None
    """What the job belongs to; cost is told by it."""

    schedule: ScheduleSettings | None = None
    """When the job runs by itself; unset: when someone applies it."""

    spark_conf: dict[str, str] = Field(
        default={}, examples=[{"spark.sql.shuffle.partitions": "400"}]
    )
    """Spark properties over and above the platform's."""

    env: dict[EnvironmentVariable, str] = Field(default={}, examples=[{"LOG_LEVEL": "INFO"}])
    """Environment variables of driver and executors. No secrets."""

    retries: Annotated[int, Field(ge=0, le=10)] = 2
    """How often a failed run is tried again."""

    deadline: Duration | None = None
    """After so long a driver is stopped, such as `4h`; unset: never. Each try has its own."""

    time_to_live: TimeToLive = "1d"
    """How long the finished application is kept, 7 days at most."""

    def job(self, tenant: JobTenant) -> SparkJob:
        """The job.

        Args:
            tenant: Whose it is, and what its jobs get that do not say otherwise.
        """
        return SparkJob(
            name=self.name,
            main_application_file=self.main_application_file,
            type=self.type,
            main_class=self.main_class,
            arguments=self.arguments,
            spark_version=self.spark_version,
            image=self.image,
            driver=self.driver.gets(dict(DRIVER_SIZES)),
            executors=Executors(
                least=self.executors.min,
                most=self.executors.max or tenant.most_executors,
                size=self.executors.gets(dict(EXECUTOR_SIZES)),
            ),
            shuffle=Shuffle(
                disk=self.shuffle.disk or tenant.shuffle,
                size_gib=gib(self.shuffle.size) if self.shuffle.size else None,
            ),
            spot=self.spot or tenant.spot,
            zone=self.zone,
            gang=self.gang,
            priority=self.priority or tenant.usual_priority,
            dataset=self.dataset or "",
            pipeline=self.pipeline or "",
            schedule=self.schedule.hours() if self.schedule else None,
            spark_conf=self.spark_conf,
            env=self.env,
            retries=self.retries,
            deadline_seconds=seconds(self.deadline) if self.deadline else None,
            time_to_live_seconds=seconds(self.time_to_live),
        )
