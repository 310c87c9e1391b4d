"""EC2 instance types: limits, prices, and the labels by which Karpenter chooses them.

The table is `instance_types.csv`; its first lines say where it comes from.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_FAMILY = re.compile(r"^([a-z]+)(?:-[0-9]+tb)?([0-9]+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class InstanceType:
    """One instance type.

    Attributes:
        name: Such as `r8gd.4xlarge`.
        architecture: `arm64` or `amd64`.
        vcpus: vCPUs.
        memory_mib: Memory, MiB.
        local_nvme_gb: Local NVMe disks, GB in all; 0: none.
        network_mbps: Network bandwidth, Mbit/s; 0: not told.
        ebs_mbps: EBS bandwidth, Mbit/s; 0: not told.
        gpus: GPUs; 0: none.
        gpu_name: What they are, such as `a10g`; empty: none.
        enis: Network interfaces that its default network card may have; the VPC CNI uses no other.
        ipv4_per_eni: Addresses, or prefixes instead, that one of them may hold.
        hypervisor: `nitro`, `xen`, or nothing on bare metal.
        usd_per_hour: On-demand Linux price in us-east-1, US dollars; None: not told.
    """

    name: str
    architecture: str
    vcpus: int
    memory_mib: int
    local_nvme_gb: int
    network_mbps: int
    ebs_mbps: int
    gpus: int
    gpu_name: str
    enis: int
    ipv4_per_eni: int
    hypervisor: str
    usd_per_hour: float | None

    def labels(self) -> Mapping[str, str]:
        """Labels of its nodes that follow from the type alone; an absent one does not exist.

        Source: https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/instancetype/types.go
        """
        family, _, size = self.name.partition(".")
        aws = "karpenter.k8s.aws/instance-"
        found = {
            "node.kubernetes.io/instance-type": self.name,
            "kubernetes.io/arch": self.architecture,
            f"{aws}family": family,
            f"{aws}size": size,
            f"{aws}cpu": str(self.vcpus),
            f"{aws}memory": str(self.memory_mib),
            f"{aws}capability-flex": str("-flex" in family).lower(),
            # Empty on bare metal, and yet there.
            f"{aws}hypervisor": self.hypervisor,
        }
        if parts := _FAMILY.match(family):
            found |= {f"{aws}category": parts[1], f"{aws}generation": parts[2]}
        if self.gpu_name:
            found |= {f"{aws}gpu-name": self.gpu_name, f"{aws}gpu-count": str(self.gpus)}
        optional = {
            "local-nvme": self.local_nvme_gb,
            "network-bandwidth": self.network_mbps,
            "ebs-bandwidth": self.ebs_mbps,
        }
        return found | {f"{aws}{name}": str(value) for name, value in optional.items() if value}


@cache
def instance_types() -> Mapping[str, InstanceType]:
    """Every instance type, by name."""
    table = resources.files(__package__).joinpath("instance_types.csv").read_text()
    rows = csv.DictReader(line for line in table.splitlines() if not line.startswith("#"))
    return {row["type"]: _instance_type(row) for row in rows}


def _instance_type(row: Mapping[str, str]) -> InstanceType:
    gpus, _, gpu_name = row["gpu"].partition("x")
    return InstanceType(
        name=row["type"],
        architecture=row["arch"],
        vcpus=int(row["vcpu"]),
        memory_mib=int(row["memory_mib"]),
        local_nvme_gb=int(row["local_nvme_gb"] or 0),
        network_mbps=int(row["network_mbps"] or 0),
        ebs_mbps=int(row["ebs_mbps"] or 0),
        gpus=int(gpus or 0),
        gpu_name=gpu_name,
        enis=int(row["enis"]),
        ipv4_per_eni=int(row["ipv4_per_eni"]),
        hypervisor=row["hypervisor"],
        usd_per_hour=float(price) if (price := row["usd_us-east-1"]) else None,
    )
