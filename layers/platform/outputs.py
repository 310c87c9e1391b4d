"""What layer 2 promises the tenants."""

from dataclasses import dataclass

import pulumi

from components.tenancy.sizes import Told
from layers.contract import Contract


@dataclass(frozen=True, kw_only=True, slots=True)
class PlatformOutputs(Contract):
    """What tenants may rely on.

    Attributes:
        sizes: What each size of a tenant means here.
        tenant_queues: Queue under which each tenant's appears; known once the scheduler is up.
        spark_repository: Repository of the Spark image that every tenant may run.
        grafana_admin_secret: Name of the Kubernetes Secret, in `monitoring`, with the password of
            Grafana's own account.
        alert_topic_arn: ARN of the topic that the platform's own alerts are sent to.
        airflow_admin_secret: Name of the secret, in Secrets Manager, with the password of Airflow's
            first account; empty: nobody has one.
        airflow_dag_bucket: Bucket of the DAGs, a folder for each tenant; empty: no Airflow.
        airflow_log_bucket: Bucket of the tasks' logs; empty: no Airflow.
        kafka_cluster_arn: ARN of the MSK cluster that topics are made on; empty: there is none.
        kafka_brokers: Addresses of its brokers, for whoever logs in with a role.
    """

    sizes: Told
    tenant_queues: pulumi.Output[str]
    spark_repository: pulumi.Output[str]
    grafana_admin_secret: pulumi.Output[str]
    alert_topic_arn: pulumi.Output[str]
    airflow_admin_secret: str
    airflow_dag_bucket: str
    airflow_log_bucket: str
    kafka_cluster_arn: str
    kafka_brokers: pulumi.Output[str]
