"""Whose the jobs of a tenant are, and what they get that do not say otherwise."""

from collections.abc import Iterator

from components.guardrails import application_ids
from components.spark.job import Executors, JobTenant, Shuffle
from components.tenancy.sizes import Size
from layers.cluster import ClusterOutputs, ClusterSettings
from layers.problem import Problem, shown
from layers.tenant.settings import TenantSettings


def executor_problems(source: str, settings: TenantSettings, size: Size) -> Iterator[Problem]:
    """Jobs and notebooks that may have more executors than the tenant has pods, or volumes.

    Args:
        source: Path of the tenant's stack file.
        settings: What the file says.
        size: What its size means here.
    """
    notebooks = settings.notebooks.max_executors if settings.notebooks else None
    wanted = {"spark": settings.spark.max_executors, "notebooks": notebooks}
    for key, executors in wanted.items():
        if executors is not None and executors >= size.pods:
            yield Problem(
                file=source,
                key=f"{key}.maxExecutors",
                value=shown(executors),
                rule=f"the tenant may have {size.pods} pods in all, a driver among them",
                remedy=f"write {size.pods - 1} or less, or ask for a larger size",
            )
    if notebooks is not None and settings.spark.shuffle == "ebs":
        yield from _session_volumes(source, notebooks, size)


def _session_volumes(source: str, executors: int, size: Size) -> Iterator[Problem]:
    """A notebook's session whose executors' volumes are more than the tenant may have."""
    session = Executors(most=executors)
    each = Shuffle(disk="ebs").gib(session.size)
    if each * executors > size.storage_gib:
        yield Problem(
            file=source,
            key="notebooks.maxExecutors",
            value=shown(executors),
            rule=(
                f"with shuffle on volumes they need {each * executors}Gi, and the tenant may have "
                f"{size.storage_gib}Gi"
            ),
            remedy="write less, or `spark: {shuffle: nvme}`, or ask for a larger size",
        )


def job_tenant(
    environment: str,
    tenant: str,
    settings: TenantSettings,
    size: Size,
    cluster: ClusterOutputs | ClusterSettings,
) -> JobTenant:
    """What a job needs to know of its tenant.

    Args:
        environment: Environment.
        tenant: The tenant's name.
        settings: What its file says.
        size: What its size means here.
        cluster: What layer 1 promises, or its settings, which alone tell the zones.
    """
    return JobTenant(
        environment=environment,
        name=tenant,
        cost_center=settings.cost_center,
        size=size,
        account=cluster.account,
        region=cluster.region,
        zones=cluster.zones if isinstance(cluster, ClusterSettings) else (),
        nodes=settings.isolation.nodes,
        priority=settings.quota.priority,
        max_executors=settings.spark.max_executors,
        spot=settings.spark.spot,
        shuffle=settings.spark.shuffle,
        names_submissions=cluster.kubernetes_version >= application_ids.SINCE,
    )
