"""Many requests in little time: one persona before the API server."""

import http.client
import json
import re
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from strata.isolation.rbac import Rights, named, rules_rights
from strata.rehearsal.api_server import ApiServer
from tests.kubernetes.judge import Judge

# How RBAC refuses; admission policies and quotas answer 403 too, in words of their own.
_REFUSED = re.compile(r"cannot \w+ (resource|path) ")
_RULES = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of thing that the server serves.

    Attributes:
        resource: Its plural and subresource, such as `pods/log`.
        group: Its API group; empty for the core.
        base: Path of its group and version.
        namespaced: Whether it lives in namespaces.
        verbs: What the server knows to do with it.
    """

    resource: str
    group: str
    base: str
    namespaced: bool
    verbs: tuple[str, ...]

    @property
    def name(self) -> str:
        """As a right names it."""
        return named(self.resource, self.group)


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """One persona.

    Attributes:
        server: Before which server.
        token: What makes a request its own.
    """

    server: ApiServer
    token: str
    _local: threading.local = field(default_factory=threading.local, repr=False)

    def rights(self, namespace: str) -> Rights:
        """All that the server's own authorizer lets it do in a namespace."""
        review = {
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SelfSubjectRulesReview",
            "spec": {"namespace": namespace},
        }
        status = json.loads(self._call("POST", _RULES, json.dumps(review)))["status"]
        assert not status["incomplete"], status
        return frozenset(rules_rights([*status["resourceRules"], *status["nonResourceRules"]]))

    def may(self, verb: str, kind: Kind, namespace: str) -> bool:
        """Try it, on something that is not there: whether RBAC lets it pass."""
        method, suffix = _METHODS[verb]
        inside = f"/namespaces/{namespace}" if namespace else ""
        plural, _, subresource = kind.resource.partition("/")
        one = f"/none/{subresource}" if subresource else "/none"
        target = one if subresource or verb in _ON_ONE else ""
        answer = self._call(method, f"{kind.base}{inside}/{plural}{target}{suffix}", "{}")
        return _REFUSED.search(answer) is None

    def _call(self, method: str, path: str, body: str) -> str:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": _PATCH if method == "PATCH" else "application/json",
        }
        connection = self._connection()
        connection.request(method, path, body, headers)
        return connection.getresponse().read().decode()

    def _connection(self) -> http.client.HTTPSConnection:
        found: http.client.HTTPSConnection | None = getattr(self._local, "connection", None)
        if found is None:
            address = urlsplit(self.server.address)
            trust = ssl.create_default_context(cafile=self.server.certificate)
            found = http.client.HTTPSConnection(address.netloc, context=trust)
            self._local.connection = found
        return found


_PATCH = "application/merge-patch+json"
# A watch that cannot begin is refused or let pass all the same.
_METHODS = {
    "create": ("POST", ""),
    "delete": ("DELETE", ""),
    "deletecollection": ("DELETE", "?dryRun=All&fieldSelector=metadata.name%3Dnone"),
    "get": ("GET", ""),
    "list": ("GET", "?limit=1"),
    "patch": ("PATCH", ""),
    "update": ("PUT", ""),
    "watch": ("GET", "?watch=true&resourceVersion=none"),
}
_ON_ONE = ("get", "update", "patch", "delete")


def kinds(judge: Judge) -> Iterator[Kind]:
    """Every kind that the server serves, in the version that it prefers."""
    for group in ["", *(one["name"] for one in judge.call("GET", "/apis")["groups"])]:
        base = "/api/v1"
        if group:
            version = judge.call("GET", f"/apis/{group}")["preferredVersion"]["groupVersion"]
            base = f"/apis/{version}"
        for one in judge.call("GET", base)["resources"]:
            yield Kind(
                resource=one["name"],
                group=group,
                base=base,
                namespaced=one["namespaced"],
                verbs=tuple(one["verbs"]),
            )
