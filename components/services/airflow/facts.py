"""What Airflow's values, pods and rights depend on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from components import names
from components.database.postgres import DatabaseSize
from components.services.spec import Idle, Pods

NAMESPACE = "airflow"
RELEASE = "airflow"

OWN_DAGS, OWN_LOGS = "airflow/dags", "airflow/logs"
"""Folders of a tenant's bucket where the tenant has an Airflow of its own."""

Scale = Literal["small", "large"]

# CPU request in thousandths of a vCPU, memory request and limit in MiB, and whether there are
# copies of it.
_PODS: Mapping[Scale, Mapping[str, tuple[int, int, bool]]] = {
    "small": {
        "scheduler": (250, 1280, True),
        "api-server": (250, 1280, True),
        "dag-processor": (200, 1024, False),
        "triggerer": (100, 640, True),
        "pgbouncer": (50, 64, True),
        "pgbouncer-exporter": (10, 32, True),
        "statsd": (20, 64, False),
    },
    "large": {
        "scheduler": (1000, 2560, True),
        "api-server": (500, 2048, True),
        # A second one would read every file twice.
        "dag-processor": (1000, 3072, False),
        "triggerer": (250, 1024, True),
        "pgbouncer": (100, 128, True),
        "pgbouncer-exporter": (10, 32, True),
        "statsd": (50, 128, False),
    },
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Login:
    """How people log in through the organisation's identity provider.

    Attributes:
        issuer_url: The provider's issuer.
        client_id: Airflow's client ID there.
        client_secret_arn: Secret in Secrets Manager that holds the client's secret, as plain text.
        roles: Airflow's roles of each of the provider's groups.
    """

    issuer_url: str
    client_id: str
    client_secret_arn: str
    roles: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class AirflowFacts:
    """All that Airflow's values and rights depend on.

    Attributes:
        environment: Environment.
        region: AWS region.
        log_bucket: Bucket of the tasks' logs.
        dag_bucket: Bucket of the DAGs, a folder for each tenant.
        replicas: Copies of all that can have copies.
        scale: How much each pod requests.
        parallelism: Tasks that one scheduler runs at the same time.
        pool_size: Connections that each copy of PgBouncer holds to the database.
        log_days: Days that a task's log is kept.
        url: Where people reach it; empty: they forward a port.
        login: The organisation's identity provider; none: one account with a generated password.
        database: The database's size.
        tenant: The tenant whose own it is, and whose bucket both are; empty: it is for all.
    """

    environment: str
    region: str
    log_bucket: str
    dag_bucket: str
    replicas: int
    scale: Scale
    parallelism: int
    pool_size: int
    log_days: int
    url: str
    login: Login | None
    database: DatabaseSize
    tenant: str = ""

    @property
    def namespace(self) -> str:
        """Namespace that it lives in."""
        return names.own_airflow(self.tenant) if self.tenant else NAMESPACE

    @property
    def logs(self) -> str:
        """Where the tasks' logs are, as Airflow is told."""
        return f"s3://{self.log_bucket}" + (f"/{OWN_LOGS}" if self.tenant else "")

    def dags(self, tenant: str) -> str:
        """Folder of a tenant's DAGs."""
        return f"{OWN_DAGS}/" if self.tenant else f"{tenant}/"

    def pods(self, name: str) -> Pods:
        """One of Airflow's parts."""
        millicores, memory_mib, copied = _PODS[self.scale][name]
        copies = self.replicas if copied else 1
        return Pods(name=name, copies=copies, millicores=millicores, memory_mib=memory_mib)

    @property
    def max_connections(self) -> int:
        """What the database must allow: twice the pools, for they overlap while pods are replaced.

        Twenty more are for people and for RDS itself.
        """
        return max(100, 2 * self.replicas * self.pool_size + 20)


def idle(facts: AirflowFacts) -> Idle:
    """What Airflow holds while no task runs."""
    size = facts.database
    instances = 2 if size.multi_az else 1
    return Idle(
        pods=tuple(facts.pods(name) for name in _PODS[facts.scale]),
        volume_gib=size.allocated_gib * instances,
        billed={f"rds:{size.instance_class}": instances},
    )
