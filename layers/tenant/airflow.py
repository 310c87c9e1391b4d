"""Airflow for a tenant: who its tasks are, and what they and the team may do with its data."""

from collections.abc import Callable

import pulumi

from components.base import Component
from components.services.airflow.identities import Place, author_document, task_document
from components.tenancy.airflow_tasks import AirflowTasks, AirflowTasksArgs
from components.tenancy.workload_identity import WorkloadIdentity
from layers.tenant.args import TenantArgs
from layers.tenant.network import secrets_blocks


def author_documents(args: TenantArgs) -> dict[str, pulumi.Output[str]]:
    """What the team's people may do with Airflow's data; nothing where there is no Airflow."""
    return {"airflow": _document(args, author_document)} if args.platform.airflow_dag_bucket else {}


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
    if not args.platform.airflow_dag_bucket:
        return []
    tasks = AirflowTasks(
        layer.child("airflow"),
        AirflowTasksArgs(
            cluster_name=args.cluster.cluster_name,
            namespace=namespace,
            role_name=workload.role_name,
            role_arn=workload.role_arn,
            document=_document(args, task_document),
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
