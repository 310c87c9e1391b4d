"""Profiles: many defaults set at once by one word."""

from dataclasses import dataclass
from typing import Literal

from components.network.vpc import Nat
from components.services.airflow.facts import Scale

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
        airflow_scale: How much each of Airflow's pods requests.
        database_class: Instance class of Airflow's database.
        database_gib: Its storage to begin with.
        database_multi_az: Whether a standby in another zone takes over.
        database_backup_days: How many days back it can be restored to.
        prometheus_millicores: CPU request of each Prometheus, in thousandths of a vCPU.
        prometheus_memory_mib: Its memory request and limit.
        prometheus_volume_gib: Its volume.
        state_metrics_memory_mib: Memory of what tells Prometheus of every object of the cluster.
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
    airflow_scale: Scale
    database_class: str
    database_gib: int
    database_multi_az: bool
    database_backup_days: int
    prometheus_millicores: int
    prometheus_memory_mib: int
    prometheus_volume_gib: int
    state_metrics_memory_mib: int
    protect: bool


PROFILES: dict[ProfileName, Profile] = {
    # Cheap: the loss of a zone may take egress down, and everything can be torn down at once.
    "dev": Profile(
        zones=2,
        nat="single",
        public_endpoint_cidrs=("0.0.0.0/0",),
        system_instance_type="m7g.xlarge",
        log_retention_days=7,
        zonal_shift=False,
        dns_replicas=2,
        karpenter_cpu="500m",
        karpenter_memory="1Gi",
        replicas=1,
        submission_millicores=500,
        submission_memory_mib=2048,
        airflow_scale="small",
        database_class="db.t4g.micro",
        database_gib=20,
        database_multi_az=False,
        database_backup_days=1,
        prometheus_millicores=500,
        prometheus_memory_mib=2048,
        prometheus_volume_gib=50,
        state_metrics_memory_mib=192,
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
        airflow_scale="large",
        database_class="db.m7g.large",
        database_gib=50,
        database_multi_az=True,
        database_backup_days=14,
        prometheus_millicores=1000,
        prometheus_memory_mib=8192,
        prometheus_volume_gib=200,
        state_metrics_memory_mib=1024,
        protect=True,
    ),
}
