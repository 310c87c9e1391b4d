"""What people look into: the history of jobs, and notebooks."""

from typing import Annotated

from pydantic import Field

from layers.settings import Settings


class HistoryServerSettings(Settings):
    """The Spark History Server of the tenant's own jobs."""

    retention_days: Annotated[int, Field(ge=1, le=365)] = 30
    """Age at which the log of a finished job is deleted."""


class NotebookSettings(Settings):
    """JupyterHub in the tenant's own namespace."""

    home_gib: Annotated[int, Field(ge=1, le=500)] = 10
    """Size of each person's home, in GiB."""

    idle_minutes: Annotated[int, Field(ge=10, le=1440)] = 60
    """Idle time after which a person's server is stopped; the home stays."""

    max_executors: Annotated[int, Field(ge=1, le=200)] = 10
    """Most executors of one session; without work it has none."""
