"""A tenant's own images."""

from typing import Annotated

from pydantic import Field

from layers.settings import Distinct, Settings, in_words

# Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
RepositoryName = Annotated[
    str,
    in_words(
        "must be lower-case letters and digits, with single dashes between them",
        "jobs",
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
    ),
    Field(max_length=64),
]


class RegistrySettings(Settings):
    """Places for the tenant's own images. Tags never move, and images are scanned on arrival."""

    repositories: Distinct[RepositoryName] = Field(min_length=1)
    """Names, such as `jobs`. The newest 50 images of each stay. A name that is taken away takes its
    images with it; in prod that is refused."""
