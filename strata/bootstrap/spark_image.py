"""What pushing the Spark image needs: the workflow that builds it is the platform's deployer.

Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
"""

from components import names, policy_documents
from components.policy_documents import allow

_PUSH = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:GetDownloadUrlForLayer",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)


def document(account: str, region: str, environment: str) -> str:
    """The policy document, for one repository."""
    repository = names.spark_repository(environment)
    in_region = {"StringEquals": {"aws:RequestedRegion": region}}
    return policy_documents.document(
        # AWS knows nothing finer: the token opens what other rights allow.
        allow("Enter", ["ecr:GetAuthorizationToken"], ["*"], in_region),
        allow("Push", _PUSH, [f"arn:aws:ecr:{region}:{account}:repository/{repository}"]),
    )
