"""One example of every component: a new one joins the house rules by one line here."""

import dataclasses
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

from components.base import Component
from components.billing.cost_allocation import CostAllocation, CostAllocationArgs
from components.billing.tenants_anomalies import TenantsAnomalies, TenantsAnomaliesArgs
from components.cluster.access import ClusterAccess, ClusterAccessArgs, IdentityProvider
from components.cluster.addon_identity import AddonIdentity, AddonIdentityArgs
from components.cluster.control_plane import ControlPlane, ControlPlaneArgs, ControlPlaneTuning
from components.cluster.encryption_key import EncryptionKey, EncryptionKeyArgs
from components.cluster.managed_addon import EBS_CSI_DRIVER, ManagedAddon, ManagedAddonArgs
from components.cluster.node_role import NodeRole, NodeRoleArgs
from components.cluster.permissions_boundary import PermissionsBoundary, PermissionsBoundaryArgs
from components.compute.default_pools import general
from components.compute.interruption_queue import InterruptionQueue, InterruptionQueueArgs
from components.compute.karpenter import Karpenter, KarpenterArgs, KarpenterOptions
from components.compute.node_class import (
    SPARK_NVME,
    KubeletArgs,
    NodeClass,
    NodeClassArgs,
    NodeIdentity,
)
from components.compute.node_pool import NodePool, NodePoolArgs
from components.compute.nvidia_device_plugin import NvidiaDevicePlugin, NvidiaDevicePluginArgs
from components.database.postgres import DatabaseSize
from components.dns.ndots import NdotsPolicy, NdotsPolicyArgs
from components.dns.node_local_dns import NodeLocalDns, NodeLocalDnsArgs
from components.guardrails.application_ids import ApplicationIds, ApplicationIdsArgs
from components.guardrails.guardrails import Guardrails, GuardrailsArgs
from components.guardrails.images import ImageSources
from components.guardrails.suspended_tenants import SuspendedTenants, SuspendedTenantsArgs
from components.helm_release import HelmRelease, HelmReleaseArgs
from components.network.address_plan import POD_BLOCKS, SERVICE_CIDR
from components.network.endpoints import Endpoints, EndpointsArgs
from components.network.metadata_guard import MetadataGuard, MetadataGuardArgs
from components.network.vpc import Vpc, VpcArgs
from components.observability.alert_topic import AlertTopic, AlertTopicArgs
from components.observability.monitoring import Monitoring, MonitoringArgs
from components.observability.monitors import TARGETS
from components.services.access import Access, Oidc
from components.services.airflow.airflow import Airflow, AirflowArgs
from components.services.airflow.database import AirflowDatabase, AirflowDatabaseArgs
from components.services.airflow.facts import AirflowFacts, Login
from components.services.airflow.identities import (
    Place,
    author_document,
    own_document,
    task_document,
)
from components.services.airflow.secrets import AirflowSecrets, AirflowSecretsArgs
from components.services.aws_load_balancer_controller import (
    LoadBalancerController,
    LoadBalancerControllerArgs,
    LoadBalancerControllerFacts,
)
from components.services.entrance import Entrance, EntranceArgs
from components.services.fluent_bit import FluentBit, FluentBitArgs, FluentBitFacts
from components.services.identity import ClusterIdentity, ServiceIdentity, ServiceIdentityArgs
from components.services.kube_prometheus_stack.addon import KubePrometheusStackFacts
from components.services.kube_prometheus_stack.stack import (
    KubePrometheusStack,
    KubePrometheusStackArgs,
)
from components.services.oidc_client import OidcClient, OidcClientArgs
from components.services.spark_operator import (
    SparkOperator,
    SparkOperatorArgs,
    SparkOperatorFacts,
)
from components.services.user_interface import FirstAccount, UserInterface
from components.services.yunikorn import YuniKorn, YuniKornArgs, YuniKornFacts
from components.spark import Executors, JobTenant, SparkJob, application
from components.storage.bucket import Bucket, BucketArgs
from components.storage.image_cache import ImageCache, ImageCacheArgs
from components.storage.spark_repository import SparkRepository, SparkRepositoryArgs
from components.storage.storage_classes import StorageClasses, StorageClassesArgs
from components.tenancy.access import People, TenantAccess, TenantAccessArgs
from components.tenancy.airflow_tasks import AirflowTasks, AirflowTasksArgs
from components.tenancy.alert_route import AlertRoute, AlertRouteArgs
from components.tenancy.anomalies import TenantAnomalies, TenantAnomaliesArgs
from components.tenancy.budget import TenantBudget, TenantBudgetArgs
from components.tenancy.cache import TenantCache, TenantCacheArgs
from components.tenancy.catalog import TenantCatalog, TenantCatalogArgs
from components.tenancy.compute_budget import ComputeBudget, ComputeBudgetArgs
from components.tenancy.data_rights import bucket_document
from components.tenancy.database import TenantDatabase, TenantDatabaseArgs, database_size
from components.tenancy.dedicated_pool import DedicatedPool, DedicatedPoolArgs
from components.tenancy.jupyterhub import JupyterHub, JupyterHubArgs
from components.tenancy.limit_range import ContainerDefaults, ContainerDefaultsArgs
from components.tenancy.log_group import TenantLogs, TenantLogsArgs
from components.tenancy.namespace import TenantNamespace, TenantNamespaceArgs
from components.tenancy.network_policies import Store, TenantNetwork, TenantNetworkArgs
from components.tenancy.object_quota import ObjectQuota, ObjectQuotaArgs
from components.tenancy.own_airflow import OwnAirflow, OwnAirflowArgs
from components.tenancy.priority_classes import PriorityClasses, PriorityClassesArgs
from components.tenancy.queues import Queue, TenantQueues, TenantQueuesArgs
from components.tenancy.registry import TenantRegistry, TenantRegistryArgs
from components.tenancy.role_documents import RoleDocuments, RoleDocumentsArgs
from components.tenancy.service import Replicas, Service, TenantServices, TenantServicesArgs
from components.tenancy.service_accounts import ServiceAccounts, ServiceAccountsArgs
from components.tenancy.sharing import Home
from components.tenancy.sizes import SIZES
from components.tenancy.spark_history_server import SparkHistoryServer, SparkHistoryServerArgs
from components.tenancy.topics import TenantTopics, TenantTopicsArgs, Topic
from components.tenancy.workload_identity import WorkloadIdentity, WorkloadIdentityArgs
from components.versions import KARPENTER, KUBERNETES
from strata.project import Project

