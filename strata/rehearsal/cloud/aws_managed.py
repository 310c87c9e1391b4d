"""Policies that AWS itself makes, as far as a data platform on EKS has use for them.

Sources: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html and
https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
"""

from typing import Final

MANAGED_POLICIES: Final = frozenset(
    {
        "AdministratorAccess",
        "AmazonEBSCSIDriverEKSClusterScopedPolicy",
        "AmazonEBSCSIDriverPolicyV2",
        "AmazonEC2ContainerRegistryPullOnly",
        "AmazonEC2ContainerRegistryReadOnly",
        "AmazonEKSBlockStoragePolicy",
        "AmazonEKSClusterPolicy",
        "AmazonEKSComputePolicy",
        "AmazonEKSLoadBalancingPolicy",
        "AmazonEKSNetworkingPolicy",
        "AmazonEKSServicePolicy",
        "AmazonEKSVPCResourceController",
        "AmazonEKSWorkerNodeMinimalPolicy",
        "AmazonEKSWorkerNodePolicy",
        "AmazonEKS_CNI_Policy",
        "AmazonPrometheusRemoteWriteAccess",
        "AmazonS3ReadOnlyAccess",
        "AmazonSSMManagedInstanceCore",
        "CloudWatchAgentServerPolicy",
        "PowerUserAccess",
        "ReadOnlyAccess",
        "ViewOnlyAccess",
        "service-role/AmazonEBSCSIDriverPolicy",
        "service-role/AmazonEFSCSIDriverPolicy",
    }
)
"""Path and name of each, as they stand behind `arn:aws:iam::aws:policy/`."""

ACCESS_POLICIES: Final = frozenset(
    {
        "AmazonEKSAdminPolicy",
        "AmazonEKSAdminViewPolicy",
        "AmazonEKSAutoNodePolicy",
        "AmazonEKSClusterAdminPolicy",
        "AmazonEKSEditPolicy",
        "AmazonEKSSecretReaderPolicy",
        "AmazonEKSViewPolicy",
    }
)
"""Name of each, as they stand behind `arn:aws:eks::aws:cluster-access-policy/`."""
