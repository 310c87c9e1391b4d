"""Profiles: many defaults set at once by one word."""

from dataclasses import dataclass
from typing import Literal

from components.network.vpc import Nat

ProfileName = Literal["dev", "prod"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """What a profile sets; a setting in the stack file wins over it.

    Attributes:
        zones: How many availability zones.
        nat: One NAT gateway for all zones, or one each.
        public_endpoint_cidrs: Who may reach the Kubernetes API over the internet; none: nobody.
        system_instance_type: Instance type of the system nodes.
        log_retention_days: How long the control plane's logs are kept.
        zonal_shift: Whether traffic may be moved away from an impaired zone.
        dns_replicas: Copies of CoreDNS at least.
        karpenter_cpu: CPU request of Karpenter.
        karpenter_memory: Its memory.
        replicas: Copies of each controller of layer 2.
        submission_millicores: CPU request of the Spark operator, which forks a JVM for each
            submission, in thousandths of a vCPU.
        submission_memory_mib: Its memory request and limit.
        protect: Whether data and root resources refuse to be deleted.
    """

    zones: int
    nat: Nat
    public_endpoint_cidrs: tuple[str, ...]
    system_instance_type: str
    log_retention_days: int
    zonal_shift: bool
    dns_replicas: int
    karpenter_cpu: str
    karpenter_memory: str
    replicas: int
    submission_millicores: int
    submission_memory_mib: int
    protect: bool


PROFILES: dict[ProfileName, Profile] = {
    # Cheap: the loss of a zone may take egress down, and everything can be torn down at once.
    "dev": Profile(
        zones=2,
        nat="single",
        public_endpoint_cidrs=("0.0.0.0/0",),
        system_instance_type="m7g.large",
        log_retention_days=7,
        zonal_shift=False,
        dns_replicas=2,
        karpenter_cpu="500m",
        karpenter_memory="1Gi",
        replicas=1,
        submission_millicores=500,
        submission_memory_mib=2048,
        protect=False,
    ),
    # Survives the loss of a zone, keeps the API off the internet, protects data.
    "prod": Profile(
        zones=3,
        nat="perZone",
        public_endpoint_cidrs=(),
        system_instance_type="m7g.2xlarge",
        log_retention_days=90,
        zonal_shift=True,
        dns_replicas=3,
        karpenter_cpu="1",
        karpenter_memory="2Gi",
        replicas=2,
        submission_millicores=4000,
        submission_memory_mib=8192,
        protect=True,
    ),
}
