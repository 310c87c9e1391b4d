"""What every shared service may know."""

from dataclasses import dataclass


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
