"""What the layer's component needs."""

from dataclasses import dataclass

import pulumi

from components import names
from components.sources import Sources
from layers.cluster.settings import ClusterSettings
from layers.profile import Profile


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterArgs:
    """What the layer needs.

    Attributes:
        environment: Environment.
        settings: What the stack file says.
        ami_id: Image of the system nodes.
        s3_cidrs: Blocks of S3 in the region.
    """

    environment: str
    settings: ClusterSettings
    ami_id: pulumi.Input[str]
    s3_cidrs: pulumi.Input[list[str]]

    @property
    def profile(self) -> Profile:
        """What the profile sets."""
        return self.settings.defaults

    @property
    def cluster(self) -> str:
        """Name of the cluster."""
        return names.cluster(self.environment)

    @property
    def sources(self) -> Sources:
        """Where charts and images come from."""
        settings = self.settings
        return Sources(
            chart_mirror=settings.sources.chart_mirror or "",
            registries=settings.sources.registries(
                settings.storage.image_cache,
                account=settings.account,
                region=settings.region,
                environment=self.environment,
            ),
        )
