"""Airflow for a tenant: who its tasks are, and what they and the team may do with its data."""

from collections.abc import Callable

import pulumi

from components import names
from components.base import Component
from components.services.airflow.facts import NAMESPACE
from components.services.airflow.identities import Place, author_document, task_document
from components.tenancy.airflow_tasks import AirflowTasks, AirflowTasksArgs
from components.tenancy.workload_identity import WorkloadIdentity
from layers.tenant.args import TenantArgs
from layers.tenant.network import secrets_blocks


def has_tasks(args: TenantArgs) -> bool:
    """Whether any Airflow runs the tenant's DAGs."""
    return args.settings.airflow.dedicated or _shares(args)


def _shares(args: TenantArgs) -> bool:
    """Whether the platform's does."""
    return bool(args.platform.airflow_dag_bucket) and not args.settings.airflow.dedicated


def author_documents(args: TenantArgs) -> dict[str, pulumi.Output[str]]:
    """What the team's people may do with the data of the platform's Airflow, if it is theirs.

    What a tenant's own has is in the tenant's bucket.
    """
    return {"airflow": _document(args, author_document)} if _shares(args) else {}


def airflow_tasks(
    layer: Component,
    args: TenantArgs,
    namespace: pulumi.Output[str],
    workload: WorkloadIdentity,
) -> list[pulumi.Resource]:
    """Make what tasks need, where there is an Airflow.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
        namespace: The tenant's namespace.
        workload: What the tenant's pods may do in AWS.
    """
    if not has_tasks(args):
        return []
    tasks = AirflowTasks(
        layer.child("airflow"),
        AirflowTasksArgs(
            cluster_name=args.cluster.cluster_name,
            namespace=namespace,
            role_name=workload.role_name,
            role_arn=workload.role_arn,
            document=_document(args, task_document) if _shares(args) else None,
            airflow=NAMESPACE if _shares(args) else names.own_airflow(args.tenant),
            secrets_blocks=secrets_blocks(args),
        ),
        opts=layer.child_opts(depends_on=[workload]),
    )
    return [tasks]


def _document(args: TenantArgs, write: Callable[[Place, str], str]) -> pulumi.Output[str]:
    def written(key_arn: str) -> str:
        place = Place(
            environment=args.environment,
            account=args.cluster.account,
            region=args.cluster.region,
            log_bucket_arn=f"arn:aws:s3:::{args.platform.airflow_log_bucket}",
            dag_bucket_arn=f"arn:aws:s3:::{args.platform.airflow_dag_bucket}",
            key_arn=key_arn,
        )
        return write(place, args.tenant)

    return pulumi.Output.from_input(args.cluster.key_arn).apply(written)
