"""A client that puts objects to the API server, and tells its verdict."""

import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import httpx

from strata.rehearsal.api_server import ApiServer, Persona, until

Object = dict[str, Any]


class RefusedError(Exception):
    """The server's own message."""


@dataclass(frozen=True)
class Judge:
    """The API server, as someone."""

    http: httpx.Client

    @classmethod
    def before(cls, server: ApiServer, persona: Persona) -> Self:
        """Come before a server as someone."""
        return cls(
            httpx.Client(
                base_url=server.address,
                headers={"Authorization": f"Bearer {persona.token}"},
                verify=ssl.create_default_context(cafile=server.certificate),
            )
        )

    def apply(self, manifest: Object) -> Object:
        """Apply an object by server-side apply, and read back what the server holds.

        Raises:
            RefusedError: The server refuses it, or does not know one of its fields.
        """
        path = f"{self.path(manifest)}/{manifest['metadata']['name']}"
        self.call("PATCH", path, manifest, fieldManager="test", force="true")
        return self.call("GET", path)

    def place(self, manifest: Object) -> Object:
        """Apply an object as the first of its name, and read back what the server holds.

        What an earlier cluster under the same name left there has no say: some fields never change.
        What refuses other objects is only judged: here it would refuse another environment's.

        Raises:
            RefusedError: The server refuses it, or does not know one of its fields.
        """
        if manifest["kind"].startswith("ValidatingAdmissionPolicy"):
            path = f"{self.path(manifest)}/{manifest['metadata']['name']}"
            return self.call(
                "PATCH", path, manifest, fieldManager="test", force="true", dryRun="All"
            )
        # A namespace goes slowly, and its fields may all change.
        if manifest["kind"] != "Namespace":
            self.http.delete(f"{self.path(manifest)}/{manifest['metadata']['name']}")
        return self.apply(manifest)

    def create(self, manifest: Object) -> Object:
        """Create an object, and read back what the server holds.

        Raises:
            RefusedError: The server refuses it.
        """
        path = self.path(manifest)
        name = self.call("POST", path, manifest)["metadata"]["name"]
        return self.call("GET", f"{path}/{name}")

    def define(self, definitions: list[Object]) -> None:
        """Apply custom resource definitions, and wait until the server serves their objects."""
        for definition in definitions:
            self.apply(definition)
        for definition in definitions:
            self._wait_until_served(definition)

    def path(self, manifest: Object) -> str:
        """Path of an object's collection, as the server's own discovery tells it."""
        group_version = manifest["apiVersion"]
        base = f"/apis/{group_version}" if "/" in group_version else f"/api/{group_version}"
        kinds = self.call("GET", base)["resources"]
        kind = next(
            one for one in kinds if one["kind"] == manifest["kind"] and "/" not in one["name"]
        )
        home = manifest["metadata"].get("namespace", "default")
        inside = f"/namespaces/{home}" if kind["namespaced"] else ""
        return f"{base}{inside}/{kind['name']}"

    def may(self, verb: str, resource: str, namespace: str) -> bool:
        """Whether the server would let this persona; the resource as `resource.group`."""
        name, _, group = resource.partition(".")
        attributes = {"verb": verb, "resource": name, "group": group, "namespace": namespace}
        review = {
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SelfSubjectAccessReview",
            "spec": {"resourceAttributes": attributes},
        }
        path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
        allowed: bool = self.call("POST", path, review)["status"]["allowed"]
        return allowed

    def call(self, method: str, path: str, body: Object | None = None, **query: str) -> Object:
        """Call the server.

        Raises:
            RefusedError: It answers with an error.
        """
        kind = "application/apply-patch+yaml" if method == "PATCH" else "application/json"
        answer = self.http.request(
            method, path, params=query, headers={"Content-Type": kind}, json=body
        )
        found: Object = answer.json()
        if answer.is_error:
            raise RefusedError(found["message"])
        return found

    def _wait_until_served(self, definition: Object) -> None:
        name = definition["metadata"]["name"]
        until(lambda: self._serves(definition), lambda: f"{name} is not served")

    def _serves(self, definition: Object) -> bool:
        spec = definition["spec"]
        for version in (one["name"] for one in spec["versions"] if one["served"]):
            base = f"/apis/{spec['group']}/{version}"
            discovered = self.http.get(base)
            if discovered.is_error:
                return False
            names = [one["name"] for one in discovered.json()["resources"]]
            plural = spec["names"]["plural"]
            if plural not in names or self.http.get(f"{base}/{plural}").is_error:
                return False
        return True


def lost(said: Any, held: Any, path: str = "") -> Iterator[str]:
    """Paths of what a manifest says and the server does not hold."""
    match said, held:
        case dict(), dict():
            for key, value in said.items():
                yield from lost(value, held.get(key), f"{path}.{key}")
        case list(), list() if len(said) == len(held):
            for index, pair in enumerate(zip(said, held, strict=True)):
                yield from lost(*pair, f"{path}[{index}]")
        # A server leaves out what is empty, and writes 1000 pods as 1k.
        case _ if said != held and (said or held) and _amount(said) != _amount(held):
            yield f"{path}: {said!r} became {held!r}"


def _amount(value: Any) -> Any:
    """A whole quantity as a number; anything else as it is.

    Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
    """
    found = re.fullmatch(r"(\d+)([kKMGT]?)(i?)", str(value))
    if found is None:
        return value
    number, unit, binary = found.groups()
    return int(number) * (1024 if binary else 1000) ** "_KMGT".index(unit.upper() or "_")
