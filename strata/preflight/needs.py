"""What an environment will ask of its account, from its settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

from components import versions
from components.cluster.node_image import ssm_parameter
from components.compute.max_pods import prefixes
from components.compute.node_pool import PoolSpec
from components.compute.pool_matching import matching
from components.network.existing_vpc import ExistingSubnet
from layers.cluster import ClusterSettings
from strata.preflight import vcpus


@dataclass(frozen=True, kw_only=True, slots=True)
class Needs:
    """What an environment will ask of its account.

    Attributes:
        environment: Environment.
        admins: Who administers the cluster.
        zones: Names of the availability zones.
        blocks: Every block of the VPC.
        existing_vpc: ID of a VPC that must be there; empty: one is made.
        existing_subnets: Subnets that must be there.
        nat_gateways: NAT gateways, each with an address.
        system_vcpus: On-demand vCPUs without which nothing runs.
        pool_vcpus: vCPUs at the pools' limits, by the code of the quota that they count against.
        nodes: Nodes at the pools' limits, were they the smallest.
        units_per_node: Network address units of a node.
        kubernetes_version: Minor version of Kubernetes.
        addons: Exact version of each managed add-on.
        image_parameter: Public parameter of the system nodes' image.
    """

    environment: str
    admins: tuple[str, ...]
    zones: tuple[str, ...]
    blocks: tuple[IPv4Network, ...]
    existing_vpc: str
    existing_subnets: tuple[ExistingSubnet, ...]
    nat_gateways: int
    system_vcpus: int
    pool_vcpus: Mapping[str, int]
    nodes: int
    units_per_node: int
    kubernetes_version: str
    addons: Mapping[str, str]
    image_parameter: str


def needs(environment: str, settings: ClusterSettings) -> Needs:
    """What an environment will ask of its account."""
    profile, network = settings.defaults, settings.network
    letters = settings.zones
    system = settings.system_nodes
    pools = settings.node_pools.specs()
    existing = network.existing_vpc
    nat = {"single": 1, "perZone": len(letters), "none": 0}[network.nat or profile.nat]
    return Needs(
        environment=environment,
        admins=settings.admins,
        zones=tuple(f"{settings.region}{letter}" for letter in letters),
        blocks=network.blocks,
        existing_vpc=existing.id if existing else "",
        existing_subnets=existing.subnets if existing else (),
        nat_gateways=0 if existing else nat,
        system_vcpus=system.instance(profile).vcpus * system.per_zone * len(letters),
        pool_vcpus={quota.code: quota.at_most(pools) for quota in vcpus.QUOTAS},
        nodes=system.per_zone * len(letters) + sum(map(_most_nodes, pools)),
        units_per_node=_units(settings),
        kubernetes_version=settings.kubernetes_version,
        addons=_addons(settings),
        image_parameter=ssm_parameter(settings.kubernetes_version),
    )


def _addons(settings: ClusterSettings) -> dict[str, str]:
    wanted = dict(versions.ADDONS[settings.kubernetes_version])
    if settings.storage.mountpoint is None:
        del wanted["aws-mountpoint-s3-csi-driver"]
    return wanted


def _units(settings: ClusterSettings) -> int:
    """The node's own address, and its prefixes or its pods' addresses; executors are the many."""
    pods = settings.node_classes.spark_nvme.max_pods
    return 1 + (prefixes(pods) if settings.cni.prefix_delegation else pods)


def _most_nodes(pool: PoolSpec) -> int:
    found = matching(pool.requirements)
    if "cpu" in pool.limits:
        return int(pool.limits["cpu"]) // min(type_.vcpus for type_ in found)
    return int(pool.limits["nvidia.com/gpu"]) // min(type_.gpus for type_ in found)
