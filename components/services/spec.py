"""What every shared service may know, and where it runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components import names

ON_SYSTEM_NODES: Mapping[str, Any] = {
    "nodeSelector": {names.LABEL_POOL: names.POOL_SYSTEM},
    "tolerations": [{"key": names.CRITICAL_ADDONS_TAINT, "operator": "Exists"}],
}
"""Chart values that put a pod where no tenant's pod can be: a service holds wide rights."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceFacts:
    """All that a service's values may depend on.

    Attributes:
        replicas: Copies of each controller.
        submission_workers: Spark submissions worked on at the same time.
        submission_cpu: CPU request of the Spark operator.
        submission_memory: Its memory request and limit.
        preemption_delay_seconds: How long a queue below its guarantee waits.
    """

    replicas: int
    submission_workers: int
    submission_cpu: str
    submission_memory: str
    preemption_delay_seconds: int
