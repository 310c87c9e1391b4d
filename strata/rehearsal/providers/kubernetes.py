"""The `kubernetes` provider."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from strata.rehearsal.cloud import Caller, RefusedError
from strata.rehearsal.providers.provider import Config
from strata.rehearsal.providers.resources import ResourceProvider

_MUTABLE = {"enableConfigMapMutable": "ConfigMap", "enableSecretMutable": "Secret"}


class KubernetesProvider(ResourceProvider):
    """Kubernetes, as far as the stand-in cloud models it."""

    PACKAGE = "kubernetes"

    def caller(self, config: Config) -> Caller:
        """Take the server's address from the kubeconfig.

        Raises:
            RefusedError: There is no kubeconfig, or it names no server.
        """
        return Caller(
            server=_server(config),
            mutable=frozenset(kind for name, kind in _MUTABLE.items() if config.get(name)),
            adopts=bool(config.get("upsertExistingObjects")),
        )

    def replaced_by(self, old: Config, new: Config) -> list[str]:
        """Another cluster makes everything anew; the same `clusterIdentifier` says it is the same.

        Source: https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/
        """
        identifiers = old.get("clusterIdentifier"), new.get("clusterIdentifier")
        if any(identifiers):
            return [] if identifiers[0] == identifiers[1] else ["clusterIdentifier"]
        return [] if _server(old) == _server(new) else ["kubeconfig"]


def _server(config: Config) -> str:
    kubeconfig = _parsed(config.get("kubeconfig"))
    context = config.get("context") or kubeconfig.get("current-context")
    cluster = _named(kubeconfig.get("contexts"), context, "context").get("cluster")
    server = _named(kubeconfig.get("clusters"), cluster, "cluster").get("server")
    if server is None:
        raise RefusedError(
            "kubernetes provider: the kubeconfig names no server for its current context; "
            "give one whose current-context leads to a cluster with a server"
        )
    return str(server)


def _parsed(text: Any) -> Mapping[str, Any]:
    try:
        document = YAML(typ="safe").load(StringIO(text)) if isinstance(text, str) else text
    except YAMLError as error:
        raise RefusedError(
            f"kubernetes provider: kubeconfig is no YAML: {error}; give its content, not a path"
        ) from error
    if not isinstance(document, Mapping):
        raise RefusedError(
            "kubernetes provider: kubeconfig is missing or is a path; give its content to an "
            "explicit provider"
        )
    return document


def _named(entries: Any, name: Any, key: str) -> Mapping[str, Any]:
    for entry in entries or []:
        if entry.get("name") == name:
            named: Mapping[str, Any] = entry.get(key, {})
            return named
    return {}
