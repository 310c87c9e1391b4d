"""What Spark jobs get when they do not say otherwise."""

from typing import Annotated

from pydantic import Field

from components.spark.job import Disk, Spot
from layers.settings import Settings


class SparkSettings(Settings):
    """What the tenant's Spark jobs get when they do not say otherwise."""

    max_executors: Annotated[int, Field(ge=1, le=3000)] | None = None
    """Most executors of one job; unset: what the size says."""

    spot: Spot = "executors"
    """`executors`: Spot while there is some, then on demand; `none`: on demand."""

    shuffle: Disk = "nvme"
    """Where executors keep shuffle data: `nvme`, the node's own disks, or `ebs`, a volume that
    outlives an interrupted executor."""
