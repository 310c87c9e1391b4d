"""The layer's component: the shared services in the order in which they come up."""

import pulumi

from components import names
from components.base import Component
from components.guardrails.suspended_tenants import SuspendedTenants, SuspendedTenantsArgs
from components.services import spark_operator, yunikorn
from components.services.install import after
from components.services.spark_operator import SparkOperator, SparkOperatorArgs
from components.services.spec import AddOn
from components.services.yunikorn import YuniKorn, YuniKornArgs
from components.storage.spark_repository import SparkRepository, SparkRepositoryArgs
from components.tenancy.priority_classes import PriorityClasses, PriorityClassesArgs
from components.tenancy.sizes import told
from layers.cluster import ClusterOutputs
from layers.platform.airflow import airflow
from layers.platform.args import PlatformArgs
from layers.platform.guardrails import guardrails
from layers.platform.kafka import kafka
from layers.platform.observability import observability
from layers.platform.outputs import PlatformOutputs
from layers.platform.settings import PlatformSettings
from layers.platform.ways_in import ways_in
from layers.providers import KubernetesApi, aws_provider, kubernetes_provider


def build(environment: str, settings: PlatformSettings, cluster: ClusterOutputs) -> PlatformOutputs:
    """Build the layer.

    Args:
        environment: Environment; it prefixes every name.
        settings: What the stack file says.
        cluster: What layer 1 promises.
    """
    outside = aws_provider(environment, "platform", account=cluster.account, region=cluster.region)
    inside = kubernetes_provider(
        environment,
        KubernetesApi(
            region=cluster.region,
            cluster_name=cluster.cluster_name,
            endpoint=cluster.endpoint,
            certificate_authority=cluster.certificate_authority,
        ),
    )
    layer = Platform(
        environment,
        PlatformArgs(environment=environment, settings=settings, cluster=cluster),
        opts=pulumi.ResourceOptions(providers=[outside, inside]),
    )
    return layer.outputs


class Platform(Component):
    """All shared services; each waits for those that it requires.

    Attributes:
        outputs: What tenants may rely on.
    """

    TYPE = "strata:layer:Platform"

    def __init__(
        self, name: str, args: PlatformArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        installed: dict[AddOn, Component] = {}
        scheduler = YuniKorn(
            self.child("yunikorn"),
            YuniKornArgs(facts=args.settings.queues.facts(args.profile), sources=args.sources),
            opts=self.child_opts(),
        )
        installed[yunikorn.ADDON] = scheduler
        installed[spark_operator.ADDON] = SparkOperator(
            self.child("spark-operator"),
            SparkOperatorArgs(
                facts=args.settings.spark_operator.facts(args.profile), sources=args.sources
            ),
            opts=self.child_opts(depends_on=after(spark_operator.ADDON, installed)),
        )
        images = SparkRepository(
            self.child("spark-images"),
            SparkRepositoryArgs(
                environment=args.environment,
                key_arn=args.cluster.key_arn,
                protect=args.profile.protect,
            ),
            opts=self.child_opts(),
        )
        events = kafka(self, args)
        workflows = airflow(self, args, installed)
        monitoring = observability(self, args, installed)
        ways_in(self, args, installed)
        PriorityClasses(self.child("priorities"), PriorityClassesArgs(), opts=self.child_opts())
        SuspendedTenants(self.child("suspended"), SuspendedTenantsArgs(), opts=self.child_opts())
        guardrails(self, args)
        self.outputs = PlatformOutputs(
            sizes=told(args.settings.sizes.table()),
            spark_repository=images.repository_url,
            tenant_queues=scheduler.status.apply(lambda _: names.TENANT_QUEUES),
            grafana_admin_secret=monitoring.grafana_secret,
            alert_topic_arn=monitoring.topic_arn,
            airflow_admin_secret=workflows.admin_secret,
            airflow_dag_bucket=workflows.dag_bucket,
            airflow_log_bucket=workflows.log_bucket,
            kafka_cluster_arn=events.cluster_arn,
            kafka_brokers=events.brokers,
        )
        self.finish()
