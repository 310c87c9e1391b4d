"""Grafana: dashboards are ConfigMaps, so it keeps nothing itself.

Source: https://github.com/grafana-community/helm-charts/blob/grafana-12.11.1/charts/grafana/values.yaml
"""

from collections.abc import Mapping
from typing import Any

from components.helm_release import Values
from components.placement import ON_SYSTEM_NODES
from components.services.access import Oidc
from components.services.kube_prometheus_stack import addon
from components.services.kube_prometheus_stack.addon import KubePrometheusStackFacts

LOGIN_SECRET = "grafana-login"  # noqa: S105 - a name
"""Secret that holds the client's secret at the identity provider, under `client-secret`."""


def values(facts: KubePrometheusStackFacts) -> Values:
    """Grafana's part of the chart's values."""
    # ConfigMaps of the stack's own namespace alone, and no Secret at all: a tenant can make one of
    # either in its namespace, and would put a dashboard in front of everybody.
    own = {"searchNamespace": addon.NAMESPACE, "resource": "configmap"}
    return {
        **ON_SYSTEM_NODES,
        "resources": addon.GRAFANA.resources,
        "admin": {"existingSecret": addon.GRAFANA_SECRET},
        "rbac": {"namespaced": True},
        "sidecar": {
            "resources": addon.SIDECAR.resources,
            "dashboards": {
                **own,
                "label": addon.DASHBOARD_LABEL,
                "folderAnnotation": addon.FOLDER_ANNOTATION,
                "provider": {"foldersFromFilesStructure": True},
            },
            "datasources": own,
        },
        "testFramework": {"enabled": False},
        "grafana.ini": _ini(facts),
        "envValueFrom": _secrets(facts),
    }


def _ini(facts: KubePrometheusStackFacts) -> Mapping[str, Any]:
    quiet = {"check_for_updates": False, "check_for_plugin_updates": False}
    found: dict[str, Any] = {"analytics": {**quiet, "reporting_enabled": False}}
    if facts.url:
        found["server"] = {"root_url": facts.url}
    if facts.login:
        found["auth.generic_oauth"] = _oauth(facts.login)
    return found


def _oauth(login: Oidc) -> Mapping[str, Any]:
    """Everybody whom the provider knows may look; more is up to Grafana's own account.

    Source: https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/
    """
    return {
        "enabled": True,
        "name": "Single sign-on",
        "client_id": login.client_id,
        "auth_url": login.authorization_endpoint,
        "token_url": login.token_endpoint,
        "api_url": login.user_info_endpoint,
        "scopes": "openid email profile",
        "use_pkce": True,
    }


def _secrets(facts: KubePrometheusStackFacts) -> Mapping[str, Any]:
    if facts.login is None:
        return {}
    key = {"name": LOGIN_SECRET, "key": "client-secret"}
    return {"GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET": {"secretKeyRef": key}}
