"""The layer's component: all that one team gets."""

from typing import Any

import pulumi

from components.base import Component
from components.services.airflow.database import AirflowDatabase
from components.tenancy.sizes import heard
from components.tenancy.workload_identity import WorkloadIdentity, WorkloadIdentityArgs
from layers.cluster import ClusterOutputs
from layers.platform import PlatformOutputs
from layers.problem import ConfigError
from layers.providers import KubernetesApi, aws_provider, kubernetes_provider
from layers.tenant.airflow import airflow_tasks, author_documents
from layers.tenant.args import TenantArgs
from layers.tenant.bucket import Storage, storage
from layers.tenant.cost import cost
from layers.tenant.data_rights import human_documents, own_bucket
from layers.tenant.interfaces import accounts, interfaces
from layers.tenant.jobs import executor_problems
from layers.tenant.lifecycle import lifecycle_problems
from layers.tenant.network import network as tenant_network
from layers.tenant.operations import operations
from layers.tenant.outputs import TenantOutputs
from layers.tenant.own_airflow import airflow_database, own_airflow
from layers.tenant.people import people
from layers.tenant.requested import Requested, let_use, requested
from layers.tenant.room import furnish
from layers.tenant.room import room as make_room
from layers.tenant.services import services
from layers.tenant.settings import TenantSettings


def build(
    environment: str,
    tenant: str,
    settings: TenantSettings,
    cluster: ClusterOutputs,
    platform: PlatformOutputs,
) -> TenantOutputs:
    """Build the layer.

    Args:
        environment: Environment; it prefixes every name.
        tenant: The tenant's name.
        settings: What the team's file says.
        cluster: What layer 1 promises.
        platform: What layer 2 promises.

    Raises:
        ConfigError: The file asks for what is not there, or does not say twice that data goes.
    """
    source = f"stacks/Pulumi.{environment}-tenant-{tenant}.yaml"
    size = settings.size_here(heard(platform.sizes))
    if problems := [
        *lifecycle_problems(source, tenant, settings),
        *executor_problems(source, settings, size),
    ]:
        raise ConfigError(problems)
    outside = aws_provider(
        environment,
        "tenant",
        account=cluster.account,
        region=cluster.region,
        tenant=tenant,
        cost_center=settings.cost_center,
        owner=settings.owner,
    )
    inside = kubernetes_provider(
        environment,
        KubernetesApi(
            region=cluster.region,
            cluster_name=cluster.cluster_name,
            endpoint=cluster.endpoint,
            certificate_authority=cluster.certificate_authority,
        ),
        adopts=settings.adopt,
    )
    layer = Tenant(
        f"{environment}-{tenant}",
        TenantArgs(
            environment=environment,
            tenant=tenant,
            settings=settings,
            cluster=cluster,
            platform=platform,
        ),
        opts=pulumi.ResourceOptions(providers=[outside, inside]),
    )
    return layer.outputs


class Tenant(Component):
    """All that one team gets; nothing in it depends on another team.

    Attributes:
        outputs: What the team needs to know.
    """

    TYPE = "strata:layer:Tenant"

    def __init__(
        self, name: str, args: TenantArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        stored = storage(self, args)
        own = requested(self, args)
        workflows = airflow_database(self, args)
        cost(self, args)
        inside = (
            self._inside(stored, own, workflows) if args.lifecycle.has_room else _nothing_inside()
        )
        self.outputs = TenantOutputs(
            bucket=stored.bucket.bucket_name,
            catalog_database=stored.catalog.database_name,
            **inside,
            **own.addresses(),
        )
        self.finish()

    def _inside(
        self, stored: Storage, own: Requested, workflows: AirflowDatabase | None
    ) -> dict[str, pulumi.Output[Any]]:
        """What goes when the team leaves: its room, who is in it, and what they may do."""
        args = self._args
        room = make_room(self, args)
        made = furnish(self, args, room.namespace)
        network = tenant_network(self, args, room.namespace)
        workload = self._workload(stored, room.namespace)
        made += airflow_tasks(self, args, room.namespace, workload)
        let_use(self, own, workload)
        made += own_airflow(self, args, workflows, stored.key_arn, [workload, network, *made])
        logs = operations(self, args, room.namespace)
        interfaces(self, args, stored.bucket, room.namespace, [workload, logs, network])
        services(self, args, room.namespace, [workload, logs, network])
        authors = author_documents(args)
        data = human_documents(args, stored.key_arn)
        access = people(
            self,
            args,
            room.namespace,
            {
                "viewer": data["viewer"],
                "developer": {**data["developer"], **authors, **own.developer_documents()},
                "admin": {**data["admin"], **authors, **own.admin_documents()},
            },
            # Last in, and so first out.
            [room, network, workload, logs, *made],
        )
        return {
            "namespace": room.namespace,
            "queue": args.platform.tenant_queues.apply(lambda parent: f"{parent}.{args.tenant}"),
            "workload_role_arn": workload.role_arn,
            "role_arns": pulumi.Output.all(**access.role_arns),
        }

    def _workload(self, stored: Storage, namespace: pulumi.Output[str]) -> WorkloadIdentity:
        cluster = self._args.cluster
        return WorkloadIdentity(
            self.child("workload"),
            WorkloadIdentityArgs(
                environment=self._args.environment,
                tenant=self._args.tenant,
                account=cluster.account,
                cluster_name=cluster.cluster_name,
                cluster_arn=cluster.cluster_arn,
                boundary_arn=cluster.boundary_arn,
                own_data=own_bucket(self._args, stored.key_arn, change=True),
                namespace=namespace,
                service_accounts=accounts(self._args.settings),
            ),
            opts=self.child_opts(),
        )


def _nothing_inside() -> dict[str, pulumi.Output[Any]]:
    nothing: dict[str, Any] = {
        "namespace": "",
        "queue": "",
        "workload_role_arn": "",
        "role_arns": {},
    }
    return {name: pulumi.Output.from_input(value) for name, value in nothing.items()}
