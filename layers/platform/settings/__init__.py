"""What a person may set about layer 2."""

from components.guardrails.policy import Mode
from layers.platform.settings.access import AccessSettings
from layers.platform.settings.airflow import AirflowSettings
from layers.platform.settings.costs import CostSettings
from layers.platform.settings.kafka import KafkaSettings
from layers.platform.settings.observability import LogSettings, ObservabilitySettings
from layers.platform.settings.queues import QueueSettings
from layers.platform.settings.sizes import SizesSettings
from layers.platform.settings.spark_operator import SparkOperatorSettings
from layers.settings import Settings


class PlatformSettings(Settings):
    """What a person may set about layer 2. Everything has a default."""

    spark_operator: SparkOperatorSettings = SparkOperatorSettings()
    """The operator that turns SparkApplications into driver pods."""

    queues: QueueSettings = QueueSettings()
    """YuniKorn's tenant queues."""

    sizes: SizesSettings = SizesSettings()
    """What each size of a tenant means here."""

    guardrails: Mode = "enforce"
    """What happens to pods, jobs and Spark applications of tenants that would leave their tenant:
    `enforce` refuses them, `audit` only warns whoever makes them. Set `audit` for a first release
    on a cluster that has tenants already."""

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

    kafka: KafkaSettings | None = None
    """The MSK cluster that tenants' topics are made on; unset: tenants have none."""
