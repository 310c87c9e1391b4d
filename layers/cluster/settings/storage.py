"""Storage and images."""

from pydantic import Field

from components.storage.image_cache import Upstream
from layers.aws_values import BucketName, PullThroughSecretArn
from layers.settings import Distinct, Settings


class MountpointSettings(Settings):
    """Buckets as file systems, by Mountpoint for Amazon S3."""

    buckets: Distinct[BucketName] = Field(min_length=1)
    """Buckets that pods may mount: jars and reference data, not tables."""

    writable: bool = False
    """Whether pods may write to them."""


class ImageCacheSettings(Settings):
    """Public images through the account's own registry."""

    docker_hub: PullThroughSecretArn | None = None
    """Secret with credentials of Docker Hub, which lets nobody cache without; unset: its images
    are not cached."""

    ghcr: PullThroughSecretArn | None = None
    """Secret with credentials of ghcr.io; unset: its images are not cached."""

    def credentials(self) -> dict[Upstream, str]:
        """Secrets by registry."""
        given: dict[Upstream, str | None] = {"docker-hub": self.docker_hub, "ghcr": self.ghcr}
        return {upstream: secret for upstream, secret in given.items() if secret}


class StorageSettings(Settings):
    """Volumes, buckets as file systems, and images."""

    mountpoint: MountpointSettings | None = None
    """Buckets as file systems; unset: none, and no driver."""

    image_cache: ImageCacheSettings | None = None
    """Public images through the account's own registry, for Karpenter and the DNS cache too: `{}`
    turns it on. Images then come from the same region, and a public registry that fails stops
    nothing that was pulled once."""
