"""Addresses and names of pods: the VPC CNI and DNS."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from components.cluster.vpc_cni import CniOptions
from components.compute.max_pods import CniMode
from layers.settings import Settings


class CniSettings(Settings):
    """How the VPC CNI gives pods their addresses."""

    prefix_delegation: bool = True
    """Whether a node takes addresses by sixteen: one call to EC2 instead of sixteen, so that a
    burst of nodes is not throttled."""

    warm_prefixes: Annotated[int, Field(ge=1, le=4)] = 1
    """Prefixes kept ready on each node: with 1, the next pod never waits, and with 30 pods a node
    never holds more than 33 addresses."""

    max_eni: Annotated[int, Field(ge=0, le=15)] = 1
    """Network interfaces that a node uses; 0: all that its type has. With 1, booting makes no
    interface and a node that goes leaves none behind."""

    custom_networking: bool = False
    """Whether pods alone live in the subnets of 100.64.0.0/10 and nodes in the private ones, so
    that nodes have routable addresses. Needs `maxEni: 0`, and costs each node an interface."""

    pod_security_groups: bool = False
    """Whether pods may have security groups of their own. Needs `maxEni: 0`."""

    network_policy: bool = True
    """Whether NetworkPolicies are enforced; without it tenants' are only words."""

    external_snat: bool = True
    """Whether the NAT gateway translates addresses; translating on the node as well only fills
    its connection table."""

    @model_validator(mode="after")
    def _pods_get_addresses(self) -> Self:
        if found := self.options().problems():
            raise ValueError("\n".join(found))
        return self

    def options(self) -> CniOptions:
        """What the CNI is told."""
        return CniOptions(
            prefix_delegation=self.prefix_delegation,
            warm_prefixes=self.warm_prefixes,
            max_enis=self.max_eni or None,
            custom_networking=self.custom_networking,
            pod_security_groups=self.pod_security_groups,
            network_policy=self.network_policy,
            external_snat=self.external_snat,
        )

    def mode(self) -> CniMode:
        """What decides how many pods a node can feed."""
        return CniMode(
            prefix_delegation=self.prefix_delegation,
            max_enis=self.max_eni or None,
            custom_networking=self.custom_networking,
        )


class DnsSettings(Settings):
    """CoreDNS, and the cache on each node."""

    node_local_cache: bool = True
    """Whether every node has a DNS cache: it takes nearly all look-ups off CoreDNS and off the
    1,024 a second that a network interface may ask the VPC."""

    min_replicas: Annotated[int, Field(ge=2, le=50)] | None = None
    """Copies of CoreDNS at least; unset: 2 in dev, 3 in prod, one a zone."""

    max_replicas: Annotated[int, Field(ge=2, le=1000)] = 50
    """Copies of CoreDNS at most; it grows with nodes and cores."""
