"""Endpoints: AWS services reached over private addresses instead of the NAT gateway."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from components.base import Component

EndpointSet = Literal["none", "registry", "private"]

_REGISTRY = ("ecr.api", "ecr.dkr")

# What nodes, Pod Identity, Karpenter and the CSI driver call. IAM and the price list have no
# endpoint: without NAT, Karpenter is told so.
# Source: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html and
# https://karpenter.sh/v1.14/getting-started/getting-started-with-karpenter/#private-clusters
_PRIVATE = (
    *_REGISTRY,
    "ec2",
    "eks",
    "eks-auth",
    "elasticloadbalancing",
    "glue",
    "kms",
    "logs",
    "secretsmanager",
    "sqs",
    "ssm",
    "ssmmessages",
    "sts",
)

SERVICES: Mapping[EndpointSet, tuple[str, ...]] = {
    "none": (),
    "registry": _REGISTRY,
    "private": _PRIVATE,
}
"""AWS services of each set, as they stand in an endpoint's name."""

# us-east-1; other regions differ by some tenths. Traffic is billed on top.
# Source: https://aws.amazon.com/privatelink/pricing/
_USD_PER_HOUR = 0.01


def usd_per_hour(endpoints: EndpointSet, zones: int) -> float:
    """What a set costs by the hour, in US dollars: each endpoint is billed in each zone."""
    return round(len(SERVICES[endpoints]) * zones * _USD_PER_HOUR, 2)


@dataclass(frozen=True, kw_only=True, slots=True)
class EndpointsArgs:
    """What the endpoints need.

    Attributes:
        region: AWS region.
        vpc_id: ID of the VPC.
        subnet_ids: Subnets that they stand in, one a zone.
        cidrs: Every block of the VPC: nodes and pods call from secondary ones.
        endpoints: Which set.
    """

    region: str
    vpc_id: pulumi.Input[str]
    subnet_ids: pulumi.Input[list[str]]
    cidrs: tuple[str, ...]
    endpoints: EndpointSet


class Endpoints(Component):
    """Interface endpoints, with private DNS, behind one security group."""

    TYPE = "strata:network:Endpoints"

    def __init__(
        self, name: str, args: EndpointsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        group = aws.ec2.SecurityGroup(
            self.child("callers"),
            description="HTTPS from everywhere in the VPC",
            vpc_id=args.vpc_id,
            opts=self.child_opts(),
        )
        for cidr in args.cidrs:
            aws.vpc.SecurityGroupIngressRule(
                self.child(f"from-{cidr.replace('/', '-').replace('.', '-')}"),
                security_group_id=group.id,
                cidr_ipv4=cidr,
                ip_protocol="tcp",
                from_port=443,
                to_port=443,
                opts=self.child_opts(),
            )
        for service in SERVICES[args.endpoints]:
            aws.ec2.VpcEndpoint(
                self.child(service.replace(".", "-")),
                vpc_id=args.vpc_id,
                service_name=f"com.amazonaws.{args.region}.{service}",
                vpc_endpoint_type="Interface",
                subnet_ids=args.subnet_ids,
                security_group_ids=[group.id],
                private_dns_enabled=True,
                opts=self.child_opts(),
            )
        self.finish()
