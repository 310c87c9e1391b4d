"""StorageClasses: EBS volumes that claims can ask for."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes

from components.base import Component

DEFAULT = "gp3"
SPARK = "gp3-spark"

_DEFAULT_CLASS = {"storageclass.kubernetes.io/is-default-class": "true"}


@dataclass(frozen=True, kw_only=True, slots=True)
class StorageClassesArgs:
    """What the classes need.

    Attributes:
        tags: AWS tags of every volume; the provider's default tags do not reach them.
    """

    tags: Mapping[str, str]


class StorageClasses(Component):
    """`gp3`, the default, and `gp3-spark` for shuffle that outlives its executor.

    Volumes are encrypted, and made in the zone where the first pod lands. Parameters cannot
    change: changing them replaces the class, and leaves existing volumes as they are.
    """

    TYPE = "strata:storage:StorageClasses"

    def __init__(
        self, name: str, args: StorageClassesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._class(DEFAULT, parameters(args.tags, {"fstype": "ext4"}), _DEFAULT_CLASS)
        fast = {"fstype": "xfs", "iops": "6000", "throughput": "500"}
        self._class(SPARK, parameters(args.tags, fast), {})
        self.finish()

    def _class(self, name: str, wanted: Mapping[str, str], annotations: Mapping[str, str]) -> None:
        kubernetes.storage.v1.StorageClass(
            self.child(name),
            metadata={"name": name, "annotations": dict(annotations)},
            provisioner="ebs.csi.aws.com",
            parameters=dict(wanted),
            volume_binding_mode="WaitForFirstConsumer",
            reclaim_policy="Delete",
            allow_volume_expansion=True,
            opts=self.child_opts(),
        )


def parameters(tags: Mapping[str, str], wanted: Mapping[str, str]) -> Mapping[str, str]:
    """Parameters of a class; `wanted` may hold `fstype`, `iops` and `throughput` (MiB/s).

    Source: https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/v1.64.0/docs/parameters.md
    """
    found = {"type": "gp3", "encrypted": "true"}
    for key, value in wanted.items():
        found["csi.storage.k8s.io/fstype" if key == "fstype" else key] = value
    for number, (key, value) in enumerate(sorted(tags.items()), start=1):
        found[f"tagSpecification_{number}"] = f"{key}={value}"
    return found
