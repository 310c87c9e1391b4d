"""Layer 2, platform: the shared services on the cluster."""

from dataclasses import dataclass
from typing import Annotated

import pulumi
from pydantic import Field

from components import names
from components.base import Component
from components.services.spark_operator import SparkOperator, SparkOperatorArgs
from components.services.spec import ServiceFacts
from components.services.yunikorn import YuniKorn, YuniKornArgs
from layers.cluster import ClusterOutputs
from layers.contract import Contract
from layers.profile import PROFILES, ProfileName
from layers.providers import kubernetes_provider
from layers.settings import Settings


class SparkOperatorSettings(Settings):
    """The operator that turns SparkApplications into driver pods."""

    workers: Annotated[int, Field(ge=1, le=50)] = 20
    """Submissions worked on at the same time; each forks a JVM in the operator's pod."""


class QueueSettings(Settings):
    """YuniKorn's tenant queues."""

    preemption_delay_seconds: Annotated[int, Field(ge=10, le=3600)] = 60
    """How long a queue below its guarantee waits before it takes resources back."""


class PlatformSettings(Settings):
    """What a person may set about layer 2. Everything has a default."""

    spark_operator: SparkOperatorSettings = SparkOperatorSettings()
    """The operator that turns SparkApplications into driver pods."""

    queues: QueueSettings = QueueSettings()
    """YuniKorn's tenant queues."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlatformOutputs(Contract):
    """What tenants may rely on.

    Attributes:
        tenant_queues: Queue under which each tenant's appears; known once the scheduler is up.
    """

    tenant_queues: pulumi.Output[str]


def build(environment: str, settings: PlatformSettings, cluster: ClusterOutputs) -> PlatformOutputs:
    """Build the layer.

    Args:
        environment: Environment; it prefixes every name.
        settings: What the stack file says.
        cluster: What layer 1 promises.
    """
    inside = kubernetes_provider(
        environment,
        region=cluster.region,
        cluster_name=cluster.cluster_name,
        endpoint=cluster.endpoint,
        certificate_authority=cluster.certificate_authority,
    )
    layer = Platform(
        environment,
        PlatformArgs(settings=settings, profile=cluster.profile),
        opts=pulumi.ResourceOptions(providers=[inside]),
    )
    return layer.outputs


@dataclass(frozen=True, kw_only=True, slots=True)
class PlatformArgs:
    """What the layer needs.

    Attributes:
        settings: What the stack file says.
        profile: The environment's profile.
    """

    settings: PlatformSettings
    profile: ProfileName


class Platform(Component):
    """The scheduler, then the operator that hands pods to it."""

    TYPE = "strata:layer:Platform"

    def __init__(
        self, name: str, args: PlatformArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        profile = PROFILES[args.profile]
        facts = ServiceFacts(
            replicas=profile.replicas,
            submission_workers=args.settings.spark_operator.workers,
            submission_cpu=profile.submission_cpu,
            submission_memory=profile.submission_memory,
            preemption_delay_seconds=args.settings.queues.preemption_delay_seconds,
        )
        yunikorn = YuniKorn(
            self.child("yunikorn"), YuniKornArgs(facts=facts), opts=self.child_opts()
        )
        SparkOperator(
            self.child("spark-operator"),
            SparkOperatorArgs(facts=facts),
            opts=self.child_opts(depends_on=[yunikorn]),
        )
        self.outputs = PlatformOutputs(
            tenant_queues=yunikorn.status.apply(lambda _: names.TENANT_QUEUES)
        )
        self.finish()
