"""Vpc: subnets, gateways and routes."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal

import pulumi
import pulumi_aws as aws

from components.base import Component
from components.network.address_plan import Role, SubnetPlan, plan, prefix_reservations

Nat = Literal["single", "perZone", "none"]

_Subnets = dict[tuple[Role, str], aws.ec2.Subnet]


@dataclass(frozen=True, kw_only=True, slots=True)
class VpcArgs:
    """What a VPC needs.

    Attributes:
        region: AWS region.
        cluster_name: Cluster whose nodes, control plane and load balancers live here.
        primary_cidr: Routable block, /16 to /20.
        pod_cidrs: 1, 2 or 4 blocks of one size for nodes and pods.
        zones: Letters of the availability zones, 2 to 4, in the order in which they joined.
        nat: One NAT gateway for all zones, one a zone, or none and no way to the internet at all.
        protect: Whether the VPC refuses to be deleted.
    """

    region: str
    cluster_name: str
    primary_cidr: IPv4Network
    pod_cidrs: tuple[IPv4Network, ...]
    zones: tuple[str, ...]
    nat: Nat
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
        database_subnet_ids: Subnets of the platform's own databases, one a zone.
        tenant_database_subnet_ids: Subnets of tenants' databases, one a zone.
    """

    TYPE = "strata:network:Vpc"

    vpc_id: pulumi.Output[str]
    private_subnet_ids: pulumi.Output[list[str]]
    database_subnet_ids: pulumi.Output[list[str]]
    tenant_database_subnet_ids: pulumi.Output[list[str]]
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
        blocks = [self._pod_block(block) for block in args.pod_cidrs]
        wanted = [
            subnet
            for subnet in plan(args.primary_cidr, args.zones, args.pod_cidrs)
            if subnet.role != "public" or args.nat != "none"
        ]
        subnets = {(subnet.role, subnet.zone): self._subnet(subnet, blocks) for subnet in wanted}
        self._reserve(wanted, subnets)
        tables = self._tables(subnets)
        self._s3_endpoint(list(dict.fromkeys(tables.values())))
        self._associate_all(subnets, tables)
        self.vpc_id = self._vpc.id
        self.private_subnet_ids = self._ids("private", subnets)
        self.node_subnet_ids = self._ids("nodes", subnets)
        self.database_subnet_ids = self._ids("database", subnets)
        self.tenant_database_subnet_ids = self._ids("tenant-database", subnets)
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

    def _reserve(self, plans: list[SubnetPlan], subnets: _Subnets) -> None:
        for subnet in plans:
            if subnet.role != "nodes":
                continue
            for block in prefix_reservations(subnet.cidr):
                aws.ec2.SubnetCidrReservation(
                    self.child(f"prefixes-{subnet.zone}-{block.prefixlen}"),
                    subnet_id=subnets[subnet.role, subnet.zone].id,
                    cidr_block=str(block),
                    reservation_type="prefix",
                    description="Whole prefixes for nodes; their own addresses come from the rest",
                    opts=self.child_opts(),
                )

    def _tables(self, subnets: _Subnets) -> dict[tuple[Role, str], aws.ec2.RouteTable]:
        """The route table of each subnet; those of databases lead nowhere but the VPC."""
        zones = self._args.zones
        inside = self._route_table("inside")
        tables: dict[tuple[Role, str], aws.ec2.RouteTable] = dict.fromkeys(subnets, inside)
        if self._args.nat == "none":
            return tables
        internet = aws.ec2.InternetGateway(
            self.child("internet"), vpc_id=self._vpc.id, opts=self.child_opts()
        )
        public = self._route_table("public", gateway_id=internet.id)
        way_out = [internet, *[self._associate("public", zone, subnets, public) for zone in zones]]
        nat_zones = zones if self._args.nat == "perZone" else zones[:1]
        egress = {
            zone: self._route_table(
                f"egress-{zone}",
                nat_gateway_id=self._nat(zone, subnets["public", zone], way_out).id,
            )
            for zone in nat_zones
        }
        for zone in zones:
            tables["public", zone] = public
            tables["private", zone] = tables["nodes", zone] = egress.get(zone, egress[zones[0]])
        return tables

    def _associate_all(
        self, subnets: _Subnets, tables: dict[tuple[Role, str], aws.ec2.RouteTable]
    ) -> None:
        for role, zone in subnets:
            # NAT gateways need the public subnets' routes first: these are there already.
            if role != "public":
                self._associate(role, zone, subnets, tables[role, zone])

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
        if gateway_id is not None or nat_gateway_id is not None:
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
        subnets: _Subnets,
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
        way_out: Sequence[pulumi.Resource],
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

    def _ids(self, role: Role, subnets: _Subnets) -> pulumi.Output[list[str]]:
        return pulumi.Output.all(*[subnets[role, zone].id for zone in self._args.zones])


def _discovery_tags(role: Role, cluster_name: str) -> dict[str, str]:
    """Tags by which controllers find their subnets."""
    tags: dict[Role, dict[str, str]] = {
        "public": {"kubernetes.io/role/elb": "1"},
        "private": {"kubernetes.io/role/internal-elb": "1"},
        "nodes": {"karpenter.sh/discovery": cluster_name},
    }
    return tags.get(role, {})
