"""What layer 1 promises the layers above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pulumi

from components.network.endpoints import EndpointSet
from layers.contract import Contract
from layers.profile import ProfileName


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterOutputs(Contract):
    """What the layers above may rely on.

    Attributes:
        account: AWS account.
        region: AWS region.
        profile: `dev` or `prod`.
        kubernetes_version: Minor version of Kubernetes.
        dns_address: Address of the kube-dns Service.
        system_instance_type: Instance type of the system nodes.
        cluster_name: Name of the cluster.
        cluster_arn: ARN of the cluster.
        endpoint: URL of the Kubernetes API.
        certificate_authority: Its certificate, base64.
        boundary_arn: Permissions boundary that every role must carry.
        key_arn: KMS key of the environment.
        chart_mirror: Where a copy of every chart is; empty: nowhere.
        image_registries: What replaces each image registry, by host.
        vpc_id: VPC of the cluster.
        security_group_id: Security group of every node, and so of every pod.
        database_subnet_ids: Subnets of the platform's own databases, one a zone.
        tenant_database_subnet_ids: Subnets of tenants' databases and caches, one a zone.
        tenant_node_class: `spec` of the EC2NodeClass that a tenant's own nodes begin with.
        api_address: Address of the Kubernetes API's Service.
        vpc_cidrs: Every block of the VPC.
        private_cidrs: Blocks of the subnets of control-plane interfaces and endpoints.
        tenant_database_cidrs: Blocks of the subnets of tenants' databases and caches.
        endpoints: Which AWS services have addresses in the VPC; only the owner of an existing one
            knows.
        s3_cidrs: Blocks of S3 in the region.
        group_prefix: What stands before each group of the identity provider; empty: there is none.
    """

    account: str
    region: str
    profile: ProfileName
    kubernetes_version: str
    dns_address: str
    system_instance_type: str
    cluster_name: pulumi.Output[str]
    cluster_arn: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    certificate_authority: pulumi.Output[str]
    boundary_arn: pulumi.Output[str]
    key_arn: pulumi.Output[str]
    chart_mirror: str
    image_registries: Mapping[str, str]
    vpc_id: pulumi.Output[str]
    security_group_id: pulumi.Output[str]
    database_subnet_ids: pulumi.Output[list[str]]
    tenant_database_subnet_ids: pulumi.Output[list[str]]
    tenant_node_class: pulumi.Output[Mapping[str, Any]]
    api_address: str
    vpc_cidrs: Sequence[str]
    private_cidrs: Sequence[str]
    tenant_database_cidrs: Sequence[str]
    endpoints: EndpointSet | Literal["unknown"]
    s3_cidrs: pulumi.Output[list[str]]
    group_prefix: str
