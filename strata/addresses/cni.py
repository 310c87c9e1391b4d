"""How nodes and pods get addresses, as the plan's VPC CNI add-on is told."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from components.compute.max_pods import addressed_pods, prefixes
from strata.plan.recording import Planned

_ADDON = "aws:eks/addon:Addon"
_PREFIX = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Cni:
    """The VPC CNI of a cluster.

    Attributes:
        prefix_delegation: Whether an interface takes addresses by sixteen.
        pod_subnets: Subnets that pods live in apart from their nodes, by zone; empty: they live
            with them.
    """

    prefix_delegation: bool
    pod_subnets: Mapping[str, str]

    def pod_addresses(self, max_pods: int) -> int:
        """Addresses that a full node holds for its pods."""
        return prefixes(max_pods) * _PREFIX if self.prefix_delegation else addressed_pods(max_pods)

    def units(self, addresses: int) -> int:
        """Network address units of so many addresses of one thing: a prefix counts one.

        Source: https://docs.aws.amazon.com/vpc/latest/userguide/network-address-usage.html
        """
        if not self.prefix_delegation:
            return addresses
        return addresses // _PREFIX + addresses % _PREFIX

    def node_units(self, max_pods: int) -> int:
        """Network address units of one full node: its own address and its pods'."""
        apart = 1 if self.pod_subnets else 0
        return self.units(1 + apart + self.pod_addresses(max_pods))

    def taken(self, subnet: str, zone: str, max_pods: int) -> Mapping[str, int]:
        """What one full node takes, by subnet.

        Args:
            subnet: Subnet of the node.
            zone: Its availability zone; empty: not known.
            max_pods: Pods that it runs at most.
        """
        # Pods apart from their node have an interface of their own, which has an address too.
        home = self.pod_subnets.get(zone, subnet)
        held = self.pod_addresses(max_pods)
        return {subnet: 1 + held} if home == subnet else {subnet: 1, home: 1 + held}


def cni(plan: Iterable[Planned]) -> Cni:
    """The VPC CNI of a plan; one that the plan does not make gives addresses one by one."""
    for resource in plan:
        if resource.type == _ADDON and resource.inputs.get("addonName") == "vpc-cni":
            values = json.loads(resource.inputs.get("configurationValues", "{}"))
            subnets = values.get("eniConfig", {}).get("subnets", {})
            return Cni(
                prefix_delegation=values.get("env", {}).get("ENABLE_PREFIX_DELEGATION") == "true",
                pod_subnets={zone: str(one["id"]) for zone, one in subnets.items()},
            )
    return Cni(prefix_delegation=False, pod_subnets={})
