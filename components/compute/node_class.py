"""NodeClass: which machine image, disk and identity the nodes of a pool get.

Source: https://karpenter.sh/v1.14/concepts/nodeclasses/
"""

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


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassSpec:
    """What one node class is.

    Attributes:
        name: Name of the class in the cluster.
        root_gib: Size of the root volume, GiB.
        iops: Its operations per second.
        throughput: Its MiB per second.
        local_nvme: Whether the local disks become one array that holds pods and images.
    """

    name: str
    root_gib: int
    iops: int = 3000
    throughput: int = 125
    local_nvme: bool = False


GENERAL = ClassSpec(name="general", root_gib=100)
# Images of executors are large: the array takes them, so the root volume can stay small.
SPARK_NVME = ClassSpec(name="spark-nvme", root_gib=50, throughput=250, local_nvme=True)
SPARK_EBS = ClassSpec(name="spark-ebs", root_gib=200, iops=6000, throughput=600)
GPU = ClassSpec(name="gpu", root_gib=200, throughput=600, local_nvme=True)

CLASSES = (GENERAL, SPARK_NVME, SPARK_EBS, GPU)
"""Every node class, by what its disks are for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeIdentity:
    """Who the nodes are; exactly one of the two is said.

    Attributes:
        role_name: IAM role, for which Karpenter makes instance profiles.
        instance_profile: A profile that exists: for networks that cannot reach IAM.
    """

    role_name: pulumi.Input[str] | None = None
    instance_profile: pulumi.Input[str] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KubeletArgs:
    """What the kubelet of every node of a class is told.

    Attributes:
        max_pods: Pods that a node runs at most.
        kube_reserved: What is kept from pods: `cpu`, `memory`, `ephemeral-storage`.
        prefixes: Prefixes of 16 addresses given at launch, so that booting asks EC2 for nothing;
            0: none.
    """

    max_pods: int
    kube_reserved: Mapping[str, str]
    prefixes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeClassArgs:
    """What a node class needs.

    Attributes:
        spec: What the class is.
        subnet_ids: Subnets of the nodes, one a zone.
        security_group_id: The group that EKS made for control plane and nodes.
        identity: Who the nodes are.
        kubelet: What their kubelet is told.
        tags: AWS tags of instances and volumes; the provider's default tags do not reach them.
    """

    spec: ClassSpec
    subnet_ids: pulumi.Input[list[str]]
    security_group_id: pulumi.Input[str]
    identity: NodeIdentity
    kubelet: KubeletArgs
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
            metadata={"name": args.spec.name},
            spec=spec(args),
            # Deleting waits until its last node has drained.
            opts=self.child_opts(custom_timeouts=pulumi.CustomTimeouts(delete="30m")),
        )
        # The ID of an object outside namespaces is its name.
        self.node_class_name = created.id
        self.finish()


def spec(args: NodeClassArgs) -> dict[str, Any]:
    """The object's `spec`."""
    body: dict[str, Any] = {
        "amiSelectorTerms": [{"alias": f"al2023@{versions.AMI_RELEASE}"}],
        "subnetSelectorTerms": pulumi.Output.from_input(args.subnet_ids).apply(
            lambda ids: [{"id": id_} for id_ in ids]
        ),
        "securityGroupSelectorTerms": [{"id": args.security_group_id}],
        "kubelet": {
            "maxPods": args.kubelet.max_pods,
            # Said because AL2023 otherwise reserves for as many pods as all interfaces could feed:
            # 8 GiB on the largest types, whatever maxPods says.
            "kubeReserved": dict(args.kubelet.kube_reserved),
        },
        # A hop limit of 1 keeps pods from the node's role.
        "metadataOptions": {
            "httpEndpoint": "enabled",
            "httpTokens": "required",
            "httpPutResponseHopLimit": 1,
        },
        "blockDeviceMappings": [_root_volume(args.spec)],
        "userData": json.dumps(_NODE_CONFIG),
        "tags": dict(args.tags),
        **_identity(args.identity),
    }
    if args.kubelet.prefixes:
        body["ipPrefixCount"] = args.kubelet.prefixes
    if args.spec.local_nvme:
        # Pods' emptyDir volumes and image layers land on the array: no hostPath is needed.
        body["instanceStorePolicy"] = "RAID0"
    return body


def _root_volume(wanted: ClassSpec) -> dict[str, Any]:
    return {
        "deviceName": "/dev/xvda",
        "rootVolume": True,
        "ebs": {
            "volumeSize": f"{wanted.root_gib}Gi",
            "volumeType": "gp3",
            "iops": wanted.iops,
            "throughput": wanted.throughput,
            "encrypted": True,
            "deleteOnTermination": True,
        },
    }


def _identity(identity: NodeIdentity) -> dict[str, pulumi.Input[str]]:
    if identity.instance_profile is not None:
        return {"instanceProfile": identity.instance_profile}
    if identity.role_name is not None:
        return {"role": identity.role_name}
    raise ValueError("a node class needs a role or an instance profile")


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
