"""ManagedAddon: one add-on that EKS installs, at one version, with our configuration.

Each `configuration` follows the add-on's own schema:
`aws eks describe-addon-configuration --addon-name <name> --addon-version <version>`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from components.base import Component
from components.placement import ON_SYSTEM_NODES


@dataclass(frozen=True, kw_only=True, slots=True)
class AddonSpec:
    """One managed add-on.

    Attributes:
        name: The add-on's name at EKS.
        configuration: Values of the add-on's own schema; only what differs from its defaults.
        preserve: Whether its objects stay in the cluster when the add-on goes. The network must
            outlive the nodes.
        service_account: Its account that calls AWS; empty: none does.
    """

    name: str
    configuration: Mapping[str, Any] = field(default_factory=dict)
    preserve: bool = False
    service_account: str = ""


VPC_CNI = AddonSpec(name="vpc-cni", preserve=True)

KUBE_PROXY = AddonSpec(
    name="kube-proxy",
    # NodeLocal DNS shares the address of kube-dns, which other modes take for themselves.
    configuration={"mode": "iptables"},
    preserve=True,
)

POD_IDENTITY_AGENT = AddonSpec(name="eks-pod-identity-agent")

NODE_MONITORING_AGENT = AddonSpec(name="eks-node-monitoring-agent")

METRICS_SERVER = AddonSpec(name="metrics-server", configuration=ON_SYSTEM_NODES)

# Only its cluster-scoped policy needs the session tags that Pod Identity sets.
# Source: https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/v1.64.0/docs/install.md
EBS_CSI_DRIVER = AddonSpec(
    name="aws-ebs-csi-driver",
    configuration={
        # Both classes are our own, with our tags.
        "defaultStorageClass": {"enabled": False},
        # What tells of calls that EC2 throttled.
        "controller": {"replicaCount": 2, "enableMetrics": True, **ON_SYSTEM_NODES},
        "node": {"tolerateAllTaints": True},
    },
    service_account="ebs-csi-controller-sa",
)

# Its controller tolerates nothing by itself, and the system nodes are the only ones there when it
# comes: Karpenter waits for every add-on.
# Source: https://github.com/awslabs/mountpoint-s3-csi-driver/blob/v2.7.0/docs/INSTALL.md
MOUNTPOINT_S3_DRIVER = AddonSpec(
    name="aws-mountpoint-s3-csi-driver",
    configuration={"controller": ON_SYSTEM_NODES, "node": {"tolerateAllTaints": True}},
    service_account="s3-csi-driver-sa",
)


def coredns(min_replicas: int, max_replicas: int) -> AddonSpec:
    """CoreDNS that scales by nodes and cores; a fixed `replicaCount` would switch that off.

    A network interface may ask the VPC's resolver 1,024 times a second: copies on one node share
    that, so they spread.

    Sources: https://docs.aws.amazon.com/eks/latest/userguide/coredns-autoscaling.html and
    https://docs.aws.amazon.com/eks/latest/best-practices/scale-cluster-services.html
    """
    spread = [
        {
            "maxSkew": 1,
            "topologyKey": key,
            "whenUnsatisfiable": "ScheduleAnyway",
            "labelSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
        }
        for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
    ]
    return AddonSpec(
        name="coredns",
        configuration={
            "autoScaling": {
                "enabled": True,
                "minReplicas": min_replicas,
                "maxReplicas": max_replicas,
            },
            "resources": {
                "requests": {"cpu": "200m", "memory": "256Mi"},
                "limits": {"memory": "512Mi"},
            },
            "topologySpreadConstraints": spread,
            "podDisruptionBudget": {"enabled": True, "maxUnavailable": 1},
            "tolerations": ON_SYSTEM_NODES["tolerations"],
        },
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class ManagedAddonArgs:
    """What a managed add-on needs.

    Attributes:
        cluster_name: Name of the cluster.
        spec: The add-on.
        version: Its exact version.
        configuration: Values that only a deployment tells, instead of the spec's; None: the spec's.
        role_arn: Role of its service account; None: it has none.
    """

    cluster_name: pulumi.Input[str]
    spec: AddonSpec
    version: str
    configuration: pulumi.Input[Mapping[str, Any]] | None = None
    role_arn: pulumi.Input[str] | None = None


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
            addon_version=args.version,
            configuration_values=_configuration(args),
            pod_identity_associations=(
                None
                if args.role_arn is None
                else [{"role_arn": args.role_arn, "service_account": spec.service_account}]
            ),
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            preserve=spec.preserve,
            opts=self.child_opts(),
        )
        self.finish()


def _configuration(args: ManagedAddonArgs) -> pulumi.Input[str] | None:
    if args.configuration is not None:
        return pulumi.Output.from_input(args.configuration).apply(json.dumps)
    return json.dumps(args.spec.configuration) if args.spec.configuration else None
