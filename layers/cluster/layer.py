"""The layer's component: everything in the order in which it comes up and, mirrored, goes down."""

import pulumi
import pulumi_aws as aws

from components.base import Component
from components.cluster.node_image import ssm_parameter
from components.network.address_plan import dns_address
from layers.cluster.args import ClusterArgs
from layers.cluster.foundation import foundation
from layers.cluster.inside import inside
from layers.cluster.nodes import nodes
from layers.cluster.outputs import ClusterOutputs
from layers.cluster.settings import ClusterSettings
from layers.providers import aws_provider, kubernetes_provider


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
    layer = Cluster(
        environment,
        ClusterArgs(environment=environment, settings=settings, ami_id=image.value),
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
            region=args.settings.region,
            cluster_name=control_plane.cluster_name,
            endpoint=control_plane.endpoint,
            certificate_authority=control_plane.certificate_authority,
            opts=self.child_opts(depends_on=[base.access]),
        )
        inside(self, args, base, ready, provider)
        self.outputs = ClusterOutputs(
            account=args.settings.account,
            region=args.settings.region,
            profile=args.settings.profile,
            kubernetes_version=args.settings.kubernetes_version,
            dns_address=dns_address(args.settings.network.service_cidr),
            system_instance_type=args.settings.system_nodes.instance(args.profile).name,
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
        )
        self.finish()
