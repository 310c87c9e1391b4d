"""One example of every component: a new one joins the house rules by one line here."""

from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

from components.base import Component
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
from components.dns.ndots import NdotsPolicy, NdotsPolicyArgs
from components.dns.node_local_dns import NodeLocalDns, NodeLocalDnsArgs
from components.helm_release import HelmRelease, HelmReleaseArgs
from components.network.address_plan import POD_BLOCKS, SERVICE_CIDR
from components.network.endpoints import Endpoints, EndpointsArgs
from components.network.vpc import Vpc, VpcArgs
from components.services.identity import ClusterIdentity, ServiceIdentity, ServiceIdentityArgs
from components.services.spark_operator import (
    SparkOperator,
    SparkOperatorArgs,
    SparkOperatorFacts,
)
from components.services.yunikorn import YuniKorn, YuniKornArgs, YuniKornFacts
from components.storage.bucket import Bucket, BucketArgs
from components.storage.image_cache import ImageCache, ImageCacheArgs
from components.storage.spark_repository import SparkRepository, SparkRepositoryArgs
from components.storage.storage_classes import StorageClasses, StorageClassesArgs
from components.tenancy.admin_access import AdminAccess, AdminAccessArgs
from components.tenancy.namespace import TenantNamespace, TenantNamespaceArgs
from components.tenancy.network_policies import TenantNetwork, TenantNetworkArgs
from components.tenancy.object_quota import ObjectQuota, ObjectQuotaArgs
from components.tenancy.sizes import SIZES
from components.tenancy.spark_account import SparkAccount, SparkAccountArgs
from components.tenancy.spark_history_server import SparkHistoryServer, SparkHistoryServerArgs
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

SPARK_OPERATOR = SparkOperatorFacts(replicas=2, workers=20, millicores=4000, memory_mib=8192)
YUNIKORN = YuniKornFacts(replicas=2, preemption_delay_seconds=60)
CLUSTER = ClusterIdentity(
    environment="dev",
    account=ACCOUNT,
    region=REGION,
    cluster_name="strata-dev",
    cluster_arn=CLUSTER_ARN,
    boundary_arn=BOUNDARY,
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
    AdminAccess: AdminAccessArgs(
        environment="dev",
        tenant="ads",
        principals=(ADMIN,),
        cluster_name="strata-dev",
        boundary_arn=BOUNDARY,
        namespace="ads",
    ),
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
    Endpoints: EndpointsArgs(
        region=REGION,
        vpc_id="vpc-1",
        subnet_ids=["subnet-1", "subnet-2"],
        cidrs=("10.0.0.0/16", "100.64.0.0/16"),
        endpoints="private",
    ),
    EncryptionKey: EncryptionKeyArgs(alias="strata-dev", description="example", protect=True),
    HelmRelease: HelmReleaseArgs(
        release="example", chart=KARPENTER, namespace="kube-system", values={"replicas": 2}
    ),
    ImageCache: ImageCacheArgs(environment="dev", credentials={"ghcr": "arn:example"}),
    InterruptionQueue: InterruptionQueueArgs(queue_name="strata-dev"),
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
    ManagedAddon: ManagedAddonArgs(
        cluster_name="strata-dev",
        spec=EBS_CSI_DRIVER,
        version="v1",
        role_arn=f"arn:aws:iam::{ACCOUNT}:role/example",
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
    PermissionsBoundary: PermissionsBoundaryArgs(environment="dev"),
    ServiceIdentity: ServiceIdentityArgs(
        cluster=CLUSTER,
        purpose="example",
        namespace="example",
        service_accounts=("one", "two"),
        documents={"logs": "{}"},
    ),
    SparkAccount: SparkAccountArgs(namespace="ads"),
    SparkHistoryServer: SparkHistoryServerArgs(
        namespace="ads", bucket_name="example", image="example:1", retention_days=30
    ),
    SparkOperator: SparkOperatorArgs(facts=SPARK_OPERATOR),
    SparkRepository: SparkRepositoryArgs(environment="dev", key_arn=KEY, protect=True),
    StorageClasses: StorageClassesArgs(tags={"strata:environment": "dev"}),
    TenantNamespace: TENANT,
    TenantNetwork: TenantNetworkArgs(namespace="ads", dns_address="172.20.0.10"),
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
        region=REGION,
        cluster_name="strata-dev",
        cluster_arn=CLUSTER_ARN,
        boundary_arn=BOUNDARY,
        bucket_arn=BUCKET_ARN,
        key_arn=KEY,
        namespace="ads",
        service_accounts=("spark",),
    ),
    YuniKorn: YuniKornArgs(facts=YUNIKORN),
}
