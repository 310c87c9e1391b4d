"""SparkRepository: the registry's place for the Spark image that every tenant may run."""

import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component

# A job that runs must find its image again: what is newest stays, however old.
_KEPT_IMAGES = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class SparkRepositoryArgs:
    """What the repository needs.

    Attributes:
        environment: Environment; the registry is the account's, so it is part of the name.
        key_arn: KMS key that encrypts the images.
        protect: Whether the repository refuses to be deleted.
    """

    environment: str
    key_arn: pulumi.Input[str]
    protect: bool


class SparkRepository(Component):
    """One repository whose tags never move and whose images are scanned when they come in.

    Attributes:
        repository_url: Address of the repository, without a tag.
    """

    TYPE = "strata:storage:SparkRepository"

    repository_url: pulumi.Output[str]

    def __init__(
        self, name: str, args: SparkRepositoryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        repository = aws.ecr.Repository(
            self.child("repository"),
            name=names.spark_repository(args.environment),
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration={"scan_on_push": True},
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": args.key_arn}],
            # Without it a repository that holds an image outlives its environment.
            force_delete=not args.protect,
            opts=self.child_opts(protect=args.protect),
        )
        aws.ecr.LifecyclePolicy(
            self.child("lifecycle"),
            repository=repository.name,
            policy=json.dumps(lifecycle()),
            opts=self.child_opts(),
        )
        self.repository_url = repository.repository_url
        self.finish()


def lifecycle() -> dict[str, object]:
    """What goes: everything but the newest images.

    Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
    """
    rule = {
        "rulePriority": 1,
        "description": f"Keep the newest {_KEPT_IMAGES} images",
        "selection": {
            "tagStatus": "any",
            "countType": "imageCountMoreThan",
            "countNumber": _KEPT_IMAGES,
        },
        "action": {"type": "expire"},
    }
    return {"rules": [rule]}
