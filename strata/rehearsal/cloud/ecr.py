"""ECR: repositories, and the registry's pull-through cache.

Sources: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html,
https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
and https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepositoryCreationTemplate.html
"""

import re
from typing import Final

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.cloud.kind import Kind, NameRule, Target, Unique
from strata.rehearsal.cloud.request import Request

_PREFIX: Final = r"((?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*/?|ROOT)"
_REPOSITORY: Final = r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*"
_CREDENTIALS: Final = (
    r"arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:ecr-pullthroughcache/.+"
)
# Registries that serve nobody's cache without credentials.
_CLOSED: Final = ("registry-1.docker.io", "ghcr.io", "registry.gitlab.com")


def credentials(request: Request) -> list[Row]:
    """Some registries need a secret, and its name begins with `ecr-pullthroughcache/`."""
    host, secret = request.input("upstreamRegistryUrl"), request.input("credentialArn")
    if secret is None and host in _CLOSED:
        raise request.refused(f"credentialArn: {host} needs credentials", "give a secret's ARN")
    if secret is not None and not re.fullmatch(_CREDENTIALS, secret):
        raise request.refused(
            f"credentialArn = {secret!r}: the secret's name must begin with ecr-pullthroughcache/",
            "make a secret of such a name",
        )
    return []


KINDS: dict[str, Kind] = {
    t.REPOSITORY: Kind(
        id="{name}",
        outputs={
            "arn": "arn:aws:ecr:{region}:{account}:repository/{name}",
            "registryId": "{account}",
            "repositoryUrl": "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
        },
        name=NameRule(
            input="name",
            least=2,
            limit=256,
            pattern=_REPOSITORY,
            made_of="small letters and digits, with ._-/ between them",
        ),
        unique=Unique(
            key="{account}|{region}|{name}",
            thing="an ECR repository named {name}",
            scope="its name is unique in a region of an account",
        ),
        create_only=("name", "encryptionConfigurations"),
    ),
    t.REPOSITORY_LIFECYCLE: Kind(
        id="{repository}",
        outputs={"registryId": "{account}"},
        unique=Unique(
            key="{account}|{region}|{repository}",
            thing="a lifecycle policy of {repository}",
            scope="a repository has one",
        ),
        create_only=("repository",),
        references={"repository": Target(type=t.REPOSITORY, thing="ECR repository")},
    ),
    t.PULL_THROUGH_CACHE_RULE: Kind(
        id="{ecrRepositoryPrefix}",
        outputs={"registryId": "{account}"},
        name=NameRule(
            input="ecrRepositoryPrefix",
            least=2,
            limit=30,
            pattern=_PREFIX,
            made_of="small letters and digits, with ._-/ between them",
        ),
        unique=Unique(
            key="{account}|{region}|{ecrRepositoryPrefix}",
            thing="a pull-through cache rule for {ecrRepositoryPrefix}",
            scope="a registry has one a prefix",
        ),
        create_only=("ecrRepositoryPrefix", "upstreamRegistryUrl", "upstreamRepositoryPrefix"),
        needs=(credentials,),
    ),
    t.REPOSITORY_CREATION_TEMPLATE: Kind(
        id="{prefix}",
        outputs={"registryId": "{account}"},
        name=NameRule(
            input="prefix",
            limit=256,
            pattern=_PREFIX,
            made_of="small letters and digits, with ._-/ between them",
        ),
        unique=Unique(
            key="{account}|{region}|{prefix}",
            thing="a repository creation template for {prefix}",
            scope="a registry has one a prefix",
        ),
        create_only=("prefix",),
    ),
}
