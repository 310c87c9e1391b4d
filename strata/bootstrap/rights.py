"""Which AWS actions each kind of resource needs to be made, read, changed and deleted.

The AWS provider reads a resource whole after each change, so a read that is refused fails the
deployment: every call of its `Read` functions is here too.

Source: https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service,
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Iterable, Mapping

from strata.bootstrap.service_rights import SERVICE_RIGHTS


def _ec2(noun: str, *more: str) -> tuple[str, ...]:
    return tuple(f"ec2:{action}" for action in (f"Create{noun}", f"Delete{noun}", *more))


# Whatever the provider makes at EKS it tags, and EKS asks for this right when it is made too.
_EKS_TAGS = ("eks:TagResource", "eks:UntagResource")

RIGHTS: Mapping[str, tuple[str, ...]] = {
    "aws:ec2/vpc:Vpc": _ec2("Vpc", "DescribeVpcAttribute", "ModifyVpcAttribute"),
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": (
        "ec2:AssociateVpcCidrBlock",
        "ec2:DisassociateVpcCidrBlock",
    ),
    "aws:ec2/subnet:Subnet": _ec2("Subnet", "ModifySubnetAttribute"),
    "aws:ec2/subnetCidrReservation:SubnetCidrReservation": (
        *_ec2("SubnetCidrReservation"),
        "ec2:GetSubnetCidrReservations",
    ),
    "aws:ec2/internetGateway:InternetGateway": _ec2(
        "InternetGateway", "AttachInternetGateway", "DetachInternetGateway"
    ),
    "aws:ec2/eip:Eip": ("ec2:AllocateAddress", "ec2:ReleaseAddress", "ec2:DisassociateAddress"),
    "aws:ec2/natGateway:NatGateway": _ec2("NatGateway"),
    "aws:ec2/routeTable:RouteTable": _ec2("RouteTable"),
    "aws:ec2/route:Route": _ec2("Route", "ReplaceRoute"),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": (
        "ec2:AssociateRouteTable",
        "ec2:DisassociateRouteTable",
        "ec2:ReplaceRouteTableAssociation",
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": (
        "ec2:CreateVpcEndpoint",
        "ec2:DeleteVpcEndpoints",
        "ec2:ModifyVpcEndpoint",
    ),
    "aws:ec2/securityGroup:SecurityGroup": _ec2(
        "SecurityGroup", "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress"
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:RevokeSecurityGroupIngress",
        "ec2:ModifySecurityGroupRules",
    ),
    "aws:ec2/launchTemplate:LaunchTemplate": _ec2(
        "LaunchTemplate", "CreateLaunchTemplateVersion", "ModifyLaunchTemplate"
    ),
    "aws:cloudwatch/logGroup:LogGroup": (
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:DeleteRetentionPolicy",
        "logs:DescribeLogGroups",
        "logs:ListTagsForResource",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
    ),
    "aws:eks/cluster:Cluster": (
        "eks:CreateCluster",
        "eks:DeleteCluster",
        "eks:DescribeCluster",
        "eks:DescribeUpdate",
        "eks:UpdateClusterConfig",
        "eks:UpdateClusterVersion",
        *_EKS_TAGS,
        # The first brings its service-linked role. EKS uses the key by a grant, which it asks
        # for with the rights of whoever makes the cluster.
        "iam:CreateServiceLinkedRole",
        "kms:CreateGrant",
        "kms:DescribeKey",
    ),
    "aws:eks/nodeGroup:NodeGroup": (
        "eks:CreateNodegroup",
        "eks:DeleteNodegroup",
        "eks:DescribeNodegroup",
        "eks:DescribeUpdate",
        "eks:UpdateNodegroupConfig",
        "eks:UpdateNodegroupVersion",
        *_EKS_TAGS,
        # EKS looks at the node role, and starts a node on trial, with the rights of the maker.
        "ec2:RunInstances",
        "iam:CreateServiceLinkedRole",
        "iam:GetRole",
        "iam:ListAttachedRolePolicies",
    ),
    "aws:eks/addon:Addon": (
        "eks:CreateAddon",
        "eks:DeleteAddon",
        "eks:DescribeAddon",
        "eks:DescribeUpdate",
        "eks:UpdateAddon",
        *_EKS_TAGS,
        "eks:CreatePodIdentityAssociation",
        "eks:DeletePodIdentityAssociation",
        "eks:UpdatePodIdentityAssociation",
    ),
    "aws:eks/accessEntry:AccessEntry": (
        "eks:CreateAccessEntry",
        "eks:DeleteAccessEntry",
        "eks:DescribeAccessEntry",
        "eks:UpdateAccessEntry",
        *_EKS_TAGS,
    ),
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": (
        "eks:AssociateAccessPolicy",
        "eks:DisassociateAccessPolicy",
        "eks:ListAssociatedAccessPolicies",
    ),
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": (
        "eks:CreatePodIdentityAssociation",
        "eks:DeletePodIdentityAssociation",
        "eks:DescribePodIdentityAssociation",
        "eks:UpdatePodIdentityAssociation",
        *_EKS_TAGS,
    ),
    "aws:eks/identityProviderConfig:IdentityProviderConfig": (
        "eks:AssociateIdentityProviderConfig",
        "eks:DescribeIdentityProviderConfig",
        "eks:DescribeUpdate",
        "eks:DisassociateIdentityProviderConfig",
        *_EKS_TAGS,
    ),
    "aws:iam/role:Role": (
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:GetRole",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
        "iam:PutRolePermissionsBoundary",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
    ),
    "aws:iam/policy:Policy": (
        "iam:CreatePolicy",
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:GetPolicy",
        "iam:GetPolicyVersion",
        "iam:ListPolicyVersions",
        "iam:TagPolicy",
        "iam:UntagPolicy",
    ),
    "aws:iam/rolePolicy:RolePolicy": (
        "iam:DeleteRolePolicy",
        "iam:GetRolePolicy",
        "iam:PutRolePolicy",
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (
        "iam:AttachRolePolicy",
        "iam:DetachRolePolicy",
        "iam:ListAttachedRolePolicies",
    ),
    "aws:iam/instanceProfile:InstanceProfile": (
        "iam:AddRoleToInstanceProfile",
        "iam:CreateInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:GetInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:TagInstanceProfile",
        "iam:UntagInstanceProfile",
    ),
    "aws:kms/key:Key": (
        "kms:CreateKey",
        "kms:DescribeKey",
        "kms:EnableKeyRotation",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListResourceTags",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateKeyDescription",
    ),
    "aws:kms/alias:Alias": (
        "kms:CreateAlias",
        "kms:DeleteAlias",
        "kms:ListAliases",
        "kms:UpdateAlias",
    ),
    "aws:sqs/queue:Queue": (
        "sqs:CreateQueue",
        "sqs:DeleteQueue",
        "sqs:GetQueueAttributes",
        "sqs:ListQueueTags",
        "sqs:SetQueueAttributes",
        "sqs:TagQueue",
        "sqs:UntagQueue",
    ),
    "aws:sqs/queuePolicy:QueuePolicy": ("sqs:GetQueueAttributes", "sqs:SetQueueAttributes"),
    "aws:cloudwatch/eventRule:EventRule": (
        "events:DeleteRule",
        "events:DescribeRule",
        "events:ListTagsForResource",
        "events:PutRule",
        "events:TagResource",
        "events:UntagResource",
    ),
    "aws:cloudwatch/eventTarget:EventTarget": (
        "events:ListTargetsByRule",
        "events:PutTargets",
        "events:RemoveTargets",
    ),
    "aws:ecr/repository:Repository": (
        "ecr:CreateRepository",
        "ecr:DeleteRepository",
        "ecr:DescribeRepositories",
        "ecr:ListTagsForResource",
        "ecr:PutImageScanningConfiguration",
        "ecr:PutImageTagMutability",
        "ecr:TagResource",
        "ecr:UntagResource",
        # ECR uses the key by a grant, which it asks for with the rights of the maker.
        "kms:CreateGrant",
        "kms:DescribeKey",
        "kms:RetireGrant",
    ),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": (
        "ecr:DeleteLifecyclePolicy",
        "ecr:GetLifecyclePolicy",
        "ecr:PutLifecyclePolicy",
    ),
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": (
        "ecr:CreatePullThroughCacheRule",
        "ecr:DeletePullThroughCacheRule",
        "ecr:DescribePullThroughCacheRules",
        "ecr:UpdatePullThroughCacheRule",
        "iam:CreateServiceLinkedRole",
    ),
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": (
        "ecr:CreateRepositoryCreationTemplate",
        "ecr:DeleteRepositoryCreationTemplate",
        "ecr:DescribeRepositoryCreationTemplates",
        "ecr:UpdateRepositoryCreationTemplate",
        # Who says what new repositories are like must be allowed to make such.
        # Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create.html
        "ecr:CreateRepository",
        "ecr:PutLifecyclePolicy",
    ),
    "aws:s3/bucket:Bucket": (
        "s3:CreateBucket",
        "s3:DeleteBucket",
        "s3:GetAccelerateConfiguration",
        "s3:GetBucketAcl",
        "s3:GetBucketCORS",
        "s3:GetBucketLocation",
        "s3:GetBucketLogging",
        "s3:GetBucketObjectLockConfiguration",
        "s3:GetBucketPolicy",
        "s3:GetBucketRequestPayment",
        "s3:GetBucketTagging",
        "s3:GetBucketVersioning",
        "s3:GetBucketWebsite",
        "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:ListBucket",
        "s3:ListTagsForResource",
        "s3:PutBucketTagging",
        "s3:TagResource",
        "s3:UntagResource",
    ),
    "aws:s3/bucketPolicy:BucketPolicy": (
        "s3:DeleteBucketPolicy",
        "s3:GetBucketPolicy",
        "s3:PutBucketPolicy",
    ),
    "aws:s3/bucketVersioning:BucketVersioning": (
        "s3:GetBucketVersioning",
        "s3:PutBucketVersioning",
    ),
    "aws:s3/bucketObjectv2:BucketObjectv2": (
        "s3:DeleteObject",
        "s3:DeleteObjectTagging",
        "s3:DeleteObjectVersion",
        "s3:GetObject",
        "s3:GetObjectTagging",
        "s3:ListBucketVersions",
        "s3:PutObject",
        "s3:PutObjectTagging",
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": (
        "s3:GetLifecycleConfiguration",
        "s3:PutLifecycleConfiguration",
    ),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (
        "s3:GetBucketPublicAccessBlock",
        "s3:PutBucketPublicAccessBlock",
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": (
        "s3:GetBucketOwnershipControls",
        "s3:PutBucketOwnershipControls",
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (
        "s3:GetEncryptionConfiguration",
        "s3:PutEncryptionConfiguration",
    ),
    **SERVICE_RIGHTS,
}
"""Actions by type of resource."""


def actions(types: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Every action that these types need, by service, sorted.

    Raises:
        KeyError: A type is not in the table.
    """
    found = sorted({action for type_ in types for action in RIGHTS[type_]})
    services = sorted({action.partition(":")[0] for action in found})
    return {
        service: tuple(action for action in found if action.startswith(f"{service}:"))
        for service in services
    }
