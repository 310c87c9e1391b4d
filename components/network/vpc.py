"""Vpc: subnets, gateways and routes."""

from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal

import pulumi
import pulumi_aws as aws

from components.base import Component
from components.network.address_plan import POD_BLOCKS, Role, SubnetPlan, plan


@dataclass(frozen=True, kw_only=True, slots=True)
class VpcArgs:
    """What a VPC needs.

    Attributes:
        region: AWS region.
        cluster_name: Cluster whose nodes, control plane and load balancers live here.
        primary_cidr: Routable block, /16 to /20.
        zones: Letters of the availability zones, 2 to 4, in the order in which they joined.
        nat: One NAT gateway for all zones, or one a zone.
        protect: Whether the VPC refuses to be deleted.
    """

    region: str
    cluster_name: str
    primary_cidr: IPv4Network
    zones: tuple[str, ...]
    nat: Literal["single", "perZone"]
    protect: bool


class Vpc(Component):
    """A VPC whose nodes and pods take no routable address.

    It makes no security group: EKS makes the one that nodes and control plane share. Whatever runs
    nodes depends on this whole component: nodes that boot before the routes cannot pull an image,
    and nodes that outlive the routes cannot say goodbye.

    Attributes:
        vpc_id: ID of the VPC.
        private_subnet_ids: Subnets of control-plane interfaces and endpoints, one a zone.
        node_subnet_ids: Subnets of nodes and pods, one a zone.
    """

    TYPE = "strata:network:Vpc"

    vpc_id: pulumi.Output[str]
    private_subnet_ids: pulumi.Output[list[str]]
    node_subnet_ids: pulumi.Output[list[str]]

    def __init__(
        self, name: str, args: VpcArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        self._vpc = aws.ec2.Vpc(
            self.child("vpc"),
            cidr_block=str(args.primary_cidr),
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags={"Name": args.cluster_name},
            opts=self.child_opts(protect=args.protect),
        )
        blocks = [self._pod_block(block) for block in POD_BLOCKS]
        subnets = {
            (subnet.role, subnet.zone): self._subnet(subnet, blocks)
            for subnet in plan(args.primary_cidr, args.zones)
        }
        self._routes(subnets)
        self.vpc_id = self._vpc.id
        self.private_subnet_ids = self._ids("private", subnets)
        self.node_subnet_ids = self._ids("nodes", subnets)
        self.finish()

    def _pod_block(self, block: IPv4Network) -> aws.ec2.VpcIpv4CidrBlockAssociation:
        second_octet = str(block.network_address).split(".")[1]
        return aws.ec2.VpcIpv4CidrBlockAssociation(
            self.child(f"pods-100-{second_octet}"),
            vpc_id=self._vpc.id,
            cidr_block=str(block),
            opts=self.child_opts(),
        )

    def _subnet(
        self, subnet: SubnetPlan, blocks: list[aws.ec2.VpcIpv4CidrBlockAssociation]
    ) -> aws.ec2.Subnet:
        return aws.ec2.Subnet(
            self.child(f"{subnet.role}-{subnet.zone}"),
            vpc_id=self._vpc.id,
            cidr_block=str(subnet.cidr),
            availability_zone=f"{self._args.region}{subnet.zone}",
            tags={
                "Name": f"{self._args.cluster_name}-{subnet.role}-{subnet.zone}",
                **_discovery_tags(subnet.role, self._args.cluster_name),
            },
            opts=self.child_opts(depends_on=blocks if subnet.role == "nodes" else None),
        )

    def _routes(self, subnets: dict[tuple[Role, str], aws.ec2.Subnet]) -> None:
        internet = aws.ec2.InternetGateway(
            self.child("internet"), vpc_id=self._vpc.id, opts=self.child_opts()
        )
        public = self._route_table("public", gateway_id=internet.id)
        associations = [
            self._associate("public", zone, subnets, public) for zone in self._args.zones
        ]
        nat_zones = self._args.zones if self._args.nat == "perZone" else self._args.zones[:1]
        tables = {
            zone: self._route_table(
                f"egress-{zone}",
                nat_gateway_id=self._nat(
                    zone, subnets["public", zone], [internet, *associations]
                ).id,
            )
            for zone in nat_zones
        }
        self._s3_endpoint([public, *tables.values()])
        roles: tuple[Role, ...] = ("private", "nodes")
        for role in roles:
            for zone in self._args.zones:
                self._associate(role, zone, subnets, tables.get(zone, tables[nat_zones[0]]))

    def _route_table(
        self,
        suffix: str,
        *,
        gateway_id: pulumi.Input[str] | None = None,
        nat_gateway_id: pulumi.Input[str] | None = None,
    ) -> aws.ec2.RouteTable:
        table = aws.ec2.RouteTable(
            self.child(f"{suffix}-routes"), vpc_id=self._vpc.id, opts=self.child_opts()
        )
        aws.ec2.Route(
            self.child(f"{suffix}-default"),
            route_table_id=table.id,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=gateway_id,
            nat_gateway_id=nat_gateway_id,
            opts=self.child_opts(),
        )
        return table

    def _associate(
        self,
        role: Role,
        zone: str,
        subnets: dict[tuple[Role, str], aws.ec2.Subnet],
        table: aws.ec2.RouteTable,
    ) -> aws.ec2.RouteTableAssociation:
        return aws.ec2.RouteTableAssociation(
            self.child(f"{role}-{zone}-routes"),
            subnet_id=subnets[role, zone].id,
            route_table_id=table.id,
            opts=self.child_opts(),
        )

    def _nat(
        self,
        zone: str,
        subnet: aws.ec2.Subnet,
        way_out: list[pulumi.Resource],
    ) -> aws.ec2.NatGateway:
        address = aws.ec2.Eip(self.child(f"nat-{zone}"), domain="vpc", opts=self.child_opts())
        return aws.ec2.NatGateway(
            self.child(f"nat-{zone}"),
            subnet_id=subnet.id,
            allocation_id=address.allocation_id,
            # Without an internet gateway a NAT gateway is refused; without a route it is no use.
            opts=self.child_opts(depends_on=way_out),
        )

    def _s3_endpoint(self, tables: list[aws.ec2.RouteTable]) -> None:
        # Free, and without it every image layer and every object pays for NAT.
        aws.ec2.VpcEndpoint(
            self.child("s3"),
            vpc_id=self._vpc.id,
            service_name=f"com.amazonaws.{self._args.region}.s3",
            vpc_endpoint_type="Gateway",
            route_table_ids=[table.id for table in tables],
            opts=self.child_opts(),
        )

    def _ids(
        self, role: Role, subnets: dict[tuple[Role, str], aws.ec2.Subnet]
    ) -> pulumi.Output[list[str]]:
        return pulumi.Output.all(*[subnets[role, zone].id for zone in self._args.zones])


def _discovery_tags(role: Role, cluster_name: str) -> dict[str, str]:
    """Tags by which controllers find their subnets."""
    return {
        "public": {"kubernetes.io/role/elb": "1"},
        "private": {"kubernetes.io/role/internal-elb": "1"},
        # Source: https://karpenter.sh/v1.14/concepts/nodeclasses/#specsubnetselectorterms
        "nodes": {"karpenter.sh/discovery": cluster_name},
    }[role]
