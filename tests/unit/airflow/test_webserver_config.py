"""How people log in where an identity provider knows them."""

from types import ModuleType
from typing import Any

import boto3
import pytest

from tests.unit.airflow.mounted import load

ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:strata/dev/access/client-a1b2c3"


class SecretsManager:
    """Answers with one secret."""

    def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803 - boto3's name
        return {"SecretString": f"secret of {SecretId}"}


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(boto3, "client", lambda _: SecretsManager())
    for name, value in {
        "ISSUER": "https://login.example.com/",
        "CLIENT_ID": "strata",
        "SECRET_ARN": ARN,
        "ROLES": '{"platform": ["Admin"]}',
    }.items():
        monkeypatch.setenv(f"STRATA_OIDC_{name}", value)
    constants = ModuleType("const")
    constants.AUTH_OAUTH = 4  # type: ignore[attr-defined]
    return load(
        "webserver_config",
        flask_appbuilder=ModuleType("flask_appbuilder"),
        flask_appbuilder__const=constants,
    )


def test_the_provider_is_found_by_its_issuer(config: Any) -> None:
    [provider] = config.OAUTH_PROVIDERS
    assert provider["remote_app"]["server_metadata_url"] == (
        "https://login.example.com/.well-known/openid-configuration"
    )


def test_the_clients_secret_comes_from_secrets_manager(config: Any) -> None:
    [provider] = config.OAUTH_PROVIDERS
    assert provider["remote_app"]["client_id"] == "strata"
    assert provider["remote_app"]["client_secret"] == f"secret of {ARN}"


def test_groups_decide_the_roles_at_each_login(config: Any) -> None:
    assert config.AUTH_TYPE == 4
    assert config.AUTH_ROLES_MAPPING == {"platform": ["Admin"]}
    assert config.AUTH_ROLES_SYNC_AT_LOGIN is True


def test_whom_nobody_gave_a_role_sees_nothing(config: Any) -> None:
    assert config.AUTH_USER_REGISTRATION_ROLE == "Public"
