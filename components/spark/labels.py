"""Labels of a job's pods: who pays, and for what."""

from components import names
from components.spark.job import JobTenant, SparkJob


def labels(job: SparkJob, tenant: JobTenant, run: str) -> dict[str, str]:
    """The labels of the application, its driver and its executors.

    Args:
        job: The job.
        tenant: Whose it is.
        run: What all pods of one run have in common.
    """
    found = {
        names.LABEL_TENANT: tenant.name,
        names.LABEL_COST_CENTER: tenant.cost_center,
        names.LABEL_DATASET: job.dataset,
        names.LABEL_PIPELINE: job.pipeline,
        names.LABEL_RUN: run,
    }
    return {key: value for key, value in found.items() if value}
