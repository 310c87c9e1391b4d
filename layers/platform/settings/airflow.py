"""Airflow's settings."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from components import names
from components.database.postgres import DatabaseSize
from components.services.access import Access
from components.services.airflow.facts import AirflowFacts, Login
from layers.cluster import ClusterOutputs, ClusterSettings
from layers.profile import Profile
from layers.settings import Distinct, Settings, in_words

InstanceClass = Annotated[
    str,
    in_words(
        "must be an RDS instance class on Graviton",
        "db.m7g.large",
        pattern=r"^db\.(t4g|[mr][678]g)\.[a-z0-9]+$",
    ),
]
Group = Annotated[str, Field(min_length=1, examples=["platform"])]


class AirflowDatabaseSettings(Settings):
    """Airflow's database, PostgreSQL on RDS."""

    instance_class: InstanceClass | None = None
    """Its size: `db.t4g.micro` in dev, `db.m7g.large` in prod. It is changed in the maintenance
    window, and at once in a profile without protection."""

    allocated_gib: Annotated[int, Field(ge=20, le=1000)] | None = None
    """Storage to begin with: 20 in dev, 50 in prod. It grows by itself to five times as much, and
    never shrinks."""


class AirflowRoleSettings(Settings):
    """Which groups of the identity provider have which role in Airflow.

    Roles hold for all tenants' DAGs.
    """

    admin: Distinct[Group] = ()
    """They may do everything. With `access.oidc` and at least one group here people log in
    through the provider; it must then also allow
    `https://airflow.<domain>/auth/oauth-authorized/oidc`, and tell a person's `groups`."""

    operator: Distinct[Group] = ()
    """They may also change connections, variables and pools."""

    user: Distinct[Group] = ()
    """They may start, clear and stop DAGs."""

    viewer: Distinct[Group] = ()
    """They may look at everything."""

    def of_groups(self) -> Mapping[str, tuple[str, ...]]:
        """Airflow's own names of each group's roles."""
        wanted = {"Admin": self.admin, "Op": self.operator, "User": self.user}
        wanted["Viewer"] = self.viewer
        groups = sorted({group for found in wanted.values() for group in found})
        return {
            group: tuple(role for role, found in wanted.items() if group in found)
            for group in groups
        }


class AirflowSettings(Settings):
    """Airflow: one scheduler for all tenants, whose tasks run in the tenants' namespaces."""

    enabled: bool = True
    """Whether there is one. Switched off, its database is deleted; in prod the deletion is
    refused until its protection is taken off."""

    parallelism: Annotated[int, Field(ge=1, le=2000)] = 64
    """Tasks that one scheduler runs at the same time; dev has one, prod two."""

    log_days: Annotated[int, Field(ge=1, le=3650)] = 90
    """Days that tasks' logs and the history of their runs are kept."""

    database: AirflowDatabaseSettings = AirflowDatabaseSettings()
    """Its database."""

    roles: AirflowRoleSettings = AirflowRoleSettings()
    """Who may do what. Without a group under `admin` there is one account, with a generated
    password whose secret the output `airflow_admin_secret` names."""

    def facts(
        self,
        environment: str,
        profile: Profile,
        cluster: ClusterOutputs | ClusterSettings,
        access: Access | None,
    ) -> AirflowFacts:
        """What Airflow's values and rights depend on.

        Args:
            environment: Environment.
            profile: What the profile sets.
            cluster: What layer 1 promises, or its settings: account and region are in both.
            access: How people come in from outside; none: they forward a port.
        """
        size = DatabaseSize(
            instance_class=self.database.instance_class or profile.database_class,
            allocated_gib=self.database.allocated_gib or profile.database_gib,
            multi_az=profile.database_multi_az,
            backup_days=profile.database_backup_days,
        )

        def bucket(purpose: str) -> str:
            return names.platform_bucket(environment, purpose, cluster.account, cluster.region)

        return AirflowFacts(
            environment=environment,
            region=cluster.region,
            log_bucket=bucket("airflow-logs"),
            dag_bucket=bucket("airflow-dags"),
            replicas=profile.replicas,
            scale=profile.airflow_scale,
            parallelism=self.parallelism,
            pool_size=20,
            log_days=self.log_days,
            url=access.url("airflow") if access else "",
            login=self._login(access),
            database=size,
        )

    def _login(self, access: Access | None) -> Login | None:
        if access is None or access.oidc is None or not self.roles.admin:
            return None
        return Login(
            issuer_url=access.oidc.issuer_url,
            client_id=access.oidc.client_id,
            client_secret_arn=access.oidc.client_secret_arn,
            roles=self.roles.of_groups(),
        )
