"""Runs a rendered Spark job each morning, in the tenant's namespace.

`report.yaml` beside it is made by `strata job render examples/jobs/report.yaml`.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator
from airflow.sdk import DAG

with DAG(
    dag_id="report",
    schedule="0 6 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=5)},
):
    SparkKubernetesOperator(
        task_id="report",
        namespace="ads",
        application_file=(Path(__file__).parent / "report.yaml").read_text(),
        # Airflow's default, ten minutes, is less than a full queue may take.
        startup_timeout_seconds=6 * 3600,
        # Each try is an application of its own.
        random_name_suffix=True,
        get_logs=True,
    )
