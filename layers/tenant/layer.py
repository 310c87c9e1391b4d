"""The layer's component: all that one team gets."""

import pulumi

from components import names
from components.base import Component
from components.storage.bucket import Bucket, BucketArgs
from components.tenancy.admin_access import AdminAccess, AdminAccessArgs
from components.tenancy.namespace import TenantNamespace, TenantNamespaceArgs
from components.tenancy.network_policies import TenantNetwork, TenantNetworkArgs
from components.tenancy.object_quota import ObjectQuota, ObjectQuotaArgs
from components.tenancy.sizes import SIZES
from components.tenancy.spark_account import SparkAccount, SparkAccountArgs
from components.tenancy.spark_history_server import EVENT_LOGS
from components.tenancy.workload_identity import WorkloadIdentity, WorkloadIdentityArgs
from layers.cluster import ClusterOutputs
from layers.platform import PlatformOutputs
from layers.providers import aws_provider, kubernetes_provider
from layers.tenant.airflow import airflow_tasks, author_documents
from layers.tenant.args import TenantArgs
from layers.tenant.interfaces import accounts, interfaces
from layers.tenant.operations import operations
from layers.tenant.outputs import TenantOutputs
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
    """
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
        region=cluster.region,
        cluster_name=cluster.cluster_name,
        endpoint=cluster.endpoint,
        certificate_authority=cluster.certificate_authority,
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
        bucket = self._bucket()
        room = self._room()
        self._furnish(room.namespace)
        workload = self._workload(bucket, room.namespace)
        airflow_tasks(self, args, room.namespace, workload)
        logs = operations(self, args, room.namespace)
        interfaces(self, args, bucket, room.namespace, [workload, logs])
        admin = AdminAccess(
            self.child("admin"),
            AdminAccessArgs(
                environment=args.environment,
                tenant=args.tenant,
                principals=args.settings.access.admins,
                cluster_name=args.cluster.cluster_name,
                boundary_arn=args.cluster.boundary_arn,
                namespace=room.namespace,
                documents=author_documents(args),
            ),
            opts=self.child_opts(),
        )
        self.outputs = TenantOutputs(
            namespace=room.namespace,
            queue=args.platform.tenant_queues.apply(lambda parent: f"{parent}.{args.tenant}"),
            bucket=bucket.bucket_name,
            workload_role_arn=workload.role_arn,
            admin_role_arn=admin.role_arn,
        )
        self.finish()

    def _bucket(self) -> Bucket:
        args = self._args
        return Bucket(
            self.child("data"),
            BucketArgs(
                bucket_name=names.bucket(
                    args.environment, args.tenant, args.cluster.account, args.cluster.region
                ),
                key_arn=args.cluster.key_arn,
                folders=(EVENT_LOGS,),
                protect=self._args.profile.protect,
            ),
            opts=self.child_opts(),
        )

    def _room(self) -> TenantNamespace:
        settings = self._args.settings
        return TenantNamespace(
            self.child("room"),
            TenantNamespaceArgs(
                tenant=self._args.tenant,
                owner=settings.owner,
                cost_center=settings.cost_center,
                size=SIZES[settings.size],
                protect=self._args.profile.protect,
            ),
            opts=self.child_opts(),
        )

    def _furnish(self, namespace: pulumi.Output[str]) -> None:
        ObjectQuota(
            self.child("objects"),
            ObjectQuotaArgs(namespace=namespace, size=SIZES[self._args.settings.size]),
            opts=self.child_opts(),
        )
        TenantNetwork(
            self.child("network"),
            TenantNetworkArgs(namespace=namespace, dns_address=self._args.cluster.dns_address),
            opts=self.child_opts(),
        )
        SparkAccount(
            self.child("spark"), SparkAccountArgs(namespace=namespace), opts=self.child_opts()
        )

    def _workload(self, bucket: Bucket, namespace: pulumi.Output[str]) -> WorkloadIdentity:
        cluster = self._args.cluster
        return WorkloadIdentity(
            self.child("workload"),
            WorkloadIdentityArgs(
                environment=self._args.environment,
                tenant=self._args.tenant,
                account=cluster.account,
                region=cluster.region,
                cluster_name=cluster.cluster_name,
                cluster_arn=cluster.cluster_arn,
                boundary_arn=cluster.boundary_arn,
                bucket_arn=bucket.bucket_arn,
                key_arn=cluster.key_arn,
                namespace=namespace,
                service_accounts=accounts(self._args.settings),
            ),
            opts=self.child_opts(),
        )
