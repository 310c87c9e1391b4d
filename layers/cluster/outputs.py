"""What layer 1 promises the layers above."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

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
