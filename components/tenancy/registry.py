"""TenantRegistry: a tenant's own image repositories."""

from dataclasses import dataclass

import pulumi

from components import names
from components.base import Component
from components.policy_documents import allow, document
from components.storage.image_repository import image_repository

# A job that runs must find its image again: what is newest stays, however old.
KEPT_IMAGES = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantRegistryArgs:
    """What a tenant's repositories need.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        repositories: Names of the repositories.
        key_arn: Key that encrypts the images. Changing it makes empty repositories anew.
        protect: Whether they refuse to be deleted.
    """

    environment: str
    tenant: str
    repositories: tuple[str, ...]
    key_arn: pulumi.Input[str]
    protect: bool


class TenantRegistry(Component):
    """Repositories whose tags never move and whose images are scanned when they come in.

    Attributes:
        repository_urls: Address of each repository, without a tag, by the name in the file.
    """

    TYPE = "strata:tenancy:TenantRegistry"

    repository_urls: pulumi.Output[dict[str, str]]

    def __init__(
        self, name: str, args: TenantRegistryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self.repository_urls = pulumi.Output.all(
            **{
                title: image_repository(
                    self,
                    names.repository(args.environment, args.tenant, title),
                    title=title,
                    kept_images=KEPT_IMAGES,
                    key_arn=args.key_arn,
                    protect=args.protect,
                ).repository_url
                for title in args.repositories
            }
        )
        self.finish()


def push_document(*, environment: str, tenant: str, account: str, region: str) -> str:
    """What a tenant's people and pipelines may do: push to its repositories, and see what is there.

    A pod needs no right: its node pulls the image.

    Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
    """
    own = names.repository(environment, tenant, "*")
    return document(
        # AWS knows no resource for it: whoever has a token can do what else it is allowed.
        allow("LogIn", ["ecr:GetAuthorizationToken"], ["*"]),
        allow(
            "PushOwnImages",
            [
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:CompleteLayerUpload",
                "ecr:DescribeImageScanFindings",
                "ecr:DescribeImages",
                "ecr:DescribeRepositories",
                "ecr:GetDownloadUrlForLayer",
                "ecr:InitiateLayerUpload",
                "ecr:ListImages",
                "ecr:PutImage",
                "ecr:UploadLayerPart",
            ],
            [f"arn:aws:ecr:{region}:{account}:repository/{own}"],
        ),
    )
