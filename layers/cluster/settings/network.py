"""The network: which addresses, which ways out."""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from components.network import block_rules, existing_vpc
from components.network.address_budget import AddressBudget, budget
from components.network.address_plan import (
    POD_BLOCKS,
    SERVICE_CIDR,
    Role,
    SubnetPlan,
    default_zones,
    plan,
)
from components.network.endpoints import EndpointSet
from components.network.existing_vpc import ExistingSubnet
from components.network.vpc import Nat
from layers.aws_values import Block, SubnetId, VpcId, ZoneLetter
from layers.settings import Distinct, Settings

PrimaryBlock = Annotated[Block, AfterValidator(block_rules.primary)]
PodBlock = Annotated[
    IPv4Network, Field(examples=["100.64.0.0/16"]), AfterValidator(block_rules.pod_block)
]


class ExistingSubnetSettings(Settings):
    """One subnet of an existing VPC."""

    id: SubnetId
    """ID of the subnet."""

    cidr: Block
    """Its block; `pulumi up` compares it with what AWS says."""


class ExistingZoneSettings(Settings):
    """The subnets of an existing VPC in one availability zone."""

    private: ExistingSubnetSettings
    """Control-plane interfaces, endpoints, internal load balancers: /27 or larger."""

    nodes: ExistingSubnetSettings
    """Nodes and pods: /24 or larger, better a /17 of 100.64.0.0/10."""

    database: ExistingSubnetSettings | None = None
    """The platform's databases; unset: the private one."""

    tenant_database: ExistingSubnetSettings | None = None
    """Tenants' databases; unset: the private one."""


class ExistingVpcSettings(Settings):
    """A VPC that somebody else owns, with its routes, NAT gateways and endpoints."""

    id: VpcId
    """ID of the VPC. Changing it replaces the cluster and all in it."""

    cidrs: Distinct[Block] = Field(min_length=1)
    """Every block of the VPC."""

    zones: dict[ZoneLetter, ExistingZoneSettings] = Field(
        examples=[
            {
                zone: {
                    "private": {"id": f"subnet-0{zone}1", "cidr": f"10.0.{number}.0/24"},
                    "nodes": {"id": f"subnet-0{zone}2", "cidr": f"100.64.{number * 128}.0/17"},
                }
                for number, zone in enumerate("ab")
            }
        ]
    )
    """Subnets by the letter of their availability zone, 2 to 4."""

    @model_validator(mode="after")
    def _serves_a_cluster(self) -> Self:
        if found := existing_vpc.problems(self.cidrs, self.subnets):
            raise ValueError("\n".join(found))
        return self

    @property
    def subnets(self) -> tuple[ExistingSubnet, ...]:
        """Every subnet, in the order of the zones."""
        return tuple(self._subnets())

    def _subnets(self) -> Iterator[ExistingSubnet]:
        for zone, subnets in self.zones.items():
            roles: tuple[tuple[Role, ExistingSubnetSettings], ...] = (
                ("private", subnets.private),
                ("nodes", subnets.nodes),
                ("database", subnets.database or subnets.private),
                ("tenant-database", subnets.tenant_database or subnets.private),
            )
            for role, subnet in roles:
                yield ExistingSubnet(id=subnet.id, role=role, zone=zone, cidr=subnet.cidr)


