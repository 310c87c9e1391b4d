"""What each shared service holds while nobody uses it."""

from components.services import aws_load_balancer_controller as controller
from components.services import entrance, fluent_bit, spark_operator, yunikorn
from components.services.airflow import facts as airflow_facts
from components.services.airflow.airflow import ADDON as AIRFLOW
from components.services.kube_prometheus_stack import addon as monitoring
from components.services.spec import Idle
from layers.cluster import ClusterSettings
from layers.platform.observability import fluent_bit_facts
from layers.platform.settings import PlatformSettings
from layers.platform.ways_in import controller_facts


def idle(environment: str, settings: PlatformSettings, cluster: ClusterSettings) -> dict[str, Idle]:
    """What is held for every service that the settings switch on, by its name.

    Args:
        environment: Environment.
        settings: What the platform's stack file says.
        cluster: What the cluster's says.
    """
    profile = cluster.defaults
    access = settings.access.facts() if settings.access else None
    found = {
        yunikorn.ADDON.name: yunikorn.idle(settings.queues.facts(profile)),
        spark_operator.ADDON.name: spark_operator.idle(settings.spark_operator.facts(profile)),
        controller.ADDON.name: controller.idle(
            controller_facts(environment, profile, region=cluster.region, vpc_id="")
        ),
        monitoring.ADDON.name: monitoring.idle(
            settings.observability.facts(environment, profile, cluster, access)
        ),
        fluent_bit.ADDON.name: fluent_bit.idle(fluent_bit_facts(environment, cluster.region)),
    }
    if settings.airflow.enabled:
        facts = settings.airflow.facts(environment, profile, cluster, access)
        found[AIRFLOW.name] = airflow_facts.idle(facts)
    if access:
        found["load balancer"] = entrance.idle(access, len(cluster.zones))
    return dict(sorted(found.items()))
