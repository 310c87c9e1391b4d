"""Airflow itself: buckets, database, secrets, rights, and the release after all of them."""

from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components import names, versions
from components.base import Component
from components.services import install
from components.services.airflow.database import AirflowDatabase, AirflowDatabaseArgs
from components.services.airflow.facts import NAMESPACE, RELEASE, AirflowFacts
from components.services.airflow.identities import PARTS, Place, documents
from components.services.airflow.pod_files import mounted
from components.services.airflow.secrets import AirflowSecrets, AirflowSecretsArgs
from components.services.airflow.values import SERVICE_ACCOUNTS, values
from components.services.identity import ClusterIdentity, ServiceIdentity, ServiceIdentityArgs
from components.services.spec import AddOn
from components.sources import ORIGINALS, Image, Sources
from components.storage.bucket import Bucket, BucketArgs

ADDON = AddOn(
    name=RELEASE,
    chart=versions.AIRFLOW_CHART,
    namespace=NAMESPACE,
    images=(
        Image(name="docker.io/apache/airflow", repository="defaultAirflowRepository"),
        Image(name="docker.io/apache/airflow", repository="images.pgbouncer.repository"),
        Image(name="docker.io/apache/airflow", repository="images.pgbouncerExporter.repository"),
        Image(name="quay.io/prometheus/statsd-exporter", repository="images.statsd.repository"),
    ),
    pod_security="restricted",
)


OWN_ADMIN = f"{RELEASE}/admin"
"""Name, among a tenant's secrets, of the first password of its own Airflow."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AirflowArgs:
    """What Airflow needs.

    Attributes:
        facts: What its values and rights depend on.
        cluster: Which cluster it runs in.
        vpc_id: VPC of the cluster.
        database_subnet_ids: Subnets of its database.
        security_group_id: Security group of the cluster's nodes and pods.
        key_arn: Key that encrypts all that it keeps.
        log_retention_days: How long the database's own logs are kept.
        protect: Whether its data refuses to be deleted.
        sources: Where its chart and images come from.
    """

    facts: AirflowFacts
    cluster: ClusterIdentity
    vpc_id: pulumi.Input[str]
    database_subnet_ids: pulumi.Input[list[str]]
    security_group_id: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    log_retention_days: int
    protect: bool
    sources: Sources = ORIGINALS


def admin_secret(facts: AirflowFacts) -> str:
    """Name of the secret with the first account's password; empty where people log in elsewhere."""
    if facts.tenant:
        return names.secret(facts.environment, facts.tenant, OWN_ADMIN)
    return "" if facts.login else names.secret(facts.environment, NAMESPACE, "admin")


class Airflow(Component):
    """Airflow for all tenants; a tenant joins with a folder of DAGs and a Role, not through here.

    Attributes:
        status: What Helm says of its release.
    """

    TYPE = "strata:services:Airflow"

    status: pulumi.Output[str]

    def __init__(
        self, name: str, args: AirflowArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        namespace = install.namespace(self, ADDON)
        database = self._database()
        secrets = AirflowSecrets(
            self.child("secrets"),
            AirflowSecretsArgs(
                database_host=database.host,
                database_password=database.password,
                pool_size=args.facts.pool_size,
                admin_secret=admin_secret(args.facts),
                key_arn=args.key_arn,
                protect=args.protect,
                namespace=namespace.metadata.name,
            ),
            opts=self.child_opts(),
        )
        # A pod that starts before its rights or its database would fail, and the release with it.
        before: list[pulumi.Resource] = [database, secrets, mounted(self, args.facts, namespace)]
        before += [self._watching(), *self._identities()]
        release = install.release(self, ADDON, values(args.facts), args.sources, before)
        self.status = release.status
        self.finish()

    def _database(self) -> AirflowDatabase:
        args = self._args
        return AirflowDatabase(
            self.child("database"),
            AirflowDatabaseArgs(
                identifier=f"{names.cluster(args.facts.environment)}-{RELEASE}",
                size=args.facts.database,
                max_connections=args.facts.max_connections,
                vpc_id=args.vpc_id,
                subnet_ids=args.database_subnet_ids,
                client_security_group_id=args.security_group_id,
                key_arn=args.key_arn,
                log_retention_days=args.log_retention_days,
                protect=args.protect,
                keep=args.protect,
            ),
            opts=self.child_opts(),
        )

    def _identities(self) -> list[pulumi.Resource]:
        args = self._args
        logs = self._bucket("logs", args.facts.log_bucket, args.facts.log_days)
        dags = self._bucket("dags", args.facts.dag_bucket, None)
        known = pulumi.Output.all(logs.bucket_arn, dags.bucket_arn, args.key_arn)

        def policy(part: str) -> pulumi.Output[str]:
            return known.apply(
                lambda arns: documents(
                    Place(
                        environment=args.facts.environment,
                        account=args.cluster.account,
                        region=args.facts.region,
                        log_bucket_arn=arns[0],
                        dag_bucket_arn=arns[1],
                        key_arn=arns[2],
                    ),
                    args.facts.login,
                )[part]
            )

        return [
            ServiceIdentity(
                self.child(part),
                ServiceIdentityArgs(
                    cluster=args.cluster,
                    purpose=SERVICE_ACCOUNTS[part],
                    namespace=NAMESPACE,
                    service_accounts=(SERVICE_ACCOUNTS[part],),
                    documents={"rights": policy(part)},
                ),
                opts=self.child_opts(),
            )
            for part in PARTS
        ]

    def _bucket(self, purpose: str, bucket_name: str, days: int | None) -> Bucket:
        return Bucket(
            self.child(purpose),
            BucketArgs(
                bucket_name=bucket_name,
                key_arn=self._args.key_arn,
                expiries={"": days} if days else {},
                protect=self._args.protect,
            ),
            opts=self.child_opts(),
        )

    def _watching(self) -> pulumi.Resource:
        """Let the scheduler see pods everywhere, which is how it learns that a task has ended.

        Making, changing and deleting them is up to each tenant's namespace.
        """
        role = kubernetes.rbac.v1.ClusterRole(
            self.child("watch"),
            metadata={"name": "strata-airflow-watch"},
            rules=[{"api_groups": [""], "resources": ["pods"], "verbs": ["list", "watch"]}],
            opts=self.child_opts(),
        )
        return kubernetes.rbac.v1.ClusterRoleBinding(
            self.child("watch-binding"),
            metadata={"name": "strata-airflow-watch"},
            role_ref={
                "api_group": "rbac.authorization.k8s.io",
                "kind": "ClusterRole",
                "name": role.metadata.name,
            },
            subjects=[
                {
                    "kind": "ServiceAccount",
                    "name": SERVICE_ACCOUNTS["scheduler"],
                    "namespace": NAMESPACE,
                }
            ],
            opts=self.child_opts(),
        )