class NetworkSettings(Settings):
    """The VPC and its addresses."""

    primary_cidr: PrimaryBlock = IPv4Network("10.0.0.0/16")
    """Routable block, /16 to /20, of a private range: load balancers, NAT, endpoints,
    control-plane interfaces, databases. Nodes and pods do not live here, so a small one does.
    Changing it replaces the VPC and all in it."""

    pod_cidrs: Distinct[PodBlock] = POD_BLOCKS
    """1, 2 or 4 blocks of 100.64.0.0/10, of one size, for nodes and pods: two /16 are 131,072
    addresses, a /17 for each of four zones. Choose others where VPCs share a Direct Connect
    gateway, which refuses two equal ones. Changing it replaces nodes and subnets."""

    service_cidr: Block = SERVICE_CIDR
    """Addresses of Kubernetes Services, /12 to /24. Set so that it never overlaps the VPC, as
    EKS's own choice may. Changing it replaces the cluster."""

    zones: Distinct[ZoneLetter] = Field(
        default=(), min_length=2, max_length=4, examples=[["a", "b"]]
    )
    """Letters of the availability zones, 2 to 4, such as `[a, b, c]`; unset: the first 2 of the
    region in dev, 3 in prod. A zone added at the end moves nothing."""

    nat: Nat | None = None
    """`single`: one NAT gateway; `perZone`: one each, so that a lost zone takes no other zone's
    egress with it; `none`: no way to the internet, which needs `endpoints: private` and
    `storage.imageCache`, and every image pulled once before, from a network that has NAT: ECR does
    not fetch one for the first time over an endpoint. Unset: `single` in dev, `perZone` in prod."""

    endpoints: EndpointSet = "none"
    """AWS services reached over private addresses: `none` beyond S3, which is free; `registry`:
    the image registry; `private`: all that a cluster calls. Each endpoint costs 0.01 USD an hour
    in each zone, and saves NAT traffic."""

    existing_vpc: ExistingVpcSettings | None = None
    """Use a VPC that is there, instead of making one. Changing it replaces the cluster."""

    @model_validator(mode="after")
    def _blocks_stand_together(self) -> Self:
        found = block_rules.problems(self.pod_cidrs, self.service_cidr, self.blocks)
        if found:
            raise ValueError("\n".join(found))
        return self

    @model_validator(mode="after")
    def _one_vpc(self) -> Self:
        made = {"primary_cidr", "pod_cidrs", "zones", "nat", "endpoints"} & self.model_fields_set
        if self.existing_vpc and made:
            keys = ", ".join(sorted(type(self).model_fields[name].alias or name for name in made))
            raise ValueError(f"existingVpc brings its own network; remove {keys}")
        return self

    @model_validator(mode="after")
    def _a_way_to_aws(self) -> Self:
        if self.nat == "none" and self.endpoints != "private":
            raise ValueError(
                "with nat: none no node reaches AWS but by endpoints; add `endpoints: private`"
            )
        return self

    @property
    def blocks(self) -> tuple[IPv4Network, ...]:
        """Every block of the VPC."""
        if self.existing_vpc:
            return self.existing_vpc.cidrs
        return (self.primary_cidr, *self.pod_cidrs)

    def subnet_cidrs(self, role: Role, zones: tuple[str, ...]) -> tuple[IPv4Network, ...]:
        """Blocks of the subnets of a role.

        Args:
            role: What they are for.
            zones: Letters of the availability zones.
        """
        subnets: Iterable[SubnetPlan | ExistingSubnet] = (
            self.existing_vpc.subnets
            if self.existing_vpc
            else plan(self.primary_cidr, zones, self.pod_cidrs)
        )
        return tuple(subnet.cidr for subnet in subnets if subnet.role == role)

    def zone_letters(self, region: str, default_count: int) -> tuple[str, ...]:
        """Letters of the availability zones."""
        if self.existing_vpc:
            return tuple(self.existing_vpc.zones)
        return self.zones or default_zones(region, default_count)

    def address_budget(self, zones: tuple[str, ...], *, prefixes: int, pods: int) -> AddressBudget:
        """How many nodes and pods fit.

        Args:
            zones: Letters of the availability zones.
            prefixes: Prefixes of 16 addresses that a full node holds; 0: addresses one by one.
            pods: Pods with an address of their own that a node runs.
        """
        if self.existing_vpc:
            subnets = {s.zone: s.cidr for s in self.existing_vpc.subnets if s.role == "nodes"}
        else:
            planned = plan(self.primary_cidr, zones, self.pod_cidrs)
            subnets = {subnet.zone: subnet.cidr for subnet in planned if subnet.role == "nodes"}
        reserved = self.existing_vpc is None and prefixes > 0
        return budget(subnets, prefixes=prefixes, pods=pods, reserved=reserved)
