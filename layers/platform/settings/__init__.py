"""What a person may set about layer 2."""

from layers.platform.settings.access import AccessSettings
from layers.platform.settings.airflow import AirflowSettings
from layers.platform.settings.costs import CostSettings
from layers.platform.settings.observability import LogSettings, ObservabilitySettings
from layers.platform.settings.queues import QueueSettings
from layers.platform.settings.spark_operator import SparkOperatorSettings
from layers.settings import Settings


class PlatformSettings(Settings):
    """What a person may set about layer 2. Everything has a default."""

    spark_operator: SparkOperatorSettings = SparkOperatorSettings()
    """The operator that turns SparkApplications into driver pods."""

    queues: QueueSettings = QueueSettings()
    """YuniKorn's tenant queues."""

    airflow: AirflowSettings = AirflowSettings()
    """Airflow: one scheduler for all tenants, whose tasks run in the tenants' namespaces."""

    observability: ObservabilitySettings = ObservabilitySettings()
    """Prometheus, Alertmanager and Grafana."""

    logs: LogSettings = LogSettings()
    """What pods and nodes write, in CloudWatch Logs."""

    costs: CostSettings = CostSettings()
    """What each tenant, application, dataset and pipeline costs."""

    access: AccessSettings | None = None
    """One load balancer for all user interfaces; unset: none, and `strata open` forwards a port."""
