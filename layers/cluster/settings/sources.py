"""Where charts and images come from."""

from collections.abc import Mapping
from typing import Annotated

from components.storage.image_cache import UPSTREAMS, Upstream, cache_prefixes
from layers.cluster.settings.storage import ImageCacheSettings
from layers.settings import Settings, in_words

ChartMirror = Annotated[
    str,
    in_words(
        "must be a folder of the project, or an oci:// address",
        "oci://registry.example.com/charts",
        pattern=r"^(oci://[A-Za-z0-9.:-]+(/[A-Za-z0-9._-]+)*|\.{0,2}/?[A-Za-z0-9._/-]+)$",
    ),
]
ImageRegistry = Annotated[
    str,
    in_words(
        "must be a registry, with a path if there is one, and no https://",
        "registry.example.com/mirror",
        pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?(/[a-z0-9._-]+)*$",
    ),
]

# Every host that an image of the platform comes from. Docker Hub's is the written one.
_HOSTS = (
    "cr.fluentbit.io",
    "docker.io",
    "nvcr.io",
    *(host for name, host in UPSTREAMS.items() if name != "docker-hub"),
)


class SourcesSettings(Settings):
    """Where the charts and images of all layers come from, in an account without the internet."""

    chart_mirror: ChartMirror | None = None
    """Where a copy of every chart is: an `oci://` address, or a folder of what `helm pull`
    writes; unset: each chart's own repository."""

    image_registry: ImageRegistry | None = None
    """What holds a copy of every image, as `<this>/<registry>/<repository>`, such as
    `registry.example.com/mirror/ghcr.io/kubeflow/spark-operator/controller`; unset: the image
    cache where it is on, and each image's own registry."""

    def registries(
        self, cache: ImageCacheSettings | None, *, account: str, region: str, environment: str
    ) -> Mapping[str, str]:
        """What replaces each image registry, by host."""
        if self.image_registry:
            return {host: f"{self.image_registry}/{host}" for host in _HOSTS}
        if cache is None:
            return {}
        known: tuple[Upstream, ...] = tuple(cache.credentials())
        return cache_prefixes(known, account=account, region=region, environment=environment)
