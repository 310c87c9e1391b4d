"""A Spark job in a data engineer's words, and the tenant that runs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal

from components import names, versions
from components.tenancy.priority_classes import Priority
from components.tenancy.sizes import Size

ApplicationType = Literal["Java", "Scala", "Python", "R"]
ConcurrencyPolicy = Literal["Allow", "Forbid", "Replace"]
Disk = Literal["nvme", "ebs"]
Spot = Literal["executors", "none"]
Nodes = Literal["shared", "dedicated"]
PodSizeName = Literal["s", "m", "l", "xl"]

ANY_ZONE = "any"
ONE_ZONE = "auto"

DAY_SECONDS = 24 * 3600

_TYPES: Mapping[str, ApplicationType] = {".py": "Python", ".r": "R"}
# As much as one core's share of the smallest node with local disks leaves to a pod.
_NVME_GIB_PER_CORE = 40
_EBS_GIB = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class PodSize:
    """What one driver or executor gets.

    Attributes:
        cores: Tasks at the same time.
        memory_mib: Memory of the pod, MiB: heap and all beside it.
    """

    cores: int
    memory_mib: int

    @property
    def millicores(self) -> int:
        """CPU that the pod asks for: a tenth less, or a node of 8 holds one pod of 4 cores."""
        return self.cores * 900


DRIVER_SIZES: Mapping[PodSizeName, PodSize] = {
    "s": PodSize(cores=1, memory_mib=3 * 1024),
    "m": PodSize(cores=2, memory_mib=6 * 1024),
    "l": PodSize(cores=3, memory_mib=13 * 1024),
    "xl": PodSize(cores=8, memory_mib=28 * 1024),
}
"""Each fits a node of 4 vCPUs and 16 GiB, but for `xl`, which takes one of 8 and 32."""

EXECUTOR_SIZES: Mapping[PodSizeName, PodSize] = {
    "s": PodSize(cores=2, memory_mib=7 * 1024),
    "m": PodSize(cores=4, memory_mib=14 * 1024),
    "l": PodSize(cores=8, memory_mib=28 * 1024),
    "xl": PodSize(cores=16, memory_mib=56 * 1024),
}
"""Each fills a node of at least 8 vCPUs, at 4 GiB a vCPU, without a rest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Executors:
    """How many executors, and how large.

    Attributes:
        least: Kept while the job runs; 1 or more, for Airflow takes no 0.
        most: Never more.
        size: What each gets.
    """

    least: int = 1
    most: int
    size: PodSize = EXECUTOR_SIZES["m"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shuffle:
    """Where executors keep shuffle and spilt data.

    Attributes:
        disk: The node's own NVMe disks, or an EBS volume that a new executor takes over.
        size_gib: Room for each executor, GiB; None: 40 a core on NVMe, 100 on EBS.
    """

    disk: Disk = "nvme"
    size_gib: int | None = None

    def gib(self, executor: PodSize) -> int:
        """Room for an executor of a size, GiB."""
        if self.size_gib is not None:
            return self.size_gib
        return _EBS_GIB if self.disk == "ebs" else _NVME_GIB_PER_CORE * executor.cores


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """When a job runs by itself.

    Attributes:
        cron: Cron line of five fields.
        time_zone: IANA name of the zone that it is meant in.
        concurrency_policy: What happens when the run before is not finished.
    """

    cron: str
    time_zone: str = "UTC"
    concurrency_policy: ConcurrencyPolicy = "Forbid"


@dataclass(frozen=True, kw_only=True, slots=True)
class SparkJob:
    """One job.

    Attributes:
        name: Name of the application; a DNS label that begins with a letter.
        main_application_file: What is run, `s3://` or `local://` (in the image).
        type: Language; None: told by the file's ending.
        main_class: Class to run; empty: none, for Python and R.
        arguments: Arguments of the application.
        spark_version: Version of Spark in the image, 4.0 or newer.
        image: Image; empty: the platform's; `repository:tag`: the tenant's own repository.
        driver: What the driver gets.
        executors: How many executors, and how large.
        shuffle: Where executors keep shuffle data.
        spot: `executors`: Spot while there is some, then on demand; `none`: on demand.
        zone: Letter of a zone; `auto`: one zone, whichever has room; `any`: no matter.
        gang: Whether it starts with all of the least executors or not at all.
        priority: Which of the tenant's pods come first.
        dataset: What it makes, for the bill; empty: not told.
        pipeline: What it belongs to, for the bill; empty: not told.
        schedule: When it runs by itself; None: when someone applies it.
        spark_conf: Spark properties over and above the platform's.
        env: Environment variables of driver and executors.
        retries: How often a failed run is tried again.
        deadline_seconds: After so long a driver is stopped; None: never.
        time_to_live_seconds: How long the finished application is kept.
    """

    name: str
    main_application_file: str
    type: ApplicationType | None = None
    main_class: str = ""
    arguments: tuple[str, ...] = ()
    spark_version: str = versions.SPARK
    image: str = ""
    driver: PodSize = DRIVER_SIZES["m"]
    executors: Executors
    shuffle: Shuffle = Shuffle()
    spot: Spot = "executors"
    zone: str = ONE_ZONE
    gang: bool = False
    priority: Priority = "normal"
    dataset: str = ""
    pipeline: str = ""
    schedule: Schedule | None = None
    spark_conf: Mapping[str, str] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    retries: int = 2
    deadline_seconds: int | None = None
    time_to_live_seconds: int = DAY_SECONDS

    @property
    def application_type(self) -> ApplicationType | None:
        """Language; None: neither said nor told by the file's ending."""
        ending = PurePosixPath(self.main_application_file).suffix.lower()
        fallback: ApplicationType | None = "Scala" if ending == ".jar" else None
        return self.type or _TYPES.get(ending, fallback)

    @property
    def on_jvm(self) -> bool:
        """Whether the job's own code runs in the JVM."""
        return self.application_type in {"Java", "Scala"}


@dataclass(frozen=True, kw_only=True, slots=True)
class JobTenant:
    """Whose job it is.

    Attributes:
        environment: Environment, such as `dev`.
        name: The tenant's name, and its namespace's.
        cost_center: Who pays.
        size: What the tenant may use.
        account: AWS account.
        region: AWS region.
        zones: Letters of the availability zones that the cluster has.
        nodes: Whether its pods share their nodes with other tenants'.
        priority: The highest priority that its pods may have.
        max_executors: Most executors of a job that says no number; None: what the size says.
        spot: Where executors of a job run that does not say.
        shuffle: Where executors of such a job keep shuffle data.
        names_submissions: Whether the cluster gives each submission of a job a name of its own
            before the scheduler, which takes Kubernetes 1.36.
    """

    environment: str
    name: str
    cost_center: str
    size: Size
    account: str
    region: str
    zones: tuple[str, ...]
    nodes: Nodes = "shared"
    priority: Priority = "normal"
    max_executors: int | None = None
    spot: Spot = "executors"
    shuffle: Disk = "nvme"
    names_submissions: bool = False

    @property
    def most_executors(self) -> int:
        """Most executors of a job that says no number."""
        return self.size.executors if self.max_executors is None else self.max_executors

    @property
    def usual_priority(self) -> Priority:
        """Priority of a job that says none."""
        return "low" if self.priority == "low" else "normal"

    @property
    def bucket(self) -> str:
        """Name of the tenant's bucket."""
        return names.bucket(self.environment, self.name, self.account, self.region)

    @property
    def registry(self) -> str:
        """Where images come from."""
        return f"{self.account}.dkr.ecr.{self.region}.amazonaws.com"

    def image(self, job: SparkJob) -> str:
        """Full name of a job's image."""
        if not job.image:
            return names.spark_image(
                self.environment, self.account, self.region, versions.SPARK_IMAGE
            )
        if "/" not in job.image:
            return f"{self.registry}/{names.repository(self.environment, self.name, job.image)}"
        return job.image
