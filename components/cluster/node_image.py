"""The machine image of system nodes: one Amazon Linux 2023 release for each Kubernetes version."""

from components import versions


def ssm_parameter(kubernetes_version: str) -> str:
    """Name of the public parameter that holds the image's ID in each region.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html
    """
    image = f"amazon-eks-node-al2023-arm64-standard-{kubernetes_version}-{versions.AMI_RELEASE}"
    return (
        f"/aws/service/eks/optimized-ami/{kubernetes_version}/amazon-linux-2023/arm64/standard/"
        f"{image}/image_id"
    )
