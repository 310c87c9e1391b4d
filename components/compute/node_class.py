"""NodeClass: which machine image, disk and identity the nodes of a pool get."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components import versions
from components.base import Component

API_VERSION = "karpenter.k8s.aws/v1"
KIND = "EC2NodeClass"

MAX_PODS = 30
PREFIXES = 2
"""Prefixes of 16 addresses given at launch: enough for `MAX_PODS`, and no call to EC2 at boot."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeClassArgs:
    """What a node class needs.

    Attributes:
        node_class: Name of the class in the cluster.
        cluster_name: Cluster whose subnets, by tag, the nodes use.
        node_role_name: Name of the nodes' IAM role.
        security_group_id: The group that EKS made for control plane and nodes.
        root_gib: Size of the root volume, GiB.
        local_nvme: Whether the local disks become one array that holds pods and images.
        tags: AWS tags of instances and volumes; the provider's default tags do not reach them.
    """

    node_class: str
    cluster_name: pulumi.Input[str]
    node_role_name: pulumi.Input[str]
    security_group_id: pulumi.Input[str]
    root_gib: int
    local_nvme: bool
    tags: Mapping[str, str]


class NodeClass(Component):
    """One EC2NodeClass.

    Attributes:
        node_class_name: Name of the class, known once it exists.
    """

    TYPE = "strata:compute:NodeClass"

    node_class_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: NodeClassArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        created = kubernetes.apiextensions.CustomResource(
            self.child("class"),
            api_version=API_VERSION,
            kind=KIND,
            metadata={"name": args.node_class},
            spec=pulumi.Output.all(
                args.cluster_name, args.node_role_name, args.security_group_id
            ).apply(
                lambda known: spec(
                    args, cluster_name=known[0], role=known[1], security_group_id=known[2]
                )
            ),
            # Deleting waits until its last node has drained.
            opts=self.child_opts(custom_timeouts=pulumi.CustomTimeouts(delete="30m")),
        )
        # The ID of an object outside namespaces is its name.
        self.node_class_name = created.id
        self.finish()


def spec(
    args: NodeClassArgs, *, cluster_name: str, role: str, security_group_id: str
) -> dict[str, Any]:
    """The object's `spec`.

    Source: https://karpenter.sh/v1.14/concepts/nodeclasses/
    """
    body: dict[str, Any] = {
        "amiSelectorTerms": [{"alias": f"al2023@{versions.AMI_RELEASE}"}],
        "role": role,
        "subnetSelectorTerms": [{"tags": {"karpenter.sh/discovery": cluster_name}}],
        "securityGroupSelectorTerms": [{"id": security_group_id}],
        "ipPrefixCount": PREFIXES,
        "kubelet": {
            "maxPods": MAX_PODS,
            # Said because AL2023 otherwise reserves for as many pods as all interfaces could feed:
            # 8 GiB on the largest types, whatever maxPods says.
            "kubeReserved": {"cpu": "250m", "memory": "1Gi", "ephemeral-storage": "1Gi"},
        },
        # A hop limit of 1 keeps pods from the node's role.
        "metadataOptions": {
            "httpEndpoint": "enabled",
            "httpTokens": "required",
            "httpPutResponseHopLimit": 1,
        },
        "blockDeviceMappings": [
            {
                "deviceName": "/dev/xvda",
                "rootVolume": True,
                "ebs": {
                    "volumeSize": f"{args.root_gib}Gi",
                    "volumeType": "gp3",
                    "encrypted": True,
                    "deleteOnTermination": True,
                },
            }
        ],
        "userData": json.dumps(_NODE_CONFIG),
        "tags": dict(args.tags),
    }
    if args.local_nvme:
        # Pods' emptyDir volumes and image layers land on the array: no hostPath is needed.
        body["instanceStorePolicy"] = "RAID0"
    return body


# Pull the layers of an image in parallel; JSON is YAML.
# Source: https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/doc/api.md
_NODE_CONFIG = {
    "apiVersion": "node.eks.aws/v1alpha1",
    "kind": "NodeConfig",
    "spec": {
        "featureGates": {"FastImagePull": True},
        "kubelet": {"config": {"serializeImagePulls": False, "maxParallelImagePulls": 10}},
    },
}
