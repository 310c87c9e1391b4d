"""The VPC CNI's configuration: how pods get their addresses.

Source: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.22.4/README.md (environment) and
https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.22.4/docs/prefix-and-ip-target.md
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class CniOptions:
    """What the CNI is told.

    Attributes:
        prefix_delegation: Whether an interface takes addresses by sixteen.
        warm_prefixes: Prefixes kept ready on each node.
        max_enis: Network interfaces that a node may use; None: all that its type has.
        custom_networking: Whether pods live in other subnets than their node.
        pod_security_groups: Whether pods may have security groups of their own.
        network_policy: Whether NetworkPolicies are enforced.
        external_snat: Whether a NAT gateway, not the node, translates addresses.
    """

    prefix_delegation: bool
    warm_prefixes: int
    max_enis: int | None
    custom_networking: bool
    pod_security_groups: bool
    network_policy: bool
    external_snat: bool

    def problems(self) -> list[str]:
        """Combinations that leave nodes or pods without addresses; one line each, with a remedy."""
        found = []
        if self.max_enis == 1 and self.custom_networking:
            found.append(
                "with custom networking no pod uses a node's first interface, and maxEni = 1 "
                "leaves no other: the node never becomes ready; write maxEni: 0 for all"
            )
        if self.max_enis == 1 and self.pod_security_groups:
            found.append(
                "security groups of pods need a trunk interface, and maxEni = 1 leaves none; "
                "write maxEni: 0 for all"
            )
        return found


def configuration(
    options: CniOptions, *, pod_subnets: Mapping[str, str], security_group_id: str
) -> Mapping[str, Any]:
    """Values of the add-on's own schema. All values of `env` are strings.

    Args:
        options: What the CNI is told.
        pod_subnets: Subnet of pods by availability zone; used with custom networking only.
        security_group_id: Group of pods' interfaces; used with custom networking only.
    """
    env = {
        "ENABLE_PREFIX_DELEGATION": _text(options.prefix_delegation),
        # The NAT gateway translates; a second translation on the node only fills conntrack.
        "AWS_VPC_K8S_CNI_EXTERNALSNAT": _text(options.external_snat),
    }
    if options.prefix_delegation:
        env["WARM_PREFIX_TARGET"] = str(options.warm_prefixes)
    if options.max_enis:
        env["MAX_ENI"] = str(options.max_enis)
    if options.pod_security_groups:
        # The strict mode, the default, keeps such pods from a DNS cache on their own node.
        env |= {"ENABLE_POD_ENI": "true", "POD_SECURITY_GROUP_ENFORCING_MODE": "standard"}
    values: dict[str, Any] = {"enableNetworkPolicy": _text(options.network_policy), "env": env}
    if options.custom_networking:
        env |= {
            "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true",
            "ENI_CONFIG_LABEL_DEF": "topology.kubernetes.io/zone",
        }
        values["eniConfig"] = {
            "create": True,
            "subnets": {
                zone: {"id": subnet, "securityGroups": [security_group_id]}
                for zone, subnet in pod_subnets.items()
            },
        }
    return values


def _text(switch: bool) -> str:
    return "true" if switch else "false"
