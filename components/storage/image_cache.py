"""ImageCache: public images through this account's own registry.

Images come from the same region, and a rate limit or an outage of a public registry stops nothing
that was pulled once. That first pull may be sent on to the upstream registry, so a network without
the internet can pull only what was pulled once from elsewhere.

Sources: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html and
https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html (the first pull)
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from components.base import Component
from components.policy_documents import allow, document

Upstream = Literal["ecr-public", "k8s", "quay", "docker-hub", "ghcr"]

UPSTREAMS: Mapping[Upstream, str] = {
    "ecr-public": "public.ecr.aws",
    "k8s": "registry.k8s.io",
    "quay": "quay.io",
    "docker-hub": "registry-1.docker.io",
    "ghcr": "ghcr.io",
}
"""Address of each registry, by the name under which its images are kept."""

NEED_CREDENTIALS: tuple[Upstream, ...] = ("docker-hub", "ghcr")
"""Registries that let nobody cache without credentials."""

# Of each repository; a tag is an index and an image for each architecture that was pulled.
_KEPT_IMAGES = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageCacheArgs:
    """What the cache needs.

    Attributes:
        environment: Environment; the registry is the account's, so it is part of each prefix.
        credentials: ARN of the secret, `ecr-pullthroughcache/...`, of each registry that needs one.
    """

    environment: str
    credentials: Mapping[Upstream, str]


class ImageCache(Component):
    """One rule and one template for new repositories for each registry."""

    TYPE = "strata:storage:ImageCache"

    def __init__(
        self, name: str, args: ImageCacheArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        for upstream, host in UPSTREAMS.items():
            if upstream in NEED_CREDENTIALS and upstream not in args.credentials:
                continue
            template = aws.ecr.RepositoryCreationTemplate(
                self.child(f"{upstream}-repositories"),
                prefix=prefix(args.environment, upstream),
                description=f"Images of {host}",
                applied_fors=["PULL_THROUGH_CACHE"],
                # A cached tag must be able to follow the one upstream.
                image_tag_mutability="MUTABLE",
                lifecycle_policy=json.dumps(_lifecycle()),
                opts=self.child_opts(),
            )
            aws.ecr.PullThroughCacheRule(
                self.child(upstream),
                ecr_repository_prefix=prefix(args.environment, upstream),
                upstream_registry_url=host,
                credential_arn=args.credentials.get(upstream),
                # The first pull makes the repository, by the template that is there then.
                opts=self.child_opts(depends_on=[template]),
            )
        self.finish()


def prefix(environment: str, upstream: Upstream) -> str:
    """What the names of all repositories of one registry begin with; 2 to 30 characters."""
    return f"{environment}-{upstream}"


def cache_prefixes(
    credentials: Collection[Upstream], *, account: str, region: str, environment: str
) -> Mapping[str, str]:
    """Where the images of each registry are kept, by the host that they are written with.

    `registry.k8s.io/dns/x:1` becomes `<prefix>/dns/x:1`.

    Args:
        credentials: Registries that there are credentials for.
        account: AWS account.
        region: AWS region.
        environment: Environment.
    """
    registry = f"{account}.dkr.ecr.{region}.amazonaws.com"
    return {
        # Docker Hub's images are written with another name than the one that serves them.
        "docker.io" if upstream == "docker-hub" else host: (
            f"{registry}/{prefix(environment, upstream)}"
        )
        for upstream, host in UPSTREAMS.items()
        if upstream not in NEED_CREDENTIALS or upstream in credentials
    }


def first_pull_document(*, account: str, region: str, environment: str) -> str:
    """What a node needs beyond pulling: the first pull of an image makes its repository."""
    return document(
        allow(
            "FirstPullOfAnImage",
            ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
            [
                f"arn:aws:ecr:{region}:{account}:repository/{prefix(environment, upstream)}/*"
                for upstream in UPSTREAMS
            ],
        )
    )


def _lifecycle() -> Mapping[str, object]:
    """What goes, by number and not by age: an image in use is as old as its first pull.

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
