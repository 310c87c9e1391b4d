"""What the layer's component needs."""

from dataclasses import dataclass

from components.sources import Sources
from components.spark import JobTenant
from components.tenancy.sizes import SIZES
from layers.cluster import ClusterOutputs
from layers.platform import PlatformOutputs
from layers.profile import PROFILES, Profile
from layers.tenant.settings import TenantSettings


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantArgs:
    """What the layer needs.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        settings: What the team's file says.
        cluster: What layer 1 promises.
        platform: What layer 2 promises.
    """

    environment: str
    tenant: str
    settings: TenantSettings
    cluster: ClusterOutputs
    platform: PlatformOutputs

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
    def jobs(self) -> JobTenant:
        """Whose the jobs of this tenant are."""
        return JobTenant(
            environment=self.environment,
            name=self.tenant,
            cost_center=self.settings.cost_center,
            size=SIZES[self.settings.size],
            account=self.cluster.account,
            region=self.cluster.region,
            zones=(),
        )
