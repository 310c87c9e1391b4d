"""Everything that is wrong with a job, before anything is sent anywhere."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from components import names, versions
from components.spark import capacity
from components.spark.capacity import Room
from components.spark.denied_conf import denied, denied_env, fetched
from components.spark.job import ANY_ZONE, ONE_ZONE, JobTenant, PodSize, SparkJob
from components.tenancy.limit_range import VOLUME_GIB
from components.tenancy.object_quota import hard
from components.tenancy.priority_classes import up_to

NAME_LIMIT = 40
"""Characters of an application's name: the operator adds a time to a scheduled one's, and Spark an
id and a number to its executors', and 63 are allowed. Together with a long tenant's name, in a
label, it must be shorter."""

_LABEL_LIMIT = 63

_RUN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_IMAGE = re.compile(
    r"[a-z0-9][a-z0-9._/-]*(:[0-9]+)?(/[a-z0-9._/-]+)?(:[\w.-]+|@sha256:[0-9a-f]{64})"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class JobProblem:
    """One thing that is wrong with a job.

    Attributes:
        path: Path to the setting in a job file, such as `("executors", "max")`.
        value: Its value; None: not to be shown.
        rule: What is wrong.
        remedy: What to do.
    """

    path: tuple[str, ...]
    value: str | int | None = None
    rule: str
    remedy: str

    def __str__(self) -> str:
        key = ".".join(self.path)
        shown = key if self.value is None else f"{key} = {self.value!r}"
        return f"{shown}: {self.rule}; {self.remedy}"


class JobError(ValueError):
    """A job is wrong; as text, one line a problem."""

    def __init__(self, problems: Sequence[JobProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


def problems(job: SparkJob, tenant: JobTenant, run: str = "") -> list[JobProblem]:
    """Everything that is wrong with a job of a tenant.

    Args:
        job: The job.
        tenant: Whose it is.
        run: What the name of this run ends in; empty: nothing.
    """
    return [
        *_name(job, tenant, run),
        *_code(job),
        *_image(job, tenant),
        *_zone(job, tenant),
        *_executors(job, tenant),
        *_priority(job, tenant),
        *_sizes(job, tenant),
        *_queue(job, tenant),
        *_volumes(job, tenant),
        *_properties(job),
    ]


def _name(job: SparkJob, tenant: JobTenant, run: str) -> Iterator[JobProblem]:
    whole = f"{job.name}-{run}" if run else job.name
    limit = min(NAME_LIMIT, _LABEL_LIMIT - len(names.application(tenant.name, "")))
    if len(whole) > limit:
        rule = f"{whole} has {len(whole)} characters, and {limit} fit"
        yield JobProblem(path=("name",), value=job.name, rule=rule, remedy="choose a shorter one")
    if run and not _RUN.fullmatch(run):
        yield JobProblem(
            path=("run",),
            value=run,
            rule="must hold small letters, digits and - only",
            remedy="write one such as 20260102",
        )


def _code(job: SparkJob) -> Iterator[JobProblem]:
    file = job.main_application_file
    if not fetched(file):
        yield JobProblem(
            path=("mainApplicationFile",),
            value=file,
            rule="must begin with s3:// or local://",
            remedy="put the file into the tenant's bucket, or into the image",
        )
    if job.application_type is None:
        yield JobProblem(
            path=("type",),
            rule="missing, and the file's ending tells no language",
            remedy="write Python, Scala, Java or R",
        )
    elif job.on_jvm and not job.main_class:
        rule = f"missing, and a {job.application_type} job needs one"
        yield JobProblem(
            path=("mainClass",),
            rule=rule,
            remedy="add it, for example `mainClass: com.example.Main`",
        )
    elif job.main_class and not job.on_jvm:
        yield JobProblem(
            path=("mainClass",),
            value=job.main_class,
            rule=f"a {job.application_type} job has none",
            remedy="remove it",
        )


def _image(job: SparkJob, tenant: JobTenant) -> Iterator[JobProblem]:
    if job.image:
        own = f"{tenant.registry}/{names.repository(tenant.environment, tenant.name, '')}"
        if (
            not _may_run(tenant.image(job), tenant)
            or not _IMAGE.fullmatch(job.image)
            or job.image.endswith(":latest")
        ):
            yield JobProblem(
                path=("image",),
                value=job.image,
                rule=(
                    f"must be of {tenant.registry}, not of another tenant, with a tag other than "
                    "latest"
                ),
                remedy=f"push it to {own}<repository>, and write <repository>:<tag>",
            )
    elif job.spark_version != versions.SPARK:
        yield JobProblem(
            path=("sparkVersion",),
            value=job.spark_version,
            rule=f"the platform's image has Spark {versions.SPARK}",
            remedy=f"remove it, or name an `image` with Spark {job.spark_version}",
        )


def _may_run(image: str, tenant: JobTenant) -> bool:
    """Whether an image comes from the account, and from no other tenant's repository."""
    own = names.repository(tenant.environment, tenant.name, "")
    shared = names.spark_repository(tenant.environment)
    registry, _, path = image.partition("/")
    if registry != tenant.registry:
        return False
    return not path.startswith(names.cluster("")) or path.startswith(
        (own, f"{shared}:", f"{shared}@")
    )


