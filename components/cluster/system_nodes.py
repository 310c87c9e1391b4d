"""SystemNodes: the managed node group that runs what everything else needs."""

import json
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_eks as eks

from components import names
from components.base import Component
from components.cluster.control_plane import ControlPlane
from components.cluster.node_role import NodeRole, NodeRoleArgs

MAX_PODS = 30
"""Two prefixes of 16 addresses, less the node's own share: what one network interface feeds.

Source: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.22.4/docs/prefix-and-ip-target.md
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class SystemNodesArgs:
    """What the system nodes need.

    Attributes:
        environment: Environment.
        control_plane: The cluster that they join.
        subnet_ids: Subnets of nodes and pods, one a zone.
        instance_type: A Graviton type.
        count: Nodes.
        ami_id: Image of one Amazon Linux 2023 release; unset would mean the newest at each run.
        boundary_arn: Permissions boundary of their role.
    """

    environment: str
    control_plane: ControlPlane
    subnet_ids: pulumi.Input[list[str]]
    instance_type: str
    count: int
    ami_id: pulumi.Input[str]
    boundary_arn: pulumi.Input[str]


class SystemNodes(Component):
    """On-demand nodes for critical add-ons only: Karpenter cannot run on nodes it makes."""

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
            ),
            opts=self.child_opts(),
        )
        eks.ManagedNodeGroup(
            self.child("group"),
            cluster=args.control_plane.cluster,
            node_role_arn=role.role_arn,
            subnet_ids=args.subnet_ids,
            instance_types=[args.instance_type],
            operating_system=eks.OperatingSystem.AL2023,
            ami_id=args.ami_id,
            enable_imd_sv2=True,
            disk_size=50,
            scaling_config={
                "desired_size": args.count,
                "min_size": args.count,
                "max_size": args.count + 1,
            },
            labels={names.LABEL_POOL: names.POOL_SYSTEM},
            taints=[{"key": names.CRITICAL_ADDONS_TAINT, "value": "true", "effect": "NO_SCHEDULE"}],
            nodeadm_extra_options=[
                {"content_type": "application/node.eks.aws", "content": _node_config()}
            ],
            opts=self.child_opts(transforms=[_keep_pods_from_metadata]),
        )
        self.finish()


def _node_config() -> str:
    """The kubelet part of nodeadm's configuration; JSON is YAML.

    Source: https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/
    """
    config: dict[str, Any] = {
        "apiVersion": "node.eks.aws/v1alpha1",
        "kind": "NodeConfig",
        "spec": {"kubelet": {"config": {"maxPods": MAX_PODS}}},
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
