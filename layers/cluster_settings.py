"""What a person may set about layer 1."""

from ipaddress import IPv4Network
from typing import Annotated

from pydantic import AfterValidator, Field

from layers.profile import Nat, ProfileName
from layers.settings import Distinct, Settings, in_words

AccountId = Annotated[
    str, in_words("must be twelve digits", "111122223333", pattern=r"^[0-9]{12}$")
]
Region = Annotated[
    str, in_words("must be an AWS region", "eu-west-1", pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]$")
]
PrincipalArn = Annotated[
    str,
    in_words(
        "must be the ARN of an IAM role or user",
        "arn:aws:iam::111122223333:role/platform",
        pattern=r"^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[\w+=,.@/-]+$",
    ),
]
ZoneLetter = Annotated[
    str, in_words("must be the letter of an availability zone", "a", pattern=r"^[a-f]$")
]
InstanceType = Annotated[
    str, in_words("must be an EC2 instance type", "m7g.large", pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$")
]

Block = Annotated[IPv4Network, Field(examples=["10.0.0.0/16"])]

_PRIVATE = IPv4Network("10.0.0.0/8")


def _primary(block: IPv4Network) -> IPv4Network:
    if not block.subnet_of(_PRIVATE) or not 16 <= block.prefixlen <= 20:
        raise ValueError("must be a /16 to /20 of 10.0.0.0/8; write one such as 10.0.0.0/16")
    return block


class NetworkSettings(Settings):
    """The VPC and its addresses."""

    primary_cidr: Annotated[Block, AfterValidator(_primary)] = IPv4Network("10.0.0.0/16")
    """Routable block, /16 to /20, of 10.0.0.0/8: load balancers, NAT, endpoints, control-plane
    interfaces. Nodes and pods do not live here. Changing it replaces the VPC and all in it."""

    zones: Distinct[ZoneLetter] = Field(
        default=(), min_length=2, max_length=4, examples=[["a", "b"]]
    )
    """Letters of the availability zones, 2 to 4, such as `[a, b, c]`; unset: the first 2 of the
    region in dev, 3 in prod. A zone added at the end moves nothing."""

    nat: Nat | None = None
    """`single`: one NAT gateway; `perZone`: one each, so that a lost zone takes no other zone's
    egress with it. Unset: `single` in dev, `perZone` in prod."""


class EndpointSettings(Settings):
    """Who may reach the Kubernetes API. It is always reachable from inside the VPC."""

    public_cidrs: Distinct[Block] | None = None
    """Blocks that may reach it over the internet; an empty list: none. Unset: all of it in dev
    (IAM still decides who gets in), none in prod."""


class SystemNodeSettings(Settings):
    """The managed node group that runs what everything else needs."""

    instance_type: InstanceType | None = None
    """A Graviton type; unset: `m7g.large` in dev, `m7g.2xlarge` in prod."""

    count: Annotated[int, Field(ge=2, le=10)] | None = None
    """Nodes; unset: 2 in dev, 3 in prod."""


class PoolSettings(Settings):
    """One Karpenter pool."""

    max_vcpus: Annotated[int, Field(ge=4, le=20_000)]
    """vCPUs that the pool may buy at the same time: the ceiling of its bill."""


class NodePoolSettings(Settings):
    """The pools that Karpenter buys nodes for."""

    general: PoolSettings = PoolSettings.model_validate({"maxVcpus": 200})
    """On-demand nodes for everything that asks for nothing special."""

    spark_executor: PoolSettings = PoolSettings.model_validate({"maxVcpus": 2000})
    """Graviton Spot nodes with local NVMe, for Spark executors only."""


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

    network: NetworkSettings = NetworkSettings()
    """The VPC and its addresses."""

    endpoint: EndpointSettings = EndpointSettings()
    """Who may reach the Kubernetes API."""

    system_nodes: SystemNodeSettings = SystemNodeSettings()
    """The managed node group that runs what everything else needs."""

    node_pools: NodePoolSettings = NodePoolSettings()
    """The pools that Karpenter buys nodes for."""
