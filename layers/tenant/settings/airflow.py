"""Airflow for a tenant."""

from layers.settings import Settings


class TenantAirflowSettings(Settings):
    """Which Airflow runs the tenant's DAGs: the platform's, or one of its own."""

    dedicated: bool = False
    """Whether the tenant has an Airflow of its own, in the namespace `<tenant>-airflow`, with a
    small PostgreSQL on RDS: no other tenant's code runs in it, and its pages show the tenant alone.
    DAGs are then in the tenant's own bucket, below `airflow/dags/`, and logs below `airflow/logs/`;
    names of DAGs begin with the tenant's name and `_`, as in the platform's. That one starts
    nothing for the tenant any more, so take its DAGs out of there first. It takes 0.9 vCPUs and
    4.3 GiB on shared nodes, nearly twice that in prod. Switched off, its database is deleted and
    leaves a snapshot; in prod the deletion is refused until its protection is taken off."""