ROOT = Path(__file__).parents[1]
PROJECT = Project(ROOT)

ACCOUNT = "111122223333"
REGION = "eu-west-1"
CLUSTER_ARN = f"arn:aws:eks:{REGION}:{ACCOUNT}:cluster/strata-dev"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/strata/dev/strata-dev-boundary"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/example"
ADMIN = f"arn:aws:iam::{ACCOUNT}:role/platform"
BUCKET_ARN = "arn:aws:s3:::example"
HOME = Home(environment="dev", tenant="ads", account=ACCOUNT, region=REGION)
KAFKA = f"arn:aws:kafka:{REGION}:{ACCOUNT}:cluster/events/12345678-1234-1234-1234-123456789012-1"

SPARK_OPERATOR = SparkOperatorFacts(replicas=2, workers=20, millicores=4000, memory_mib=8192)
YUNIKORN = YuniKornFacts(replicas=2, preemption_delay_seconds=60)
AIRFLOW_DATABASE = DatabaseSize(
    instance_class="db.m7g.large", allocated_gib=50, multi_az=True, backup_days=14
)
AIRFLOW_LOGIN = Login(
    issuer_url="https://login.example.com",
    client_id="strata",
    client_secret_arn=f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:strata/dev/access/c-a1b2c3",
    roles={"data": ("User",), "platform": ("Admin", "Op")},
)
AIRFLOW = AirflowFacts(
    environment="dev",
    region=REGION,
    log_bucket=f"strata-dev-airflow-logs-{ACCOUNT}-{REGION}-an",
    dag_bucket=f"strata-dev-airflow-dags-{ACCOUNT}-{REGION}-an",
    replicas=1,
    scale="small",
    parallelism=64,
    pool_size=20,
    log_days=90,
    url="",
    login=None,
    database=DatabaseSize(
        instance_class="db.t4g.micro", allocated_gib=20, multi_az=False, backup_days=1
    ),
)
AIRFLOW_PLACE = Place(
    environment="dev",
    account=ACCOUNT,
    region=REGION,
    log_bucket_arn=f"arn:aws:s3:::{AIRFLOW.log_bucket}",
    dag_bucket_arn=f"arn:aws:s3:::{AIRFLOW.dag_bucket}",
    key_arn=KEY,
)
_ADS_BUCKET = f"strata-dev-ads-{ACCOUNT}-{REGION}-an"
OWN_AIRFLOW = dataclasses.replace(
    AIRFLOW, tenant="ads", log_bucket=_ADS_BUCKET, dag_bucket=_ADS_BUCKET
)
OWN_AIRFLOW_PLACE = dataclasses.replace(
    AIRFLOW_PLACE,
    log_bucket_arn=f"arn:aws:s3:::{_ADS_BUCKET}",
    dag_bucket_arn=f"arn:aws:s3:::{_ADS_BUCKET}",
)
MONITORING = KubePrometheusStackFacts(
    environment="dev",
    account=ACCOUNT,
    region=REGION,
    replicas=1,
    millicores=500,
    memory_mib=2048,
    volume_gib=50,
    retention_days=35,
    state_metrics_memory_mib=192,
    slack_secret="",
    url="",
    login=None,
)
FLUENT_BIT = FluentBitFacts(
    environment="dev", region=REGION, platform_namespaces=("default", "kube-system", "monitoring")
)
ALERT_TOPIC = AlertTopicArgs(
    topic_name="strata-dev-platform-alerts", key_arn=KEY, emails=("on-call@example.com",)
)
CLUSTER = ClusterIdentity(
    environment="dev",
    account=ACCOUNT,
    region=REGION,
    cluster_name="strata-dev",
    cluster_arn=CLUSTER_ARN,
    boundary_arn=BOUNDARY,
)

