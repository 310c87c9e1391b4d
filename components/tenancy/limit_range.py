"""ContainerDefaults: what a container asks for that says nothing."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components.base import Component

VOLUME_GIB = 1024
"""Largest single volume, GiB."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ContainerDefaultsArgs:
    """What the defaults need.

    Attributes:
        namespace: The tenant's namespace.
    """

    namespace: pulumi.Input[str]


class ContainerDefaults(Component):
    """A LimitRange: no container is without a request, and no volume is boundless."""

    TYPE = "strata:tenancy:ContainerDefaults"

    def __init__(
        self,
        name: str,
        args: ContainerDefaultsArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        kubernetes.core.v1.LimitRange(
            self.child("limits"),
            metadata={"name": "tenant-defaults", "namespace": args.namespace},
            spec={"limits": limits()},
            opts=self.child_opts(),
        )
        self.finish()


def limits() -> list[Any]:
    """The `limits` of the LimitRange.

    No `max` for a container: where no `default` stands beside it, it becomes the default, and
    every container would get that much CPU and that many GPUs. GPUs have a quota, CPU and memory
    the queue. No default limit of CPU either, which would throttle Spark, nor of local disk, which
    would evict what shuffles.

    Source: https://kubernetes.io/docs/concepts/policy/limit-range/
    """
    return [
        {
            "type": "Container",
            "default_request": {"cpu": "250m", "memory": "512Mi", "ephemeral-storage": "1Gi"},
            "default": {"memory": "4Gi"},
        },
        {"type": "PersistentVolumeClaim", "max": {"storage": f"{VOLUME_GIB}Gi"}},
    ]
