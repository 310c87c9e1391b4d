"""What a person may set about layer 1."""

from typing import Self

from pydantic import Field, model_validator

from components import compatibility, versions
from components.compute.max_pods import pod_capacity
from components.versions import KubernetesVersion
from layers.aws_values import AccountId, PrincipalArn, Region
from layers.cluster.settings.account import AccountCostSettings
from layers.cluster.settings.control_plane import ControlPlaneSettings, EndpointSettings
from layers.cluster.settings.network import NetworkSettings
from layers.cluster.settings.nodes import KarpenterSettings, NodeClassesSettings, SystemNodeSettings
from layers.cluster.settings.pod_network import CniSettings, DnsSettings
from layers.cluster.settings.pools import NodePoolSettings, too_few, unfed_pods
from layers.cluster.settings.sources import SourcesSettings
from layers.cluster.settings.storage import StorageSettings
from layers.profile import PROFILES, Profile, ProfileName
from layers.settings import Distinct, Settings


class ClusterSettings(Settings):
    """What a person may set about layer 1."""

    account: AccountId
    """Twelve digits, in quotes. Nothing is ever created in another account. Changing it replaces
    the whole environment."""

    region: Region
    """AWS region, such as `eu-west-1`. Changing it replaces the whole environment."""

    profile: ProfileName
    """`dev` is cheap; `prod` survives the loss of a zone and protects data."""

    admins: Distinct[PrincipalArn] = Field(min_length=1)
    """IAM roles or users that administer the cluster. The role that runs `pulumi up` must be one
    of them."""

    kubernetes_version: KubernetesVersion = versions.KUBERNETES
    """Minor version of Kubernetes: go up by one at a time, and never down. Add-ons follow."""

    network: NetworkSettings = NetworkSettings()
    """The VPC and its addresses."""

    endpoint: EndpointSettings = EndpointSettings()
    """Who may reach the Kubernetes API."""

    control_plane: ControlPlaneSettings = ControlPlaneSettings()
    """How the control plane behaves, and what it logs."""

    cni: CniSettings = CniSettings()
    """How pods get their addresses."""

    dns: DnsSettings = DnsSettings()
    """How pods look names up."""

    system_nodes: SystemNodeSettings = SystemNodeSettings()
    """The managed node group that runs what everything else needs."""

    karpenter: KarpenterSettings = KarpenterSettings()
    """How Karpenter decides."""

    node_classes: NodeClassesSettings = NodeClassesSettings()
    """What the nodes of each class are told."""

    node_pools: NodePoolSettings = NodePoolSettings()
    """The pools that Karpenter buys nodes for."""

    storage: StorageSettings = StorageSettings()
    """Volumes, buckets as file systems, and images."""

    sources: SourcesSettings = SourcesSettings()
    """Where the charts and images of all layers come from, in an account without the internet."""

    account_owner: bool = False
    """Whether this environment makes what an account has once: active cost-allocation tags, and the
    watch over every tenant's bill. One environment of an account may, from the second day of its
    first tenant on: before, AWS does not know the tags. In an organisation, only the management
    account may."""

    cost: AccountCostSettings = AccountCostSettings()
    """What the account's owner hears of every tenant's bill."""

    @model_validator(mode="after")
    def _versions_go_together(self) -> Self:
        pins = compatibility.pinned(self.kubernetes_version)
        if found := compatibility.problems(self.kubernetes_version, pins):
            raise ValueError("\n".join(found))
        return self

    @model_validator(mode="after")
    def _every_pod_has_an_address(self) -> Self:
        found = unfed_pods(self.node_pools, self.node_classes, self.cni)
        system, wanted = self.system_nodes.instance(self.defaults), self.system_nodes.max_pods
        if (least := pod_capacity(system, self.cni.mode())) < wanted:
            reason = too_few(system.name, least, wanted, self.cni)
            found.append(f"system nodes: {reason}systemNodes.maxPods: {least}")
        if found:
            raise ValueError("\n".join(found))
        return self

    @model_validator(mode="after")
    def _isolated_nodes_get_their_images(self) -> Self:
        if not self.isolated:
            return self
        if self.sources.image_registry:
            return self
        if self.storage.image_cache is None:
            raise ValueError(
                "with network.nat: none nodes reach no public registry; "
                "add `storage: {imageCache: {}}`, or `sources: {imageRegistry: ...}`"
            )
        if self.node_pools.gpu.max_gpus:
            raise ValueError(
                "with network.nat: none the NVIDIA device plugin's image cannot be pulled: nvcr.io "
                "cannot be cached; add `nodePools: {gpu: {maxGpus: 0}}`"
            )
        return self

    @model_validator(mode="after")
    def _only_the_owner_hears_of_every_bill(self) -> Self:
        if self.cost.notify and not self.account_owner:
            raise ValueError(
                "cost.notify: only the account's owner watches every tenant's bill; "
                "add `accountOwner: true`, or remove it"
            )
        return self

    @property
    def defaults(self) -> Profile:
        """What the profile sets."""
        return PROFILES[self.profile]

    @property
    def zones(self) -> tuple[str, ...]:
        """Letters of the availability zones."""
        return self.network.zone_letters(self.region, self.defaults.zones)

    @property
    def isolated(self) -> bool:
        """Whether nodes have no way to the internet."""
        return self.network.nat == "none"
