"""OwnAirflow: an Airflow that runs one tenant's DAGs, and nobody else's.

It has a namespace of its own, which no account of the tenant's may change: what starts tasks, and
the keys that it holds, stay out of reach of the tasks.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.base import Component
from components.services import install
from components.services.airflow.airflow import ADDON, admin_secret
from components.services.airflow.facts import AirflowFacts
from components.services.airflow.identities import PARTS
from components.services.airflow.pod_files import mounted
from components.services.airflow.secrets import AirflowSecrets, AirflowSecretsArgs
from components.services.airflow.values import SERVICE_ACCOUNTS, values
from components.services.identity import ClusterIdentity, ServiceIdentity, ServiceIdentityArgs
from components.sources import ORIGINALS, Sources
from components.tenancy.group_role import group_role
from components.tenancy.log_group import TenantLogs, TenantLogsArgs
from components.tenancy.network_policies import TenantNetwork, TenantNetworkArgs

VISITORS = "visitors"
"""Name of the Role of those who may look at its pages."""

# A Service's port is forwarded by way of a pod of it. No Secrets: its keys open what it keeps.
VISITOR_RULES: tuple[kubernetes.rbac.v1.PolicyRuleArgsDict, ...] = (
    {"api_groups": [""], "resources": ["pods", "services"], "verbs": ["get", "list"]},
    {"api_groups": [""], "resources": ["pods/log"], "verbs": ["get"]},
    {"api_groups": [""], "resources": ["pods/portforward"], "verbs": ["create"]},
)


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnAirflowArgs:
    """What a tenant's own Airflow needs.

    Attributes:
        facts: What its values depend on, the tenant among them.
        cluster: Which cluster it runs in.
        database_host: Address of its database.
        database_password: Password of the database's user.
        document: Policy, as JSON, of what its parts may do in AWS.
        network: What its pods reach.
        visitors: Groups that may forward a port to it, and read what its pods write.
        key_arn: Key that encrypts the first account's password.
        log_retention_days: How long what its pods write is kept.
        protect: Whether that password can be had back for a month after it was deleted.
        working: Whether it runs; otherwise all but its pods is there.
        after: What must be there before it starts a task.
        sources: Where its chart and images come from.
    """

    facts: AirflowFacts
    cluster: ClusterIdentity
    database_host: pulumi.Input[str]
    database_password: pulumi.Input[str]
    document: pulumi.Input[str]
    network: TenantNetworkArgs
    visitors: Sequence[str]
    key_arn: pulumi.Input[str]
    log_retention_days: int
    protect: bool
    working: bool
    after: Sequence[pulumi.Resource] = ()
    sources: Sources = ORIGINALS


class OwnAirflow(Component):
    """Namespace, network, keys, rights, and the release after all of them."""

    TYPE = "strata:tenancy:OwnAirflow"

    def __init__(
        self, name: str, args: OwnAirflowArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        addon = dataclasses.replace(ADDON, namespace=args.facts.namespace)
        namespace = install.namespace(self, addon)
        self._visitors(namespace)
        # A pod that starts before its rights or its fences would fail, or find none.
        before = [*args.after, self._network(namespace), self._logs(), self._identity()]
        before += [self._secrets(namespace), mounted(self, args.facts, namespace)]
        if args.working:
            install.release(self, addon, values(args.facts), args.sources, before)
        self.finish()

    def _network(self, namespace: pulumi.Resource) -> TenantNetwork:
        return TenantNetwork(
            self.child("network"),
            self._args.network,
            opts=self.child_opts(depends_on=[namespace]),
        )

    def _logs(self) -> TenantLogs:
        # The collector takes a namespace's name for its tenant's.
        facts = self._args.facts
        return TenantLogs(
            self.child("logs"),
            TenantLogsArgs(
                environment=facts.environment,
                tenant=facts.namespace,
                retention_days=self._args.log_retention_days,
            ),
            opts=self.child_opts(),
        )

    def _identity(self) -> ServiceIdentity:
        args = self._args
        return ServiceIdentity(
            self.child("identity"),
            ServiceIdentityArgs(
                cluster=args.cluster,
                purpose=args.facts.namespace,
                namespace=args.facts.namespace,
                service_accounts=tuple(SERVICE_ACCOUNTS[part] for part in PARTS),
                documents={"rights": args.document},
            ),
            opts=self.child_opts(),
        )

    def _secrets(self, namespace: kubernetes.core.v1.Namespace) -> AirflowSecrets:
        args = self._args
        return AirflowSecrets(
            self.child("secrets"),
            AirflowSecretsArgs(
                database_host=args.database_host,
                database_password=args.database_password,
                pool_size=args.facts.pool_size,
                admin_secret=admin_secret(args.facts),
                key_arn=args.key_arn,
                protect=args.protect,
                namespace=namespace.metadata.name,
            ),
            opts=self.child_opts(),
        )

    def _visitors(self, namespace: kubernetes.core.v1.Namespace) -> None:
        if not self._args.visitors:
            return
        group_role(
            self,
            ("visitors-role", "visitors-binding"),
            {"name": VISITORS, "namespace": namespace.metadata.name},
            VISITOR_RULES,
            self._args.visitors,
        )
