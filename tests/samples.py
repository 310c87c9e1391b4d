"""One example of every component: a new one joins the house rules by one line here."""

from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

from components.base import Component
from components.cluster.access import ClusterAccess, ClusterAccessArgs
from components.cluster.control_plane import ControlPlane, ControlPlaneArgs
from components.cluster.encryption_key import EncryptionKey, EncryptionKeyArgs
from components.cluster.managed_addon import COREDNS, ManagedAddon, ManagedAddonArgs
from components.cluster.node_role import NodeRole, NodeRoleArgs
from components.cluster.permissions_boundary import PermissionsBoundary, PermissionsBoundaryArgs
from components.compute.interruption_queue import InterruptionQueue, InterruptionQueueArgs
from components.compute.karpenter import Karpenter, KarpenterArgs
from components.compute.node_class import NodeClass, NodeClassArgs
from components.compute.node_pool import GENERAL, NodePool, NodePoolArgs
from components.helm_release import HelmRelease, HelmReleaseArgs
from components.network.vpc import Vpc, VpcArgs
from components.services.spark_operator import SparkOperator, SparkOperatorArgs
from components.services.spec import ServiceFacts
from components.services.yunikorn import YuniKorn, YuniKornArgs
from components.storage.bucket import Bucket, BucketArgs
from components.tenancy.admin_access import AdminAccess, AdminAccessArgs
from components.tenancy.namespace import TenantNamespace, TenantNamespaceArgs
from components.tenancy.network_policies import TenantNetwork, TenantNetworkArgs
from components.tenancy.object_quota import ObjectQuota, ObjectQuotaArgs
from components.tenancy.sizes import SIZES
from components.tenancy.spark_account import SparkAccount, SparkAccountArgs
from components.tenancy.workload_identity import WorkloadIdentity, WorkloadIdentityArgs
from components.versions import KARPENTER
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

FACTS = ServiceFacts(
    replicas=2,
    submission_workers=20,
    submission_cpu="4",
    submission_memory="8Gi",
    preemption_delay_seconds=60,
)

TENANT = TenantNamespaceArgs(
    tenant="ads", owner="ads@example.com", cost_center="4711", size=SIZES["s"], protect=False
)

# SystemNodes is missing: it needs a control plane that is itself a component, so the layer's own
# plan stands for it.
SAMPLES: dict[type[Component], Any] = {
    AdminAccess: AdminAccessArgs(
        environment="dev",
        tenant="ads",
        principals=(ADMIN,),
        cluster_name="strata-dev",
        boundary_arn=BOUNDARY,
        namespace="ads",
    ),
    Bucket: BucketArgs(bucket_name="example", key_arn=KEY, protect=True),
    ClusterAccess: ClusterAccessArgs(cluster_name="strata-dev", admins=(ADMIN,)),
    ControlPlane: ControlPlaneArgs(
        environment="dev",
        vpc_id="vpc-1",
        subnet_ids=["subnet-1", "subnet-2"],
        key_arn=KEY,
        boundary_arn=BOUNDARY,
        public_cidrs=("203.0.113.0/24",),
        protect=True,
    ),
    EncryptionKey: EncryptionKeyArgs(alias="strata-dev", description="example", protect=True),
    HelmRelease: HelmReleaseArgs(
        release="example", chart=KARPENTER, namespace="kube-system", values={"replicas": 2}
    ),
    InterruptionQueue: InterruptionQueueArgs(queue_name="strata-dev"),
    Karpenter: KarpenterArgs(
        environment="dev",
        account=ACCOUNT,
        region=REGION,
        cluster_name="strata-dev",
        cluster_arn=CLUSTER_ARN,
        endpoint="https://cluster.example.com",
        boundary_arn=BOUNDARY,
    ),
    ManagedAddon: ManagedAddonArgs(cluster_name="strata-dev", spec=COREDNS),
    NodeClass: NodeClassArgs(
        node_class="spark-executor",
        cluster_name="strata-dev",
        node_role_name="strata-dev-karpenter-node",
        security_group_id="sg-1",
        root_gib=50,
        local_nvme=True,
        tags={"strata:environment": "dev"},
    ),
    NodePool: NodePoolArgs(spec=GENERAL, node_class_name="general", max_vcpus=200),
    NodeRole: NodeRoleArgs(environment="dev", purpose="system-node", boundary_arn=BOUNDARY),
    ObjectQuota: ObjectQuotaArgs(namespace="ads", size=SIZES["s"]),
    PermissionsBoundary: PermissionsBoundaryArgs(environment="dev"),
    SparkAccount: SparkAccountArgs(namespace="ads"),
    SparkOperator: SparkOperatorArgs(facts=FACTS),
    TenantNamespace: TENANT,
    TenantNetwork: TenantNetworkArgs(namespace="ads", dns_address="172.20.0.10"),
    Vpc: VpcArgs(
        region=REGION,
        cluster_name="strata-dev",
        primary_cidr=IPv4Network("10.0.0.0/16"),
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
    YuniKorn: YuniKornArgs(facts=FACTS),
}
