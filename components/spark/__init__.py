"""Spark jobs for tenants: ten lines in, a whole `SparkApplication` out."""

from components.spark.application import application
from components.spark.job import (
    DRIVER_SIZES,
    EXECUTOR_SIZES,
    Executors,
    JobTenant,
    PodSize,
    Schedule,
    Shuffle,
    SparkJob,
)
from components.spark.problems import JobError, JobProblem, problems

__all__ = [
    "DRIVER_SIZES",
    "EXECUTOR_SIZES",
    "Executors",
    "JobError",
    "JobProblem",
    "JobTenant",
    "PodSize",
    "Schedule",
    "Shuffle",
    "SparkJob",
    "application",
    "problems",
]