LOAD_BALANCER_CONTROLLER = LoadBalancerControllerFacts(
    replicas=2,
    cluster_name="strata-dev",
    region=REGION,
    vpc_id="vpc-1",
    tags={"strata:environment": "dev", "strata:layer": "platform"},
)
ACCESS = Access(
    domain="data.example.com",
    certificate_arn=f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/example",
    visibility="public",
    allowed_cidrs=("198.51.100.0/24",),
    oidc=Oidc(
        issuer_url="https://login.example.com",
        authorization_endpoint="https://login.example.com/authorize",
        token_endpoint="https://login.example.com/token",  # noqa: S106 - an address
        user_info_endpoint="https://login.example.com/userinfo",
        client_id="strata",
        client_secret_arn=AIRFLOW_LOGIN.client_secret_arn,
    ),
)
INTERFACE = UserInterface(
    name="example",
    namespace="example",
    service="example-web",
    port=8080,
    health_path="/health",
    account=FirstAccount(user="admin", secret="example-admin", key="password"),  # noqa: S106 - a name
)

KARPENTER_OPTIONS = KarpenterOptions(
    cpu="1",
    memory="2Gi",
    batch_idle_seconds=1,
    batch_max_seconds=10,
    spot_to_spot=False,
    isolated=False,
    zonal_shift=True,
    reserved_enis=0,
)

OWNER = JobTenant(
    environment="dev",
    name="ads",
    cost_center="4711",
    size=SIZES["s"],
    account=ACCOUNT,
    region=REGION,
    zones=("a", "b"),
)

TENANT = TenantNamespaceArgs(
    tenant="ads", owner="ads@example.com", cost_center="4711", size=SIZES["s"], protect=False
)

