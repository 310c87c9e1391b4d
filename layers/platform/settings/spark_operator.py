"""The Spark operator's settings."""

from typing import Annotated

from pydantic import Field

from components.services.spark_operator import SparkOperatorFacts
from layers.profile import Profile
from layers.settings import Settings


class SparkOperatorSettings(Settings):
    """The operator that turns SparkApplications into driver pods."""

    workers: Annotated[int, Field(ge=1, le=50)] = 20
    """Submissions worked on at the same time; each forks a JVM in the operator's pod."""

    def facts(self, profile: Profile) -> SparkOperatorFacts:
        """What the operator's values depend on."""
        return SparkOperatorFacts(
            replicas=profile.replicas,
            workers=self.workers,
            millicores=profile.submission_millicores,
            memory_mib=profile.submission_memory_mib,
        )
