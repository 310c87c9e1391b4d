"""What people look into: the history of jobs, and notebooks."""

from collections.abc import Sequence
from typing import Any

import pulumi

from components import versions
from components.base import Component
from components.spark import Executors, Shuffle, SparkJob, application
from components.storage import storage_classes
from components.storage.bucket import Bucket
from components.tenancy.jupyterhub import JupyterHub, JupyterHubArgs
from components.tenancy.service import ACCOUNT as SERVICE_ACCOUNT
from components.tenancy.service_accounts import DRIVER, EXECUTOR, NOTEBOOK
from components.tenancy.spark_history_server import SERVICE_ACCOUNT as HISTORY_ACCOUNT
from components.tenancy.spark_history_server import SparkHistoryServer, SparkHistoryServerArgs
from layers.tenant.args import TenantArgs
from layers.tenant.settings import NotebookSettings, TenantSettings


def accounts(settings: TenantSettings) -> tuple[str, ...]:
    """Service accounts that have the tenant's rights in AWS."""
    found = [DRIVER, EXECUTOR]
    if settings.notebooks:
        found.append(NOTEBOOK)
    if settings.history_server:
        found.append(HISTORY_ACCOUNT)
    if settings.services:
        found.append(SERVICE_ACCOUNT)
    return tuple(found)


def interfaces(
    layer: Component,
    args: TenantArgs,
    bucket: Bucket,
    namespace: pulumi.Output[str],
    after: Sequence[pulumi.Resource],
) -> None:
    """Make what the team asked for.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
        bucket: The tenant's bucket.
        namespace: Its namespace.
        after: What must be there before the first pod.
    """
    if not args.lifecycle.working:
        return
    opts = layer.child_opts(depends_on=list(after))
    if history := args.settings.history_server:
        SparkHistoryServer(
            layer.child("history"),
            SparkHistoryServerArgs(
                namespace=namespace,
                bucket_name=bucket.bucket_name,
                image=_image(args, versions.SPARK_IMAGE),
                retention_days=history.retention_days,
            ),
            opts=opts,
        )
    if notebooks := args.settings.notebooks:
        JupyterHub(
            layer.child("notebooks"),
            JupyterHubArgs(
                namespace=namespace,
                image=_image(args, f"{versions.SPARK_IMAGE}-notebook"),
                application=_session(args, notebooks),
                storage_class=storage_classes.DEFAULT,
                home_gib=notebooks.home_gib,
                cull_seconds=60 * notebooks.idle_minutes,
                sources=args.sources,
            ),
            opts=opts,
        )


def _image(args: TenantArgs, tag: str) -> pulumi.Output[str]:
    return args.platform.spark_repository.apply(lambda repository: f"{repository}:{tag}")


def _session(args: TenantArgs, notebooks: NotebookSettings) -> dict[str, Any]:
    """The job that a notebook's session is made like."""
    job = SparkJob(
        name="notebook",
        main_application_file="local:///notebook.py",
        executors=Executors(most=notebooks.max_executors),
        shuffle=Shuffle(disk=args.jobs.shuffle),
        spot=args.jobs.spot,
        priority=args.jobs.usual_priority,
        pipeline="notebooks",
    )
    return application(job, args.jobs)