# SystemNodes is missing: it needs a control plane that is itself a component, so the layer's own
# plan stands for it.
SAMPLES: dict[type[Component], Any] = {
    AddonIdentity: AddonIdentityArgs(
        environment="dev",
        account=ACCOUNT,
        cluster_arn=CLUSTER_ARN,
        boundary_arn=BOUNDARY,
        purpose="ebs-csi",
        managed_policies={"volumes": "arn:aws:iam::aws:policy/Example"},
        documents={"buckets": "{}"},
    ),
    Airflow: AirflowArgs(
        facts=AIRFLOW,
        cluster=CLUSTER,
        vpc_id="vpc-1",
        database_subnet_ids=["subnet-1", "subnet-2"],
        security_group_id="sg-1",
        key_arn=KEY,
        log_retention_days=7,
        protect=True,
    ),
    AirflowDatabase: AirflowDatabaseArgs(
        identifier="strata-dev-airflow",
        size=AIRFLOW_DATABASE,
        max_connections=100,
        vpc_id="vpc-1",
        subnet_ids=["subnet-1", "subnet-2"],
        client_security_group_id="sg-1",
        key_arn=KEY,
        log_retention_days=7,
        protect=True,
        keep=True,
    ),
    AirflowSecrets: AirflowSecretsArgs(
        database_host="database.example.com",
        database_password="example",  # noqa: S106 - an example
        pool_size=20,
        admin_secret="strata/dev/airflow/admin",  # noqa: S106 - a name
        key_arn=KEY,
        protect=True,
        namespace="airflow",
    ),
    AirflowTasks: AirflowTasksArgs(
        cluster_name="strata-dev",
        namespace="ads",
        role_name="strata-dev-ads-workload",
        role_arn="arn:aws:iam::111122223333:role/strata/dev/strata-dev-ads-workload",
        document=task_document(AIRFLOW_PLACE, "ads"),
    ),
    AlertRoute: AlertRouteArgs(
        environment="dev",
        tenant="ads",
        namespace="ads",
        emails=("ads@example.com",),
        cost_emails=("finops@example.com",),
        region=REGION,
        key_arn=KEY,
    ),
    AlertTopic: ALERT_TOPIC,
    Bucket: BucketArgs(bucket_name="example", key_arn=KEY, protect=True),
    ClusterAccess: ClusterAccessArgs(
        cluster_name="strata-dev",
        admins=(ADMIN,),
        identity_provider=IdentityProvider(
            issuer_url="https://login.example.com",
            client_id="strata",
            username_claim="email",
            groups_claim="groups",
            prefix="oidc:",
        ),
    ),
    ComputeBudget: ComputeBudgetArgs(tenant="ads", namespace="ads", monthly_usd=12_000),
    ContainerDefaults: ContainerDefaultsArgs(namespace="ads"),
    CostAllocation: CostAllocationArgs(),
    ControlPlane: ControlPlaneArgs(
        environment="dev",
        kubernetes_version=KUBERNETES,
        vpc_id="vpc-1",
        subnet_ids=["subnet-1", "subnet-2"],
        key_arn=KEY,
        boundary_arn=BOUNDARY,
        service_cidr=SERVICE_CIDR,
        public_cidrs=("203.0.113.0/24",),
        log_types=("api", "audit"),
        log_retention_days=7,
        tuning=ControlPlaneTuning(
            scoring="MostAllocated",
            event_ttl_minutes=30,
            terminated_pod_threshold=2000,
            tier="standard",
            zonal_shift=True,
        ),
        deletion_protection=True,
        protect=True,
    ),
    DedicatedPool: DedicatedPoolArgs(
        tenant="ads",
        size=SIZES["s"],
        node_class={"tags": {}},
        tags={"strata:tenant": "ads"},
    ),
    Endpoints: EndpointsArgs(
        region=REGION,
        vpc_id="vpc-1",
        subnet_ids=["subnet-1", "subnet-2"],
        cidrs=("10.0.0.0/16", "100.64.0.0/16"),
        endpoints="private",
    ),
    Entrance: EntranceArgs(access=ACCESS, interfaces=(INTERFACE,), protect=True),
    EncryptionKey: EncryptionKeyArgs(alias="strata-dev", description="example", protect=True),
    FluentBit: FluentBitArgs(facts=FLUENT_BIT, cluster=CLUSTER, retention_days=7),
    HelmRelease: HelmReleaseArgs(
        release="example", chart=KARPENTER, namespace="kube-system", values={"replicas": 2}
    ),
    ImageCache: ImageCacheArgs(environment="dev", credentials={"ghcr": "arn:example"}),
    InterruptionQueue: InterruptionQueueArgs(queue_name="strata-dev"),
    JupyterHub: JupyterHubArgs(
        namespace="ads",
        image="example:1",
        application=application(
            SparkJob(
                name="notebook",
                main_application_file="local:///notebook.py",
                executors=Executors(most=10),
            ),
            OWNER,
        ),
        storage_class="gp3",
        home_gib=10,
        cull_seconds=3600,
    ),
    Karpenter: KarpenterArgs(
        environment="dev",
        account=ACCOUNT,
        region=REGION,
        cluster_name="strata-dev",
        cluster_arn=CLUSTER_ARN,
        endpoint="https://cluster.example.com",
        boundary_arn=BOUNDARY,
        node_documents={},
        options=KARPENTER_OPTIONS,
    ),
    KubePrometheusStack: KubePrometheusStackArgs(
        facts=MONITORING, cluster=CLUSTER, topic=ALERT_TOPIC
    ),
    LoadBalancerController: LoadBalancerControllerArgs(
        facts=LOAD_BALANCER_CONTROLLER, cluster=CLUSTER
    ),
    ManagedAddon: ManagedAddonArgs(
        cluster_name="strata-dev",
        spec=EBS_CSI_DRIVER,
        version="v1",
        role_arn=f"arn:aws:iam::{ACCOUNT}:role/example",
    ),
    MetadataGuard: MetadataGuardArgs(),
    Monitoring: MonitoringArgs(
        namespace="monitoring",
        targets=TARGETS,
        rules={"example": {"groups": []}},
        dashboards={"example": "{}"},
    ),
    NdotsPolicy: NdotsPolicyArgs(),
    NodeClass: NodeClassArgs(
        spec=SPARK_NVME,
        subnet_ids=["subnet-1", "subnet-2"],
        security_group_id="sg-1",
        identity=NodeIdentity(role_name="strata-dev-karpenter-node"),
        kubelet=KubeletArgs(
            max_pods=30,
            kube_reserved={"cpu": "310m", "memory": "585Mi", "ephemeral-storage": "1Gi"},
            prefixes=2,
        ),
        tags={"strata:environment": "dev"},
    ),
    NodeLocalDns: NodeLocalDnsArgs(
        dns_address="172.20.0.10", image="registry.k8s.io/dns/k8s-dns-node-cache:1"
    ),
    NodePool: NodePoolArgs(spec=general(200), node_class_name="general"),
    NodeRole: NodeRoleArgs(
        environment="dev",
        purpose="system-node",
        boundary_arn=BOUNDARY,
        documents={"first-pull": "{}"},
    ),
    NvidiaDevicePlugin: NvidiaDevicePluginArgs(pool="gpu"),
    ObjectQuota: ObjectQuotaArgs(namespace="ads", size=SIZES["s"]),
    OwnAirflow: OwnAirflowArgs(
        facts=OWN_AIRFLOW,
        cluster=CLUSTER,
        database_host="database.example.com",
        database_password="example",  # noqa: S106 - an example
        document=own_document(OWN_AIRFLOW_PLACE, "ads"),
        network=TenantNetworkArgs(
            namespace="ads-airflow",
            dns_address="172.20.0.10",
            api_blocks=["172.20.0.1/32"],
            aws_blocks=["10.0.16.0/24"],
            stores={"database": Store(blocks=["10.0.48.0/24"], ports=[5432])},
        ),
        visitors=["strata:ads:admin"],
        key_arn=KEY,
        log_retention_days=7,
        protect=True,
        working=True,
    ),
    OidcClient: OidcClientArgs(
        namespace="example",
        client_id="strata",
        client_secret="example",  # noqa: S106 - an example
    ),
    PermissionsBoundary: PermissionsBoundaryArgs(environment="dev"),
    PriorityClasses: PriorityClassesArgs(),
    SuspendedTenants: SuspendedTenantsArgs(),
    ApplicationIds: ApplicationIdsArgs(),
    Guardrails: GuardrailsArgs(
        mode="enforce",
        images=ImageSources(
            registries=("registry.example.com",),
            reserved=("registry.example.com/strata-",),
            tenants="registry.example.com/strata-dev/",
            platform=("registry.example.com/strata-dev/spark",),
        ),
    ),
    ServiceAccounts: ServiceAccountsArgs(namespace="ads", notebooks=True, airflow=True),
    RoleDocuments: RoleDocumentsArgs(
        role_name="strata-dev-ads-workload", documents={"queues": "{}"}
    ),
    ServiceIdentity: ServiceIdentityArgs(
        cluster=CLUSTER,
        purpose="example",
        namespace="example",
        service_accounts=("one", "two"),
        documents={"logs": "{}"},
    ),
    SparkHistoryServer: SparkHistoryServerArgs(
        namespace="ads", bucket_name="example", image="example:1", retention_days=30
    ),
    SparkOperator: SparkOperatorArgs(facts=SPARK_OPERATOR),
    SparkRepository: SparkRepositoryArgs(environment="dev", key_arn=KEY, protect=True),
    StorageClasses: StorageClassesArgs(tags={"strata:environment": "dev"}),
    TenantAccess: TenantAccessArgs(
        environment="dev",
        tenant="ads",
        people={
            "admin": People(principals=(ADMIN,), groups=("oidc:ads",)),
            "viewer": People(groups=("oidc:everybody",)),
        },
        cluster_name="strata-dev",
        boundary_arn=BOUNDARY,
        namespace="ads",
        documents={"admin": {"airflow": author_document(AIRFLOW_PLACE, "ads")}},
    ),
    TenantAnomalies: TenantAnomaliesArgs(
        environment="dev", tenant="ads", least_usd=200, emails=("ads@example.com",)
    ),
    TenantBudget: TenantBudgetArgs(
        environment="dev",
        tenant="ads",
        monthly_usd=12_000,
        alert_percents=(50, 80, 100),
        emails=("ads@example.com",),
    ),
    TenantsAnomalies: TenantsAnomaliesArgs(
        environment="dev",
        emails=("finops@example.com",),
        least_usd=100,
        tags={"strata:environment": "dev"},
    ),
    TenantCache: TenantCacheArgs(
        environment="dev",
        tenant="ads",
        max_gib=5,
        vpc_id="vpc-1",
        subnet_ids=["subnet-1", "subnet-2"],
        client_security_group_id="sg-1",
        key_arn=KEY,
        snapshot_days=1,
        protect=True,
    ),
    TenantDatabase: TenantDatabaseArgs(
        environment="dev",
        tenant="ads",
        size=database_size("s", multi_az=False, backup_days=1),
        vpc_id="vpc-1",
        subnet_ids=["subnet-1", "subnet-2"],
        client_security_group_id="sg-1",
        key_arn=KEY,
        log_retention_days=7,
        protect=True,
        keep=True,
    ),
    TenantLogs: TenantLogsArgs(environment="dev", tenant="ads", retention_days=7),
    TenantNamespace: TENANT,
    TenantServices: TenantServicesArgs(
        namespace="ads",
        tenant="ads",
        services={
            "recommend": Service(
                image="registry.example.com/recommend:1",
                args=["--quick"],
                port=8080,
                ready_path="/ready",
                live_path="/live",
                replicas=Replicas(2, 10),
                cpu="500m",
                memory="1Gi",
                env={"MODEL": "small"},
                user=1000,
            )
        },
    ),
    TenantNetwork: TenantNetworkArgs(
        namespace="ads",
        dns_address="172.20.0.10",
        api_blocks=["172.20.0.1/32"],
        aws_blocks=["10.0.16.0/24"],
        internet_blocks=["8.0.0.0/7"],
        stores={"database": Store(blocks=["10.0.48.0/24"], ports=[5432])},
    ),
    TenantQueues: TenantQueuesArgs(
        environment="dev",
        tenant="ads",
        account=ACCOUNT,
        region=REGION,
        queues={
            "orders": Queue(fifo=True, visibility_seconds=300, retention_hours=96, max_receives=5)
        },
        key_arn=KEY,
    ),
    TenantRegistry: TenantRegistryArgs(
        environment="dev", tenant="ads", repositories=("jobs",), key_arn=KEY, protect=True
    ),
    TenantTopics: TenantTopicsArgs(
        tenant="ads",
        cluster_arn=KAFKA,
        topics={"orders.created.v1": Topic(partitions=6, retention_hours=168)},
        protect=True,
    ),
    TenantCatalog: TenantCatalogArgs(
        environment="dev", tenant="ads", bucket_name="example", protect=True
    ),
    Vpc: VpcArgs(
        region=REGION,
        cluster_name="strata-dev",
        primary_cidr=IPv4Network("10.0.0.0/16"),
        pod_cidrs=POD_BLOCKS,
        zones=("a", "b"),
        nat="single",
        protect=True,
    ),
    WorkloadIdentity: WorkloadIdentityArgs(
        environment="dev",
        tenant="ads",
        account=ACCOUNT,
        cluster_name="strata-dev",
        cluster_arn=CLUSTER_ARN,
        boundary_arn=BOUNDARY,
        own_data=bucket_document(HOME, [KEY], change=True),
        namespace="ads",
        service_accounts=("spark",),
    ),
    YuniKorn: YuniKornArgs(facts=YUNIKORN),
}
