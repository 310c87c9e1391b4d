"""A tenant's own database."""

from typing import Literal

from components.tenancy.database import DatabaseSizeName
from layers.settings import Settings


class DatabaseSettings(Settings):
    """PostgreSQL on RDS, for the tenant alone. Pods of the tenant log in with their own role."""

    engine: Literal["postgres"] = "postgres"
    """The kind of database. Changing it replaces the database; the new one is empty."""

    size: DatabaseSizeName = "s"
    """`s`: 2 vCPUs that burst, 4 GiB of memory, 50 GiB of storage; `m`: 2 vCPUs, 8 GiB, 200 GiB;
    `l`: 4 vCPUs, 32 GiB, 500 GiB. Storage grows by itself to five times as much. The class
    changes with a restart, in the maintenance window or, by profile dev, at once; storage never
    shrinks, so a smaller size is refused by RDS once there is more."""

    on_offboard: Literal["snapshot", "delete"] = "snapshot"
    """What becomes of the data when the database goes. `snapshot`: a last snapshot and the backups
    stay, and are paid for, until somebody deletes them (`strata sweep`). `delete`: nothing stays.
    It must be up once before it counts."""
