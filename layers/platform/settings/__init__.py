"""What a person may set about layer 2."""

from layers.platform.settings.queues import QueueSettings
from layers.platform.settings.spark_operator import SparkOperatorSettings
from layers.settings import Settings


class PlatformSettings(Settings):
    """What a person may set about layer 2. Everything has a default."""

    spark_operator: SparkOperatorSettings = SparkOperatorSettings()
    """The operator that turns SparkApplications into driver pods."""

    queues: QueueSettings = QueueSettings()
    """YuniKorn's tenant queues."""
