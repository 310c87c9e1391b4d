"""What Karpenter's controller may do: six documents, each within IAM's size limit.

Source: https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/website/content/en/docs/getting-started/getting-started-with-karpenter/cloudformation.yaml
"""

from collections.abc import Mapping
from dataclasses import dataclass

from components.policy_documents import Statement, allow, document


@dataclass(frozen=True, kw_only=True, slots=True)
class KarpenterScope:
    """What the documents are scoped to.

    Attributes:
        account: AWS account.
        region: AWS region.
        cluster_name: Name of the cluster.
        cluster_arn: ARN of the cluster.
        node_role_arn: ARN of the role that its nodes get.
        queue_arn: ARN of the interruption queue.
    """

    account: str
    region: str
    cluster_name: str
    cluster_arn: str
    node_role_arn: str
    queue_arn: str


POLICIES = (
    "nodes",
    "instance-profiles",
    "cluster",
    "interruption",
    "zonal-shift",
    "discovery",
)
"""What each of the documents is for; part of its policy's name."""


def policies(scope: KarpenterScope) -> Mapping[str, str]:
    """The six documents, by what each is for."""
    return {
        "nodes": document(*_node_lifecycle(scope)),
        "instance-profiles": document(*_instance_profiles(scope)),
        "cluster": document(
            allow("AllowAPIServerEndpointDiscovery", ["eks:DescribeCluster"], [scope.cluster_arn])
        ),
        "interruption": document(
            allow(
                "AllowInterruptionQueueActions",
                ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
                [scope.queue_arn],
            )
        ),
        "zonal-shift": document(
            allow(
                "AllowZonalShiftStatusReadOnly",
                ["arc-zonal-shift:GetManagedResource"],
                ["*"],
                {"StringEquals": {"arc-zonal-shift:ResourceIdentifier": scope.cluster_arn}},
            )
        ),
        "discovery": document(*_discovery(scope)),
    }


def _ec2(scope: KarpenterScope, *kinds: str) -> list[str]:
    return [f"arn:aws:ec2:{scope.region}:*:{kind}/*" for kind in kinds]


def _owned(scope: KarpenterScope, tags: str) -> dict[str, str]:
    return {f"aws:{tags}/kubernetes.io/cluster/{scope.cluster_name}": "owned"}


def _requested(scope: KarpenterScope) -> dict[str, str]:
    return {
        **_owned(scope, "RequestTag"),
        "aws:RequestTag/eks:eks-cluster-name": scope.cluster_name,
    }


def _node_lifecycle(scope: KarpenterScope) -> list[Statement]:
    launch = ["ec2:CreateFleet", "ec2:RunInstances"]
    created = _ec2(
        scope,
        "fleet",
        "instance",
        "launch-template",
        "network-interface",
        "spot-instances-request",
        "volume",
    )
    any_pool = {"aws:RequestTag/karpenter.sh/nodepool": "*"}
    own_pool = {"aws:ResourceTag/karpenter.sh/nodepool": "*"}
    return [
        allow(
            "AllowScopedEC2InstanceAccessActions",
            launch,
            [
                f"arn:aws:ec2:{scope.region}::image/*",
                f"arn:aws:ec2:{scope.region}::snapshot/*",
                *_ec2(scope, "capacity-reservation", "placement-group", "security-group", "subnet"),
            ],
        ),
        allow(
            "AllowScopedEC2LaunchTemplateAccessActions",
            launch,
            _ec2(scope, "launch-template"),
            {"StringEquals": _owned(scope, "ResourceTag"), "StringLike": own_pool},
        ),
        allow(
            "AllowScopedEC2InstanceActionsWithTags",
            [*launch, "ec2:CreateLaunchTemplate"],
            created,
            {"StringEquals": _requested(scope), "StringLike": any_pool},
        ),
        allow(
            "AllowScopedResourceCreationTagging",
            ["ec2:CreateTags"],
            created,
            {
                "StringEquals": {
                    **_requested(scope),
                    "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
                },
                "StringLike": any_pool,
            },
        ),
        allow(
            "AllowScopedResourceTagging",
            ["ec2:CreateTags"],
            _ec2(scope, "instance"),
            {
                "StringEquals": _owned(scope, "ResourceTag"),
                "StringLike": own_pool,
                "StringEqualsIfExists": {"aws:RequestTag/eks:eks-cluster-name": scope.cluster_name},
                "ForAllValues:StringEquals": {
                    "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"]
                },
            },
        ),
        allow(
            "AllowScopedDeletion",
            ["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"],
            _ec2(scope, "instance", "launch-template"),
            {"StringEquals": _owned(scope, "ResourceTag"), "StringLike": own_pool},
        ),
    ]


def _instance_profiles(scope: KarpenterScope) -> list[Statement]:
    profiles = [f"arn:aws:iam::{scope.account}:instance-profile/*"]
    region = "topology.kubernetes.io/region"
    any_class_requested = {"aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "*"}
    any_class = {"aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "*"}
    requested = {**_requested(scope), f"aws:RequestTag/{region}": scope.region}
    existing = {
        **_owned(scope, "ResourceTag"),
        f"aws:ResourceTag/{region}": scope.region,
    }
    return [
        allow(
            "AllowPassingInstanceRole",
            ["iam:PassRole"],
            [scope.node_role_arn],
            {"StringEquals": {"iam:PassedToService": ["ec2.amazonaws.com"]}},
        ),
        allow(
            "AllowScopedInstanceProfileCreationActions",
            ["iam:CreateInstanceProfile"],
            profiles,
            {"StringEquals": requested, "StringLike": any_class_requested},
        ),
        allow(
            "AllowScopedInstanceProfileTagActions",
            ["iam:TagInstanceProfile"],
            profiles,
            {
                "StringEquals": {**existing, **requested},
                "StringLike": {**any_class, **any_class_requested},
            },
        ),
        allow(
            "AllowScopedInstanceProfileActions",
            [
                "iam:AddRoleToInstanceProfile",
                "iam:DeleteInstanceProfile",
                "iam:RemoveRoleFromInstanceProfile",
            ],
            profiles,
            {"StringEquals": existing, "StringLike": any_class},
        ),
    ]


def _discovery(scope: KarpenterScope) -> list[Statement]:
    described = (
        "CapacityReservations",
        "Images",
        "InstanceStatus",
        "InstanceTypeOfferings",
        "InstanceTypes",
        "Instances",
        "LaunchTemplates",
        "PlacementGroups",
        "SecurityGroups",
        "SpotPriceHistory",
        "Subnets",
    )
    return [
        allow(
            "AllowRegionalReadActions",
            [f"ec2:Describe{kind}" for kind in described],
            ["*"],
            {"StringEquals": {"aws:RequestedRegion": scope.region}},
        ),
        allow(
            "AllowSSMReadActions",
            ["ssm:GetParameter"],
            [f"arn:aws:ssm:{scope.region}::parameter/aws/service/*"],
        ),
        allow("AllowPricingReadActions", ["pricing:GetProducts"], ["*"]),
        allow("AllowUnscopedInstanceProfileListAction", ["iam:ListInstanceProfiles"], ["*"]),
        allow(
            "AllowInstanceProfileReadActions",
            ["iam:GetInstanceProfile"],
            [f"arn:aws:iam::{scope.account}:instance-profile/*"],
        ),
    ]
