"""Profiles: many defaults set at once by one word."""

from dataclasses import dataclass
from typing import Literal

ProfileName = Literal["dev", "prod"]
Nat = Literal["single", "perZone"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """What a profile sets; a setting in the stack file wins over it.

    Attributes:
        zones: How many availability zones.
        nat: One NAT gateway for all zones, or one each.
        public_endpoint_cidrs: Who may reach the Kubernetes API over the internet; none: nobody.
        system_instance_type: Instance type of the system nodes.
        system_nodes: How many system nodes.
        replicas: Copies of each controller of layer 2.
        submission_cpu: CPU request of the Spark operator, which forks a JVM for each submission.
        submission_memory: Its memory request and limit.
        protect: Whether data and root resources refuse to be deleted.
    """

    zones: int
    nat: Nat
    public_endpoint_cidrs: tuple[str, ...]
    system_instance_type: str
    system_nodes: int
    replicas: int
    submission_cpu: str
    submission_memory: str
    protect: bool


PROFILES: dict[ProfileName, Profile] = {
    # Cheap: the loss of a zone may take egress down, and everything can be torn down at once.
    "dev": Profile(
        zones=2,
        nat="single",
        public_endpoint_cidrs=("0.0.0.0/0",),
        system_instance_type="m7g.large",
        system_nodes=2,
        replicas=1,
        submission_cpu="500m",
        submission_memory="2Gi",
        protect=False,
    ),
    # Survives the loss of a zone, keeps the API off the internet, protects data.
    "prod": Profile(
        zones=3,
        nat="perZone",
        public_endpoint_cidrs=(),
        system_instance_type="m7g.2xlarge",
        system_nodes=3,
        replicas=2,
        submission_cpu="4",
        submission_memory="8Gi",
        protect=True,
    ),
}
