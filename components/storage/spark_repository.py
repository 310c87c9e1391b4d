"""SparkRepository: the registry's place for the Spark image that every tenant may run."""

from dataclasses import dataclass

import pulumi

from components import names
from components.base import Component
from components.storage.image_repository import image_repository

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
        repository = image_repository(
            self,
            names.spark_repository(args.environment),
            title="repository",
            kept_images=_KEPT_IMAGES,
            key_arn=args.key_arn,
            protect=args.protect,
        )
        self.repository_url = repository.repository_url
        self.finish()
