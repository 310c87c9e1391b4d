"""What the layer's component needs."""

from dataclasses import dataclass

from components.sources import Sources
from components.spark import JobTenant
from components.tenancy.sharing import Home
from components.tenancy.sizes import Size, heard
from layers.cluster import ClusterOutputs
from layers.platform import PlatformOutputs
from layers.profile import PROFILES, Profile
from layers.tenant.jobs import job_tenant
from layers.tenant.lifecycle import Lifecycle, lifecycle
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
    def home(self) -> Home:
        """Where the tenant is."""
        return Home(
            environment=self.environment,
            tenant=self.tenant,
            account=self.cluster.account,
            region=self.cluster.region,
        )

    @property
    def profile(self) -> Profile:
        """What the profile sets."""
        return PROFILES[self.cluster.profile]

    @property
    def lifecycle(self) -> Lifecycle:
        """How far the tenant's life has come, and what that means for each part."""
        return lifecycle(self.settings, protects=self.profile.protect)

    @property
    def sources(self) -> Sources:
        """Where charts and images come from."""
        return Sources(
            chart_mirror=self.cluster.chart_mirror, registries=self.cluster.image_registries
        )

    @property
    def size(self) -> Size:
        """What the tenant's size means here."""
        return self.settings.size_here(heard(self.platform.sizes))

    @property
    def jobs(self) -> JobTenant:
        """Whose the jobs of this tenant are."""
        return job_tenant(self.environment, self.tenant, self.settings, self.size, self.cluster)
