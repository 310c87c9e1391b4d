"""What a tenant may use, beside its size."""

from typing import Annotated

from pydantic import Field

from components.tenancy.priority_classes import Priority
from layers.settings import Settings


class QuotaSettings(Settings):
    """What the tenant may use, beside its size."""

    gpu: Annotated[int, Field(ge=0, le=1000)] = 0
    """GPUs, all together. Without any, no pod of the tenant gets one."""

    max_apps: Annotated[int, Field(ge=1, le=5000)] | None = None
    """Applications that run at the same time; unset: what the size says. Further ones wait."""

    priority: Priority = "normal"
    """The highest priority that a pod may have. It orders the pods of this tenant, and no
    other's; on a node without memory, the pods of the lowest go first."""
