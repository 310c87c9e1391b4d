"""What the layer's component needs."""

from dataclasses import dataclass

from components.services.identity import ClusterIdentity
from components.sources import Sources
from layers.cluster import ClusterOutputs
from layers.platform.settings import PlatformSettings
from layers.profile import PROFILES, Profile


@dataclass(frozen=True, kw_only=True, slots=True)
class PlatformArgs:
    """What the layer needs.

    Attributes:
        environment: Environment.
        settings: What the stack file says.
        cluster: What layer 1 promises.
    """

    environment: str
    settings: PlatformSettings
    cluster: ClusterOutputs

    @property
    def profile(self) -> Profile:
        """What the profile sets."""
        return PROFILES[self.cluster.profile]

    @property
    def sources(self) -> Sources:
        """Where charts and images come from."""
        return Sources(
            chart_mirror=self.cluster.chart_mirror, registries=self.cluster.image_registries
        )

    @property
    def identity(self) -> ClusterIdentity:
        """Which cluster the services run in."""
        return ClusterIdentity(
            environment=self.environment,
            account=self.cluster.account,
            region=self.cluster.region,
            cluster_name=self.cluster.cluster_name,
            cluster_arn=self.cluster.cluster_arn,
            boundary_arn=self.cluster.boundary_arn,
        )
