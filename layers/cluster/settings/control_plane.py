"""The control plane: who reaches it, what it logs, how it behaves."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from components.cluster.access import IdentityProvider
from components.cluster.control_plane import ControlPlaneTuning, LogType, Tier
from layers.aws_values import Block
from layers.profile import Profile
from layers.settings import Distinct, Settings, in_words

# Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
RetentionDays = Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653]

_ALL_LOGS: tuple[LogType, ...] = (
    "api",
    "audit",
    "authenticator",
    "controllerManager",
    "scheduler",
)


def _not_kubernetes_own(prefix: str) -> str:
    if prefix == "system:":
        raise ValueError("is Kubernetes' own prefix; write one such as oidc:")
    return prefix


class EndpointSettings(Settings):
    """Who may reach the Kubernetes API. It is always reachable from inside the VPC."""

    public_cidrs: Distinct[Block] | None = None
    """Blocks that may reach it over the internet; an empty list: none. Unset: all of it in dev
    (IAM still decides who gets in), none in prod."""

    def allowed(self, profile: Profile) -> tuple[str, ...]:
        """Blocks that may reach it over the internet."""
        if self.public_cidrs is None:
            return profile.public_endpoint_cidrs
        return tuple(map(str, self.public_cidrs))


class IdentityProviderSettings(Settings):
    """An OpenID Connect provider of people, beside IAM. Its groups bind to Roles directly."""

    issuer_url: Annotated[
        str,
        in_words("must be an https address", "https://login.example.com", pattern=r"^https://\S+$"),
    ]
    """Address of the provider; EKS must reach it over the internet."""

    client_id: Annotated[str, Field(min_length=1, examples=["strata"])]
    """Audience of its tokens."""

    username_claim: Annotated[str, Field(min_length=1)] = "email"
    """Claim that names the user."""

    groups_claim: Annotated[str, Field(min_length=1)] = "groups"
    """Claim that lists the user's groups."""

    prefix: Annotated[
        str,
        in_words("must end with a colon", "oidc:", pattern=r"^[a-z0-9-]+:$"),
        AfterValidator(_not_kubernetes_own),
    ] = "oidc:"
    """What stands before every user and group, so that none can pass for one of Kubernetes'
    own."""

    def provider(self) -> IdentityProvider:
        """The provider, as the cluster is told of it."""
        return IdentityProvider(
            issuer_url=self.issuer_url,
            client_id=self.client_id,
            username_claim=self.username_claim,
            groups_claim=self.groups_claim,
            prefix=self.prefix,
        )


class ControlPlaneSettings(Settings):
    """How the control plane behaves, and what it logs."""

    logs: Distinct[LogType] = Field(default=_ALL_LOGS, examples=[["api", "audit"]])
    """What it logs to CloudWatch: who did what (`audit`) is the one that no other place keeps."""

    log_retention_days: RetentionDays | None = None
    """How long its logs are kept; EKS's own group keeps them for ever. Unset: 7 in dev, 90 in
    prod."""

    scheduler: Literal["MostAllocated", "LeastAllocated"] = "MostAllocated"
    """`MostAllocated` fills nodes one after the other, so that others empty and Karpenter takes
    them back; `LeastAllocated` is Kubernetes' own default, and leaves every node half full."""

    event_ttl_minutes: Annotated[int, Field(ge=10, le=60)] = 30
    """How long Kubernetes events are kept. A job of ten thousand pods makes more of them than of
    anything else; less than the default of 60 keeps the database small."""

    terminated_pod_threshold: Annotated[int, Field(ge=0, le=12_500)] = 2_000
    """Finished pods that are kept before the oldest go; the default of 12,500 fills the database
    with executors."""

    tier: Tier = "standard"
    """Capacity of the control plane. All but `standard` are billed by the hour, and are for
    bursts of more than some hundred pods a second."""

    zonal_shift: bool | None = None
    """Whether traffic may be moved away from an impaired zone; Karpenter then launches nothing
    there. Unset: false in dev, true in prod."""

    deletion_protection: bool | None = None
    """Whether AWS refuses to delete the cluster: turn it off and bring the stack up before you
    take it down. Unset: false in dev, true in prod."""

    identity_provider: IdentityProviderSettings | None = None
    """An OpenID Connect provider of people; unset: IAM only."""

    @property
    def group_prefix(self) -> str:
        """What stands before each group of the identity provider; empty: there is none."""
        return self.identity_provider.prefix if self.identity_provider else ""

    def shifts(self, profile: Profile) -> bool:
        """Whether traffic may be moved away from an impaired zone."""
        return profile.zonal_shift if self.zonal_shift is None else self.zonal_shift

    def protected(self, profile: Profile) -> bool:
        """Whether AWS refuses to delete the cluster."""
        return profile.protect if self.deletion_protection is None else self.deletion_protection

    def tuning(self, profile: Profile) -> ControlPlaneTuning:
        """What the control plane is told."""
        return ControlPlaneTuning(
            scoring=self.scheduler,
            event_ttl_minutes=self.event_ttl_minutes,
            terminated_pod_threshold=self.terminated_pod_threshold,
            tier=self.tier,
            zonal_shift=self.shifts(profile),
        )
