"""Job files: the ten lines that a data engineer writes."""

from layers.spark_job.file import JobFile, read
from layers.spark_job.settings import SparkJobSettings

__all__ = ["JobFile", "SparkJobSettings", "read"]
