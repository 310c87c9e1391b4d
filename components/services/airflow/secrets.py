"""AirflowSecrets: what Airflow must not lose and nobody else may read.

Each is made once and kept in the state, so no upgrade changes one. They are objects of ours and no
values of the chart: a chart's values are stored with every revision of its release.
"""

import base64
import configparser
import io
import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
import pulumi_random as random

from components.base import Component
from components.database.postgres import PORT
from components.services.airflow import database
from components.services.airflow.facts import RELEASE

FERNET, JWT, API, ADMIN = "airflow-fernet", "airflow-jwt", "airflow-api", "airflow-admin"
METADATA, PGBOUNCER, PGBOUNCER_STATS = (
    "airflow-metadata",
    "airflow-pgbouncer",
    "airflow-pgbouncer-stats",
)
"""Names of the Kubernetes Secrets that the chart is given."""

ADMIN_USER = "admin"
PGBOUNCER_PORT = 6543
POOL = f"{RELEASE}-metadata"
"""What PgBouncer calls the database."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AirflowSecretsArgs:
    """What the secrets need.

    Attributes:
        database_host: Address of the database.
        database_password: Password of its user.
        pool_size: Connections that each copy of PgBouncer holds.
        admin_secret: Name, in Secrets Manager, of the first account's password; empty: nobody has
            one, because people come through an identity provider.
        key_arn: Key that encrypts it there.
        protect: Whether it can be had back for a month after it was deleted.
        namespace: Namespace of Airflow.
    """

    database_host: pulumi.Input[str]
    database_password: pulumi.Input[str]
    pool_size: int
    admin_secret: str
    key_arn: pulumi.Input[str]
    protect: bool
    namespace: pulumi.Input[str]


class AirflowSecrets(Component):
    """Keys of Airflow, the way to its database, and the first account's password."""

    TYPE = "strata:services:AirflowSecrets"

    def __init__(
        self, name: str, args: AirflowSecretsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._namespace = args.namespace
        # No RandomBytes: its identifier is its value, and no engine encrypts an identifier.
        self._keep(FERNET, {"fernet-key": self._random("fernet", 32).apply(fernet_key)})
        self._keep(JWT, {"jwt-secret": self._random("jwt", 64)})
        self._keep(API, {"api-secret-key": self._random("api", 64)})
        password = _hidden(args.database_password)
        way = pulumi.Output.all(password, args.namespace).apply(lambda told: connection(*told))
        self._keep(METADATA, {"connection": way})
        self._keep(PGBOUNCER_STATS, {"connection": password.apply(stats_connection)})
        self._keep(
            PGBOUNCER,
            {
                "pgbouncer.ini": pulumi.Output.from_input(args.database_host).apply(
                    lambda host: pgbouncer_ini(host, args.pool_size)
                ),
                "users.txt": password.apply(lambda text: f'"{database.NAME}" "{text}"\n'),
            },
        )
        if args.admin_secret:
            self._first_account(args)
        self.finish()

    def _random(self, what: str, length: int) -> pulumi.Output[str]:
        made = random.RandomPassword(
            self.child(what), length=length, special=False, opts=self.child_opts()
        )
        return _hidden(made.result)

    def _keep(self, name: str, content: dict[str, pulumi.Output[str]]) -> None:
        kubernetes.core.v1.Secret(
            self.child(name),
            metadata={"name": name, "namespace": self._namespace},
            string_data=content,
            opts=self.child_opts(),
        )

    def _first_account(self, args: AirflowSecretsArgs) -> None:
        password = self._random("admin-password", 24)
        self._keep(ADMIN, {"password": password})
        secret = aws.secretsmanager.Secret(
            self.child("admin"),
            name=args.admin_secret,
            description="Airflow's first account",
            kms_key_id=args.key_arn,
            # At once, or the environment could not be made again under the same name.
            recovery_window_in_days=30 if args.protect else 0,
            opts=self.child_opts(),
        )
        aws.secretsmanager.SecretVersion(
            self.child("admin-version"),
            secret_id=secret.id,
            secret_string=password.apply(
                lambda text: json.dumps({"username": ADMIN_USER, "password": text})
            ),
            opts=self.child_opts(),
        )


def _hidden(value: pulumi.Input[str]) -> pulumi.Output[str]:
    secret: pulumi.Output[str] = pulumi.Output.secret(pulumi.Output.from_input(value))
    return secret


def fernet_key(text: str) -> str:
    """A Fernet key of 32 random letters and digits: as good as 190 bits."""
    return base64.urlsafe_b64encode(text.encode()).decode()


def connection(password: str, namespace: str) -> str:
    """Airflow's way to its database: through PgBouncer, inside the namespace."""
    host = f"{RELEASE}-pgbouncer.{namespace}"
    return f"postgresql://{database.NAME}:{password}@{host}:{PGBOUNCER_PORT}/{POOL}?sslmode=disable"


def stats_connection(password: str) -> str:
    """The exporter's way to PgBouncer's own numbers, inside the pod."""
    place = f"127.0.0.1:{PGBOUNCER_PORT}/pgbouncer?sslmode=disable"
    return f"postgresql://{database.NAME}:{password}@{place}"


def pgbouncer_ini(host: str, pool_size: int) -> str:
    """PgBouncer's configuration.

    Source: https://www.pgbouncer.org/config.html
    """
    config = configparser.ConfigParser(interpolation=None)
    config["databases"] = {
        POOL: f"host={host} dbname={database.NAME} port={PORT} pool_size={pool_size}"
    }
    config["pgbouncer"] = {
        "pool_mode": "transaction",
        "listen_addr": "*",
        "listen_port": str(PGBOUNCER_PORT),
        "auth_type": "scram-sha-256",
        "auth_file": "/etc/pgbouncer/users.txt",
        "stats_users": database.NAME,
        "ignore_startup_parameters": "extra_float_digits",
        "max_client_conn": "500",
        # Airflow's asynchronous driver prepares statements, and the next transaction may be given
        # another connection.
        "max_prepared_statements": "200",
        "server_tls_sslmode": "require",
    }
    text = io.StringIO()
    config.write(text)
    return text.getvalue()
