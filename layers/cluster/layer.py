"""The layer's component: everything in the order in which it comes up and, mirrored, goes down."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.base import Component
from components.cluster.node_image import ssm_parameter
from components.network.address_plan import Role, api_address, dns_address
from layers.cluster.account import account
from layers.cluster.args import ClusterArgs
from layers.cluster.foundation import Foundation, foundation
from layers.cluster.inside import inside
from layers.cluster.nodes import nodes
from layers.cluster.outputs import ClusterOutputs
from layers.cluster.settings import ClusterSettings
from layers.providers import KubernetesApi, aws_provider, kubernetes_provider


def build(environment: str, settings: ClusterSettings) -> ClusterOutputs:
    """Build the layer.

    Args:
        environment: Environment; it prefixes every name.
        settings: What the stack file says.
    """
    provider = aws_provider(
        environment, "cluster", account=settings.account, region=settings.region
    )
    image = aws.ssm.get_parameter_output(
        name=ssm_parameter(settings.kubernetes_version),
        opts=pulumi.InvokeOutputOptions(provider=provider),
    )
    # S3 has no address of its own in the VPC: nodes reach it by the ones it has for everybody.
    s3 = aws.ec2.get_managed_prefix_list_output(
        name=f"com.amazonaws.{settings.region}.s3",
        opts=pulumi.InvokeOutputOptions(provider=provider),
    )
    layer = Cluster(
        environment,
        ClusterArgs(
            environment=environment,
            settings=settings,
            ami_id=image.value,
            s3_cidrs=s3.entries.apply(lambda entries: sorted(entry.cidr for entry in entries)),
        ),
        opts=pulumi.ResourceOptions(providers=[provider]),
    )
    return layer.outputs


class Cluster(Component):
    """The whole layer.

    Attributes:
        outputs: What the layers above may rely on.
    """

    TYPE = "strata:layer:Cluster"

    def __init__(
        self, name: str, args: ClusterArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        base = foundation(self, args)
        ready = nodes(self, args, base)
        control_plane = base.control_plane
        provider = kubernetes_provider(
            args.environment,
            KubernetesApi(
                region=args.settings.region,
                cluster_name=control_plane.cluster_name,
                endpoint=control_plane.endpoint,
                certificate_authority=control_plane.certificate_authority,
            ),
            opts=self.child_opts(depends_on=[base.access]),
        )
        tenant_nodes = inside(self, args, base, ready, provider)
        account(self, args)
        self.outputs = _outputs(args, base, tenant_nodes)
        self.finish()


def _outputs(
    args: ClusterArgs, base: Foundation, tenant_nodes: pulumi.Output[Mapping[str, Any]]
) -> ClusterOutputs:
    settings, control_plane, network = args.settings, base.control_plane, args.settings.network

    def blocks(role: Role) -> list[str]:
        return [str(block) for block in network.subnet_cidrs(role, settings.zones)]

    return ClusterOutputs(
        account=settings.account,
        region=settings.region,
        profile=settings.profile,
        kubernetes_version=settings.kubernetes_version,
        dns_address=dns_address(network.service_cidr),
        system_instance_type=settings.system_nodes.instance(args.profile).name,
        cluster_name=control_plane.cluster_name,
        cluster_arn=control_plane.cluster_arn,
        endpoint=control_plane.endpoint,
        certificate_authority=control_plane.certificate_authority,
        boundary_arn=base.boundary.policy_arn,
        key_arn=base.key.key_arn,
        chart_mirror=args.sources.chart_mirror,
        image_registries=args.sources.registries,
        vpc_id=base.vpc.vpc_id,
        security_group_id=control_plane.security_group_id,
        database_subnet_ids=base.vpc.database_subnet_ids,
        tenant_database_subnet_ids=base.vpc.tenant_database_subnet_ids,
        tenant_node_class=tenant_nodes,
        api_address=api_address(network.service_cidr),
        vpc_cidrs=[str(block) for block in network.blocks],
        private_cidrs=blocks("private"),
        tenant_database_cidrs=blocks("tenant-database"),
        endpoints="unknown" if network.existing_vpc else network.endpoints,
        s3_cidrs=pulumi.Output.from_input(args.s3_cidrs),
        group_prefix=settings.control_plane.group_prefix,
    )
