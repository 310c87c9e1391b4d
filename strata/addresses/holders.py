"""Holders: what stands in a subnet, and how many of its addresses it takes."""

import base64
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.compute.max_pods import DEFAULT_MAX_PODS
from strata.addresses.cni import cni
from strata.cost.charge import amount
from strata.cost.charges import CACHE, DATABASE, LAUNCH_TEMPLATE, NODE_GROUP
from strata.plan.placeholder import identifier
from strata.plan.recording import Planned

SUBNET = "aws:ec2/subnet:Subnet"
CLUSTER = "aws:eks/cluster:Cluster"

# What EKS wants free in each subnet of its interfaces; one stands there at idle.
# Source: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
_CONTROL_PLANE_MOST = 6
# Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
_LOAD_BALANCER_MOST = 8
# While a database is replaced, the new one stands beside the old one.
_DATABASE_MOST = 2

_MAX_PODS = re.compile(r'"maxPods": ?([0-9]+)')
_SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup"
_INGRESS_CLASS = "kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams"


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """What takes addresses from one subnet.

    Attributes:
        urn: URN of the resource.
        what: What it is, in words.
        subnet: ID of the subnet, as the plan knows it; empty: only deployment tells.
        each: Addresses that one of it takes.
        now: How many there are at once. AWS chooses the zone of a database: one is counted in each
            zone that it may stand in.
        limit: How many there are at its limit.
    """

    urn: str
    what: str
    subnet: str
    each: int
    now: int
    limit: int

    @property
    def idle(self) -> int:
        """Addresses that are taken at once."""
        return self.now * self.each

    @property
    def most(self) -> int:
        """Addresses that are taken at the limit."""
        return self.limit * self.each


def holders(plan: Sequence[Planned]) -> Iterator[Holder]:
    """Everything that takes addresses, but Karpenter's nodes.

    Args:
        plan: All resources of an environment.
    """
    for resource in plan:
        if found := _HOLDERS.get(resource.type):
            yield from found(resource, plan)


def identifier_of(resource: Planned) -> str:
    """The ID by which other resources of a plan know one."""
    return identifier(resource.type, resource.name, resource.inputs)


def _single(resource: Planned, what: str, subnets: Any, limit: int = 1) -> Iterator[Holder]:
    """One address in each subnet, and up to so many."""
    known = subnets if isinstance(subnets, list) else [subnets]
    for subnet in known:
        yield Holder(
            urn=resource.urn,
            what=what,
            subnet=subnet if isinstance(subnet, str) else "",
            each=1,
            now=1,
            limit=limit,
        )


def _control_plane(resource: Planned, _plan: Sequence[Planned]) -> Iterator[Holder]:
    subnets = resource.inputs.get("vpcConfig", {}).get("subnetIds")
    yield from _single(resource, "control plane", subnets, _CONTROL_PLANE_MOST)


def _endpoint(resource: Planned, _plan: Sequence[Planned]) -> Iterator[Holder]:
    if resource.inputs.get("vpcEndpointType", "Gateway") != "Gateway":
        yield from _single(resource, "endpoint", resource.inputs.get("subnetIds"))


def _nat_gateway(resource: Planned, _plan: Sequence[Planned]) -> Iterator[Holder]:
    yield from _single(resource, "NAT gateway", resource.inputs.get("subnetId"))


def _cache(resource: Planned, _plan: Sequence[Planned]) -> Iterator[Holder]:
    yield from _single(resource, "cache", resource.inputs.get("subnetIds"))


def _database(resource: Planned, plan: Sequence[Planned]) -> Iterator[Holder]:
    wanted = resource.inputs.get("dbSubnetGroupName")
    groups = [
        one
        for one in plan
        if one.type == _SUBNET_GROUP and wanted in (one.inputs.get("name"), identifier_of(one))
    ]
    subnets = groups[0].inputs.get("subnetIds") if groups else None
    yield from _single(resource, "database", subnets, _DATABASE_MOST)


def _load_balancer(resource: Planned, plan: Sequence[Planned]) -> Iterator[Holder]:
    public = resource.inputs.get("spec", {}).get("scheme") == "internet-facing"
    # By this tag the controller finds the subnets.
    # Source: https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
    tag = "kubernetes.io/role/elb" if public else "kubernetes.io/role/internal-elb"
    subnets = [
        identifier_of(one)
        for one in plan
        if one.type == SUBNET and tag in (one.inputs.get("tags") or {})
    ]
    yield from _single(resource, "load balancer", subnets, _LOAD_BALANCER_MOST)


def _node_group(resource: Planned, plan: Sequence[Planned]) -> Iterator[Holder]:
    sizes = resource.inputs.get("scalingConfig", {})
    now, most = int(amount(sizes.get("desiredSize")) or 0), int(amount(sizes.get("maxSize")) or 0)
    pods = _max_pods(resource, plan)
    subnets = resource.inputs.get("subnetIds")
    for subnet in subnets if isinstance(subnets, list) else [""]:
        taken = cni(plan).taken(subnet, zones(plan).get(subnet, ""), pods)
        for where, each in taken.items():
            yield Holder(
                urn=resource.urn,
                what="nodes of a group",
                subnet=where,
                each=each,
                now=now,
                limit=most,
            )


def zones(plan: Iterable[Planned]) -> Mapping[str, str]:
    """Availability zone of each subnet that the plan makes, by ID."""
    return {
        identifier_of(one): str(one.inputs["availabilityZone"])
        for one in plan
        if one.type == SUBNET
    }


def _max_pods(resource: Planned, plan: Sequence[Planned]) -> int:
    """What the launch template tells the kubelet."""
    wanted = resource.inputs.get("launchTemplate", {}).get("id")
    for one in plan:
        if one.type == LAUNCH_TEMPLATE and identifier_of(one) == wanted:
            text = base64.b64decode(one.inputs.get("userData", "")).decode()
            if found := _MAX_PODS.search(text):
                return int(found[1])
    return DEFAULT_MAX_PODS


_HOLDERS: Mapping[str, Callable[[Planned, Sequence[Planned]], Iterator[Holder]]] = {
    "aws:ec2/natGateway:NatGateway": _nat_gateway,
    "aws:ec2/vpcEndpoint:VpcEndpoint": _endpoint,
    CLUSTER: _control_plane,
    NODE_GROUP: _node_group,
    CACHE: _cache,
    DATABASE: _database,
    _INGRESS_CLASS: _load_balancer,
}
