"""Everybody before the server, and how an attempt is made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.attacks.case import METHODS, Case, attacks, bases, changed
from tests.kubernetes.judge import Judge, Object

TENANT = "ads"
BARE = "bare"
"""A namespace that is no tenant's: no guardrail holds there."""

POLICIES = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies"

_ADMINISTRATOR = "administrator"
_POLICY = re.compile(r"ValidatingAdmissionPolicy '([\w-]+)'")


class Request(NamedTuple):
    """What is sent: method, path, kind of patch and body."""

    method: str
    path: str
    kind: str
    body: Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """How an attempt ends.

    Attributes:
        case: The attempt.
        path: Where its request went.
        status: The answer's status.
        message: What it says; empty: it is allowed.
    """

    case: Case
    path: str
    status: int
    message: str

    @property
    def policy(self) -> str:
        """Name of the policy that refuses it; empty: none does."""
        found = _POLICY.search(self.message)
        return found[1] if found else ""

    @property
    def operation(self) -> str:
        """What it does, as a policy calls it."""
        return "CREATE" if self.case.method.split()[0] in {"create", "POST"} else "UPDATE"

    def of(self, kind: str) -> bool:
        """Whether it is about a kind, called as in a policy: `pods`, `pods/ephemeralcontainers`."""
        plural, _, part = kind.partition("/")
        tail = f"/{plural}/[^/]+/{part}" if part else f"/{plural}(/[^/]+)?"
        return re.search(f"{tail}$", self.path) is not None


@dataclass(frozen=True)
class World:
    """The server.

    Attributes:
        administrator: Who may do everything.
        people: Everybody else, by tenant and role.
    """

    administrator: Judge
    people: Mapping[str, Judge]
    _paths: dict[tuple[str, str], str] = field(default_factory=dict)
    _held: dict[str, Object] = field(default_factory=dict)

    def attempt(self, case: Case) -> Outcome:
        """Make an attempt, in earnest but for keeping anything."""
        if case.who == _ADMINISTRATOR:
            return self._send(self.administrator, case, TENANT)
        return self._send(self.people[f"{TENANT} {case.who}"], case, TENANT)

    def elsewhere(self, case: Case) -> Outcome:
        """The same by the administrator, where nothing guards."""
        return self._send(self.administrator, case, BARE)

    def policies(self) -> dict[str, Object]:
        """The policies that the server holds, by name."""
        found = self.administrator.call("GET", POLICIES)["items"]
        return {one["metadata"]["name"]: one for one in found}

    def change(self, path: str, patch: Object) -> None:
        """Change an object, as the administrator, by a merge patch."""
        headers = {"Content-Type": "application/merge-patch+json"}
        answer = self.administrator.http.patch(path, headers=headers, json=patch)
        assert answer.is_success, answer.text

    def guarded(self) -> bool:
        """Whether every policy of tenants at work refuses something: a new one takes a moment."""
        waiting = set(self.policies()) - {"strata-suspended-tenants"}
        for case in attacks():
            if not waiting:
                break
            waiting.discard(self.attempt(case).policy)
        return not waiting

    def request(self, case: Case, namespace: str) -> Request:
        """What an attempt sends."""
        if case.method not in METHODS:
            method, path = case.method.split()
            if namespace == BARE:
                path = re.sub(r"/namespaces/(ads|search)\b", f"/namespaces/{BARE}", path)
            kind = "merge-patch+json" if method == "PATCH" else "json"
            return Request(method, path, kind, changed({}, case.change))
        base = bases()[case.base]
        if case.method == "create":
            manifest = named(changed(base, case.change), "attack", namespace)
            return Request("POST", self._path(manifest), "json", manifest)
        path = f"{self._path(named(base, case.base, namespace))}/{case.base}"
        if case.method == "update":
            held = self.administrator.call("GET", path)
            return Request("PUT", path, "json", changed(held, case.change))
        if path not in self._held:
            self._held[path] = self.administrator.call("GET", path)
        held = self._held[path]
        wanted = changed(held, case.change)
        return Request("PATCH", path, "merge-patch+json", difference(held, wanted))

    def _send(self, judge: Judge, case: Case, namespace: str) -> Outcome:
        request = self.request(case, namespace)
        answer = judge.http.request(
            request.method,
            request.path,
            params={} if request.method == "GET" else {"dryRun": "All"},
            headers={"Content-Type": f"application/{request.kind}"},
            # Options in a body would win over the query.
            json=None if request.method == "DELETE" else request.body,
        )
        return Outcome(
            case=case,
            path=request.path,
            status=answer.status_code,
            message=answer.json()["message"] if answer.is_error else "",
        )

    def _path(self, manifest: Object) -> str:
        key = manifest["kind"], manifest["metadata"]["namespace"]
        if key not in self._paths:
            self._paths[key] = self.administrator.path(manifest)
        return self._paths[key]


def difference(held: Object, wanted: Object) -> Object:
    """The merge patch that makes one of the other."""
    found: Object = dict.fromkeys(held.keys() - wanted.keys())
    for key, value in wanted.items():
        if isinstance(value, dict) and isinstance(held.get(key), dict):
            if inner := difference(held[key], value):
                found[key] = inner
        elif key not in held or held[key] != value:
            found[key] = value
    return found


def named(manifest: Object, name: str, namespace: str) -> Object:
    """An object under another name, in another namespace."""
    metadata = {**manifest["metadata"], "name": name, "namespace": namespace}
    return {**manifest, "metadata": metadata}