def _zone(job: SparkJob, tenant: JobTenant) -> Iterator[JobProblem]:
    allowed = (ONE_ZONE, ANY_ZONE, *tenant.zones)
    if job.zone not in allowed:
        yield JobProblem(
            path=("zone",),
            value=job.zone,
            rule=f"must be {', '.join(allowed[:-1])} or {allowed[-1]}",
            remedy="write one of them: the cluster has no other zone",
        )


def _executors(job: SparkJob, tenant: JobTenant) -> Iterator[JobProblem]:
    wanted = job.executors
    if wanted.least > wanted.most:
        yield JobProblem(
            path=("executors", "max"),
            value=wanted.most,
            rule=f"is less than min, {wanted.least}",
            remedy=f"write {wanted.least} or more",
        )
    if wanted.most >= tenant.size.pods:
        yield JobProblem(
            path=("executors", "max"),
            value=wanted.most,
            rule=f"the tenant may have {tenant.size.pods} pods in all, the driver among them",
            remedy=f"write {tenant.size.pods - 1} or less, or ask for a larger tenant",
        )


def _priority(job: SparkJob, tenant: JobTenant) -> Iterator[JobProblem]:
    allowed = up_to(tenant.priority)
    if job.priority not in allowed:
        yield JobProblem(
            path=("priority",),
            value=job.priority,
            rule=f"the tenant's pods may have {' or '.join(allowed)}",
            remedy=f"write {tenant.priority}, or ask for `quota: {{priority: {job.priority}}}`",
        )


def _sizes(job: SparkJob, tenant: JobTenant) -> Iterator[JobProblem]:
    executors = job.executors.size
    disk = job.shuffle.gib(executors) if job.shuffle.disk == "nvme" else 0
    if tenant.nodes == "dedicated":
        for_drivers = for_executors = capacity.dedicated_rooms()
    else:
        for_drivers = capacity.driver_rooms()
        for_executors = capacity.executor_rooms(on_demand=job.spot == "none")
    yield from _fits("driver", job.driver, 0, for_drivers)
    yield from _fits("executors", executors, disk, for_executors)


def _fits(key: str, size: PodSize, disk_gib: int, rooms: Sequence[Room]) -> Iterator[JobProblem]:
    if any(
        room.holds(millicores=size.millicores, memory_mib=size.memory_mib, disk_gib=disk_gib)
        for room in rooms
    ):
        return
    most = capacity.largest(rooms)
    disk = f" and {disk_gib}Gi of disk" if disk_gib else ""
    offer = f"{most.millicores // 900} cores, {most.memory_mib // 1024}Gi"
    if disk_gib:
        offer += f" and {most.disk_gib}Gi of disk"
    yield JobProblem(
        path=(key,),
        rule=f"no node holds {size.cores} cores, {size.memory_mib / 1024:g}Gi{disk}",
        remedy=f"make it smaller: the largest, {most.instance_type}, holds {offer}",
    )


def _queue(job: SparkJob, tenant: JobTenant) -> Iterator[JobProblem]:
    # YuniKorn refuses at once what asks for more than the queue ever holds.
    count = job.executors.least
    cores = job.driver.millicores + count * job.executors.size.millicores
    memory = job.driver.memory_mib + count * job.executors.size.memory_mib
    size = tenant.size
    if cores > size.max_vcpus * 1000 or memory > size.max_gib * 1024:
        noun = "executor" if count == 1 else "executors"
        yield JobProblem(
            path=("executors",),
            rule=(
                f"the driver and {count} {noun} ask for {cores / 1000:g} vCPUs and "
                f"{memory / 1024:g}Gi; the tenant's queue never holds more than "
                f"{size.max_vcpus} and {size.max_gib}Gi"
            ),
            remedy="make them smaller or fewer, or ask for a larger tenant",
        )


def _volumes(job: SparkJob, tenant: JobTenant) -> Iterator[JobProblem]:
    if job.shuffle.disk != "ebs":
        return
    # A quota refuses what a queue would let wait, and an executor without its volume fails.
    each, count = job.shuffle.gib(job.executors.size), job.executors.most
    volumes = int(hard(tenant.size)["persistentvolumeclaims"])
    if each > VOLUME_GIB:
        yield JobProblem(
            path=("shuffle", "size"),
            value=f"{each}Gi",
            rule=f"a volume of a tenant holds {VOLUME_GIB}Gi at most",
            remedy=f"write {VOLUME_GIB}Gi or less, or more executors",
        )
    if count > volumes or each * count > tenant.size.storage_gib:
        yield JobProblem(
            path=("shuffle",),
            rule=(
                f"{count} executors need {count} volumes, {each * count}Gi in all; the tenant may "
                f"have {volumes} and {tenant.size.storage_gib}Gi"
            ),
            remedy="lower executors.max or shuffle.size, or write `disk: nvme`",
        )


def _properties(job: SparkJob) -> Iterator[JobProblem]:
    for key, value in job.spark_conf.items():
        if words := denied(key, value):
            secret = "secret" in words[0]
            yield JobProblem(
                path=("sparkConf", key),
                value=None if secret else value,
                rule=words[0],
                remedy=words[1],
            )
    for name in job.env:
        if words := denied_env(name):
            yield JobProblem(path=("env", name), rule=words[0], remedy=words[1])
