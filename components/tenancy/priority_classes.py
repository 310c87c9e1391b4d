"""PriorityClasses: which pods of a tenant come first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import pulumi
import pulumi_kubernetes as kubernetes

from components import names
from components.base import Component

Priority = Literal["low", "normal", "high"]

PRIORITIES: tuple[Priority, ...] = get_args(Priority)
"""From the lowest to the highest."""

VALUES: Mapping[Priority, int] = {"low": 0, "normal": 1000, "high": 2000}
"""What Kubernetes compares. A pod that names no class has 0: nobody gains by leaving it out."""

_MEANING: Mapping[Priority, str] = {
    "low": "Work that may wait: behind the other pods of its tenant.",
    "normal": "What Spark jobs have that say nothing else.",
    "high": "Work that others wait for: before the other pods of its tenant.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class PriorityClassesArgs:
    """What priority classes need: nothing. They are the same in every cluster."""


class PriorityClasses(Component):
    """The three classes of tenants' pods, once a cluster.

    Queues fence priorities in, so a class orders the pods of one tenant and takes nothing from
    another; on a node that runs out of memory the kubelet lets the lowest go first.

    Source: https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/
    """

    TYPE = "strata:tenancy:PriorityClasses"

    def __init__(
        self, name: str, _args: PriorityClassesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        for priority in PRIORITIES:
            kubernetes.scheduling.v1.PriorityClass(
                self.child(priority),
                metadata={"name": names.priority_class(priority)},
                value=VALUES[priority],
                description=_MEANING[priority],
                opts=self.child_opts(),
            )
        self.finish()


def up_to(highest: Priority) -> tuple[Priority, ...]:
    """The priorities from the lowest to `highest`."""
    return PRIORITIES[: PRIORITIES.index(highest) + 1]
