"""The tenant queues' settings."""

from typing import Annotated

from pydantic import Field

from components.services.yunikorn import YuniKornFacts
from layers.profile import Profile
from layers.settings import Settings


class QueueSettings(Settings):
    """YuniKorn's tenant queues."""

    preemption_delay_seconds: Annotated[int, Field(ge=10, le=3600)] = 60
    """How long a queue below its guarantee waits before it takes resources back."""

    def facts(self, profile: Profile) -> YuniKornFacts:
        """What the scheduler's values and queues depend on."""
        return YuniKornFacts(
            replicas=profile.replicas, preemption_delay_seconds=self.preemption_delay_seconds
        )
