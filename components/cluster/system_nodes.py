"""SystemNodes: the managed node group that runs what everything else needs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_eks as eks

from components import names
from components.base import Component
from components.cluster.control_plane import ControlPlane
from components.cluster.node_role import NodeRole, NodeRoleArgs


@dataclass(frozen=True, kw_only=True, slots=True)
class SystemNodesArgs:
    """What the system nodes need.

    Attributes:
        environment: Environment.
        control_plane: The cluster that they join.
        zones: Letters of the availability zones.
        subnet_ids: Subnets of nodes, one a zone, in the same order.
        instance_type: A Graviton type.
        per_zone: Nodes in each zone.
        ami_id: Image of one Amazon Linux 2023 release; unset would mean the newest at each run.
        max_pods: Pods that a node runs at most.
        kube_reserved: What is kept from pods: `cpu`, `memory`, `ephemeral-storage`.
        boundary_arn: Permissions boundary of their role.
        documents: What they may do beyond every node, by purpose.
    """

    environment: str
    control_plane: ControlPlane
    zones: tuple[str, ...]
    subnet_ids: pulumi.Output[list[str]]
    instance_type: str
    per_zone: int
    ami_id: pulumi.Input[str]
    max_pods: int
    kube_reserved: Mapping[str, str]
    boundary_arn: pulumi.Input[str]
    documents: Mapping[str, str]


class SystemNodes(Component):
    """On-demand nodes for critical add-ons only: Karpenter cannot run on nodes it makes.

    One group a zone: a group cannot change its subnets, so a zone added would replace a common one
    with everything that runs on it.
    """

    TYPE = "strata:cluster:SystemNodes"

    def __init__(
        self, name: str, args: SystemNodesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        role = NodeRole(
            self.child("identity"),
            NodeRoleArgs(
                environment=args.environment,
                purpose="system-node",
                boundary_arn=args.boundary_arn,
                documents=args.documents,
            ),
            opts=self.child_opts(),
        )
        for place, zone in enumerate(args.zones):
            self._group(args, role, zone, place)
        self.finish()

    def _group(self, args: SystemNodesArgs, role: NodeRole, zone: str, place: int) -> None:
        eks.ManagedNodeGroup(
            self.child(zone),
            cluster=args.control_plane.cluster,
            node_role_arn=role.role_arn,
            subnet_ids=args.subnet_ids.apply(lambda ids: [ids[place]]),
            instance_types=[args.instance_type],
            operating_system=eks.OperatingSystem.AL2023,
            ami_id=args.ami_id,
            enable_imd_sv2=True,
            disk_size=50,
            scaling_config={
                "desired_size": args.per_zone,
                "min_size": args.per_zone,
                "max_size": args.per_zone + 1,
            },
            labels={names.LABEL_POOL: names.POOL_SYSTEM},
            taints=[{"key": names.CRITICAL_ADDONS_TAINT, "value": "true", "effect": "NO_SCHEDULE"}],
            nodeadm_extra_options=[
                {"content_type": "application/node.eks.aws", "content": _node_config(args)}
            ],
            opts=self.child_opts(transforms=[_keep_pods_from_metadata]),
        )


def _node_config(args: SystemNodesArgs) -> str:
    """The kubelet part of nodeadm's configuration; JSON is YAML.

    Source: https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/
    """
    kubelet = {"maxPods": args.max_pods, "kubeReserved": dict(args.kube_reserved)}
    config: dict[str, Any] = {
        "apiVersion": "node.eks.aws/v1alpha1",
        "kind": "NodeConfig",
        "spec": {"kubelet": {"config": kubelet}, "featureGates": {"FastImagePull": True}},
    }
    return json.dumps(config)


def _keep_pods_from_metadata(
    args: pulumi.ResourceTransformArgs,
) -> pulumi.ResourceTransformResult | None:
    """Set the hop limit to 1: with the component's 2, a pod can take the node's role."""
    if args.type_ != "aws:ec2/launchTemplate:LaunchTemplate":
        return None
    props: dict[str, Any] = {**args.props}
    props["metadataOptions"] = {**props["metadataOptions"], "httpPutResponseHopLimit": 1}
    return pulumi.ResourceTransformResult(props=props, opts=args.opts)
