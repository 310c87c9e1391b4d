"""How people log in where the organisation's identity provider knows them.

Mounted into Airflow's own pods; Flask AppBuilder reads it. What differs comes from variables of
the API server's pod, and the client's secret from Secrets Manager, so that it is nowhere else.

Source: https://airflow.apache.org/docs/apache-airflow-providers-fab/stable/auth-manager/webserver-authentication.html
"""

import json
from os import getenv

import boto3
from flask_appbuilder.const import AUTH_OAUTH  # type: ignore[import-not-found]

AUTH_TYPE = AUTH_OAUTH
# Whom nobody gave a role sees nothing.
AUTH_USER_REGISTRATION = True
AUTH_USER_REGISTRATION_ROLE = "Public"
AUTH_ROLES_MAPPING = json.loads(getenv("STRATA_OIDC_ROLES", "{}"))
AUTH_ROLES_SYNC_AT_LOGIN = True

_secret = boto3.client("secretsmanager").get_secret_value(
    SecretId=getenv("STRATA_OIDC_SECRET_ARN", "")
)

OAUTH_PROVIDERS = [
    {
        "name": "oidc",
        "icon": "fa-key",
        "token_key": "access_token",
        "remote_app": {
            "client_id": getenv("STRATA_OIDC_CLIENT_ID"),
            "client_secret": _secret["SecretString"],
            "server_metadata_url": (
                f"{getenv('STRATA_OIDC_ISSUER', '').rstrip('/')}/.well-known/openid-configuration"
            ),
            "client_kwargs": {"scope": "openid email profile groups"},
        },
    }
]
