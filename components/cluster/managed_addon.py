"""ManagedAddon: one add-on that EKS installs, at one version, with our configuration."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from components import versions
from components.base import Component

_CRITICAL = [{"key": "CriticalAddonsOnly", "operator": "Exists"}]


@dataclass(frozen=True, kw_only=True, slots=True)
class AddonSpec:
    """One managed add-on.

    Attributes:
        name: The add-on's name at EKS.
        version: Exact version.
        configuration: Values of the add-on's own schema; only what differs from its defaults.
        preserve: Whether its objects stay in the cluster when the add-on goes. The network must
            outlive the nodes.
    """

    name: str
    version: str
    configuration: Mapping[str, Any] = field(default_factory=dict)
    preserve: bool = False


# All values of `env` are strings. One prefix of 16 addresses is kept warm and only the primary
# network interface is used: a node holds at most 33 addresses, none leaks when the node goes, and
# booting costs EC2 next to no API calls.
# Source: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.22.4/docs/prefix-and-ip-target.md
VPC_CNI = AddonSpec(
    name="vpc-cni",
    version=versions.VPC_CNI,
    configuration={
        "enableNetworkPolicy": "true",
        "env": {
            "ENABLE_PREFIX_DELEGATION": "true",
            "WARM_PREFIX_TARGET": "1",
            "MAX_ENI": "1",
            # The NAT gateway translates; a second translation on the node only fills conntrack.
            "AWS_VPC_K8S_CNI_EXTERNALSNAT": "true",
        },
    },
    preserve=True,
)

KUBE_PROXY = AddonSpec(name="kube-proxy", version=versions.KUBE_PROXY, preserve=True)

POD_IDENTITY_AGENT = AddonSpec(name="eks-pod-identity-agent", version=versions.POD_IDENTITY_AGENT)

# Scales by nodes and cores; a fixed `replicaCount` would switch that off.
# Source: https://docs.aws.amazon.com/eks/latest/userguide/coredns-autoscaling.html
COREDNS = AddonSpec(
    name="coredns",
    version=versions.COREDNS,
    configuration={
        "autoScaling": {"enabled": True, "minReplicas": 2, "maxReplicas": 50},
        "tolerations": _CRITICAL,
    },
)

BEFORE_NODES = (VPC_CNI, KUBE_PROXY, POD_IDENTITY_AGENT)
"""DaemonSets that nodes need to become ready; they are active without a node."""

AFTER_NODES = (COREDNS,)
"""Deployments: without a node they stay degraded, and the deployment waits for them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ManagedAddonArgs:
    """What a managed add-on needs.

    Attributes:
        cluster_name: Name of the cluster.
        spec: The add-on.
    """

    cluster_name: pulumi.Input[str]
    spec: AddonSpec


class ManagedAddon(Component):
    """One add-on that EKS installs and updates; a change made by hand is overwritten."""

    TYPE = "strata:cluster:ManagedAddon"

    def __init__(
        self, name: str, args: ManagedAddonArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        spec = args.spec
        aws.eks.Addon(
            self.child("addon"),
            cluster_name=args.cluster_name,
            addon_name=spec.name,
            addon_version=spec.version,
            configuration_values=json.dumps(spec.configuration) if spec.configuration else None,
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            preserve=spec.preserve,
            opts=self.child_opts(),
        )
        self.finish()
