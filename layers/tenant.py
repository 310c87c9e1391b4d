"""Layer 3, tenant: what one team gets, from one file."""

from dataclasses import dataclass
from typing import Annotated

import pulumi
from pydantic import Field

from components import names, versions
from components.base import Component
from components.storage.bucket import Bucket, BucketArgs
from components.tenancy.admin_access import AdminAccess, AdminAccessArgs
from components.tenancy.namespace import TenantNamespace, TenantNamespaceArgs
from components.tenancy.network_policies import TenantNetwork, TenantNetworkArgs
from components.tenancy.object_quota import ObjectQuota, ObjectQuotaArgs
from components.tenancy.sizes import SIZES, SizeName
from components.tenancy.spark_account import SERVICE_ACCOUNT, SparkAccount, SparkAccountArgs
from components.tenancy.spark_history_server import (
    EVENT_LOGS,
    SparkHistoryServer,
    SparkHistoryServerArgs,
)
from components.tenancy.spark_history_server import SERVICE_ACCOUNT as HISTORY_ACCOUNT
from components.tenancy.workload_identity import WorkloadIdentity, WorkloadIdentityArgs
from layers.aws_values import PrincipalArn
from layers.cluster import ClusterOutputs
from layers.contract import Contract
from layers.platform import PlatformOutputs
from layers.profile import PROFILES
from layers.providers import aws_provider, kubernetes_provider
from layers.settings import Distinct, Settings, in_words

Email = Annotated[
    str,
    in_words(
        "must be an e-mail address",
        "ads@example.com",
        pattern=r"^[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
    ),
]
# A label value: it travels to every pod and to the AWS bill.
CostCenter = Annotated[
    str,
    in_words(
        "must be letters, digits, dots, dashes or underscores, 63 at most",
        "4711",
        pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$",
    ),
]


class AccessSettings(Settings):
    """Who in the team may do what."""

    admins: Distinct[PrincipalArn] = Field(min_length=1)
    """IAM roles or users that may become the tenant's admin."""


class HistoryServerSettings(Settings):
    """The Spark History Server of the tenant's own jobs."""

    retention_days: Annotated[int, Field(ge=1, le=365)] = 30
    """Age at which the log of a finished job is deleted."""


class TenantSettings(Settings):
    """What a data team writes. The tenant's name comes from the file's name."""

    owner: Email
    """E-mail address of the team; alerts and questions go there."""

    cost_center: CostCenter
    """Who pays, in quotes. It becomes a label and a tag."""

    size: SizeName
    """`xs` to `xl`: the queue's guaranteed and greatest vCPU and memory, and object counts."""

    access: AccessSettings
    """Who in the team may do what."""

    history_server: HistoryServerSettings | None = None
    """The user interface of finished jobs: `{}` turns it on; unset: none. It takes a quarter of a
    vCPU and 2.5 GiB of the queue while it runs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantOutputs(Contract):
    """What the team needs to know.

    Attributes:
        namespace: Namespace in which its jobs run.
        queue: Queue that its jobs wait in.
        bucket: Bucket that is its own.
        workload_role_arn: Role that its pods have in AWS.
        admin_role_arn: Role that its administrators take.
    """

    namespace: pulumi.Output[str]
    queue: pulumi.Output[str]
    bucket: pulumi.Output[str]
    workload_role_arn: pulumi.Output[str]
    admin_role_arn: pulumi.Output[str]


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


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantArgs:
    """What the layer needs.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        settings: What the team's file says.
        cluster: What layer 1 promises.
        platform: What layer 2 promises.
    """

    environment: str
    tenant: str
    settings: TenantSettings
    cluster: ClusterOutputs
    platform: PlatformOutputs


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
        self._profile = PROFILES[args.cluster.profile]
        bucket = self._bucket()
        room = self._room()
        self._furnish(room.namespace)
        workload = self._workload(bucket, room.namespace)
        self._history(bucket, room.namespace, workload)
        admin = AdminAccess(
            self.child("admin"),
            AdminAccessArgs(
                environment=args.environment,
                tenant=args.tenant,
                principals=args.settings.access.admins,
                cluster_name=args.cluster.cluster_name,
                boundary_arn=args.cluster.boundary_arn,
                namespace=room.namespace,
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
                protect=self._profile.protect,
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
                protect=self._profile.protect,
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
                service_accounts=self._accounts(),
            ),
            opts=self.child_opts(),
        )

    def _accounts(self) -> tuple[str, ...]:
        history = self._args.settings.history_server
        return (SERVICE_ACCOUNT, HISTORY_ACCOUNT) if history else (SERVICE_ACCOUNT,)

    def _history(
        self, bucket: Bucket, namespace: pulumi.Output[str], workload: WorkloadIdentity
    ) -> None:
        history = self._args.settings.history_server
        if history is None:
            return
        SparkHistoryServer(
            self.child("history"),
            SparkHistoryServerArgs(
                namespace=namespace,
                bucket_name=bucket.bucket_name,
                image=self._args.platform.spark_repository.apply(
                    lambda repository: f"{repository}:{versions.SPARK_IMAGE}"
                ),
                retention_days=history.retention_days,
            ),
            opts=self.child_opts(depends_on=[workload]),
        )
