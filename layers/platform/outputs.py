"""What layer 2 promises the tenants."""

from dataclasses import dataclass

import pulumi

from layers.contract import Contract


@dataclass(frozen=True, kw_only=True, slots=True)
class PlatformOutputs(Contract):
    """What tenants may rely on.

    Attributes:
        tenant_queues: Queue under which each tenant's appears; known once the scheduler is up.
        spark_repository: Repository of the Spark image that every tenant may run.
    """

    tenant_queues: pulumi.Output[str]
    spark_repository: pulumi.Output[str]
