"""What Airflow must not lose, and what nobody may read of it."""

import base64
import configparser
import json
import string

from hypothesis import given, settings
from hypothesis import strategies as st

from components.services.airflow import secrets
from strata.plan.document import document
from strata.plan.recording import Recording

KEPT = (
    secrets.ADMIN,
    secrets.API,
    secrets.FERNET,
    secrets.JWT,
    secrets.METADATA,
    secrets.PGBOUNCER,
    secrets.PGBOUNCER_STATS,
)


@given(st.text(alphabet=string.ascii_letters + string.digits, min_size=32, max_size=32))
@settings(max_examples=30)
def test_a_fernet_key_is_32_bytes_in_the_url_safe_alphabet(made: str) -> None:
    key = secrets.fernet_key(made)
    assert base64.urlsafe_b64decode(key) == made.encode()
    assert set(key) & {"+", "/"} == set()


def test_no_secret_is_the_identifier_of_its_resource(
    dev: dict[str, Recording], prod: dict[str, Recording]
) -> None:
    # Engines encrypt properties and no identifiers, and random bytes are their own identifier.
    types = {one.type for plan in (dev, prod) for stack in plan.values() for one in stack.resources}
    assert "random:index/randomBytes:RandomBytes" not in types


def test_airflow_reaches_its_database_through_the_pool() -> None:
    assert secrets.connection("p4ss", "airflow") == (
        "postgresql://airflow:p4ss@airflow-pgbouncer.airflow:6543/airflow-metadata?sslmode=disable"
    )


def test_the_exporter_asks_the_pool_next_to_it() -> None:
    assert secrets.stats_connection("p4ss") == (
        "postgresql://airflow:p4ss@127.0.0.1:6543/pgbouncer?sslmode=disable"
    )


def test_the_pool_speaks_tls_to_the_database_and_keeps_prepared_statements() -> None:
    config = configparser.ConfigParser(interpolation=None)
    config.read_string(secrets.pgbouncer_ini("db.example.com", 20))
    assert config["databases"]["airflow-metadata"] == (
        "host=db.example.com dbname=airflow port=5432 pool_size=20"
    )
    assert config["pgbouncer"]["pool_mode"] == "transaction"
    assert config["pgbouncer"]["server_tls_sslmode"] == "require"
    assert int(config["pgbouncer"]["max_prepared_statements"]) > 0


def test_the_plan_shows_no_secret_of_airflows(dev: dict[str, Recording]) -> None:
    plan = dev["dev-platform"]
    for name in KEPT:
        shown = next(
            one["inputs"]["stringData"]
            for one in document(plan)["resources"]
            if one["name"] == f"dev-airflow-secrets-{name}"
        )
        assert shown == "[secret]"


def test_no_plan_holds_anything_made_at_random(dev: dict[str, Recording]) -> None:
    text = json.dumps(document(dev["dev-platform"]))
    for made in ("password", "jwt", "api", "fernet", "admin-password"):
        assert f"-{made}.result}}" not in text
        assert f"-{made}.base64}}" not in text


def test_the_databases_password_is_masked(dev: dict[str, Recording]) -> None:
    [instance] = [
        one
        for one in document(dev["dev-platform"])["resources"]
        if one["name"] == "dev-airflow-database-instance"
    ]
    assert instance["inputs"]["password"] == "[secret]"  # noqa: S105 - a mask


def test_keys_are_made_once_and_depend_on_nothing_that_changes(dev: dict[str, Recording]) -> None:
    plan = dev["dev-platform"]
    for name in ("fernet", "jwt", "api", "admin-password"):
        made = plan.named(f"dev-airflow-secrets-{name}")
        assert set(made.inputs) <= {"length", "special"}


def test_the_first_password_can_be_had_from_secrets_manager(
    dev: dict[str, Recording], prod: dict[str, Recording]
) -> None:
    secret = dev["dev-platform"].named("dev-airflow-secrets-admin").inputs
    assert secret["name"] == "strata/dev/airflow/admin"
    assert secret["recoveryWindowInDays"] == 0
    assert dev["dev-platform"].outputs["airflow_admin_secret"] == secret["name"]
    kept = prod["prod-platform"].named("prod-airflow-secrets-admin").inputs
    assert kept["recoveryWindowInDays"] == 30
