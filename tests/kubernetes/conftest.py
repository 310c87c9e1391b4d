"""A real API server with the real custom resource definitions, and what a plan would put there."""

import json
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from ruamel.yaml import YAML

from strata.plan.recorder import record
from strata.plan.recording import Planned, Recording
from strata.rehearsal.api_server import ApiServer, Programs, running
from strata.toolchain.binary import ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER
from strata.toolchain.crds import definition_files
from strata.toolchain.resolve import Place, resolve
from tests.samples import PROJECT, ROOT

Object = dict[str, Any]

_yaml = YAML(typ="safe")

# What only a deployment tells, by the property that tells it.
_TOLD = {
    "clusterSecurityGroupId": "sg-0123456789abcdef0",
    "id": "subnet-0123456789abcdef0",
    "name": "strata-dev-example",
}


class RefusedError(Exception):
    """The server's own message."""


@dataclass(frozen=True)
class Judge:
    """Puts objects to the API server, as server-side apply does."""

    http: httpx.Client

    def apply(self, manifest: Object) -> Object:
        """Apply an object, and read it back.

        Raises:
            RefusedError: The server refuses it.
        """
        path = self.path(manifest)
        name = manifest["metadata"]["name"]
        return self.call("PATCH", f"{path}/{name}", manifest, fieldManager="test", force="true")

    def create(self, manifest: Object) -> Object:
        """Create an object."""
        return self.call("POST", self.path(manifest), manifest)

    def wait_until_served(self, definition: Object) -> None:
        """Wait until the server knows the objects of a definition."""
        path = f"{self.path(definition)}/{definition['metadata']['name']}"
        for _ in range(1000):
            conditions = self.call("GET", path).get("status", {}).get("conditions", [])
            if {"Established"} <= {one["type"] for one in conditions if one["status"] == "True"}:
                return
        raise TimeoutError(path)

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

    def call(self, method: str, path: str, body: Object | None = None, **query: str) -> Object:
        """Call the server."""
        kind = "application/apply-patch+yaml" if method == "PATCH" else "application/json"
        answer = self.http.request(
            method, path, params=query, headers={"Content-Type": kind}, json=body
        )
        found: Object = answer.json()
        if answer.is_error:
            raise RefusedError(found["message"])
        return found


@pytest.fixture(scope="session")
def judge() -> Iterator[Judge]:
    """The server, for the whole suite."""
    place = Place(ROOT)
    programs = Programs(
        etcd=resolve(ETCD, place, print),
        api_server=resolve(KUBE_APISERVER, place, print),
        controller_manager=resolve(KUBE_CONTROLLER_MANAGER, place, print),
    )
    with running(programs) as server, _client(server) as http:
        judge = Judge(http)
        definitions = [_yaml.load(file.read_text()) for file in definition_files(ROOT)]
        for definition in definitions:
            judge.apply(definition)
        for definition in definitions:
            judge.wait_until_served(definition)
        yield judge


def _client(server: ApiServer) -> httpx.Client:
    return httpx.Client(
        base_url=server.address,
        headers={"Authorization": f"Bearer {server.token}"},
        verify=ssl.create_default_context(cafile=server.certificate),
    )


def cluster_plan(*settings: str, profile: str = "dev") -> Recording:
    """Plan a cluster from a stack file of a few more lines."""
    text = f"""
account: "111122223333"
region: eu-west-1
profile: {profile}
admins: [arn:aws:iam::111122223333:role/platform]
"""
    wanted = _yaml.load(text) | {
        key: value for line in settings for key, value in _yaml.load(line).items()
    }
    config = {"strata:cluster": json.dumps(wanted)}
    return record(PROJECT.program(), stack="dev-cluster", config=config, below={})


def objects(recording: Recording) -> list[Planned]:
    """Everything of a plan that an API server would hold itself; a release is Helm's."""
    return [
        one
        for one in recording.resources
        if one.type.startswith("kubernetes:") and not one.type.endswith(":Release")
    ]


def told(value: Any) -> Any:
    """A manifest in which everything that only a deployment tells is told."""
    match value:
        case dict():
            return {key: told(item) for key, item in value.items()}
        case list():
            return [told(item) for item in value]
        case str():
            return re.sub(r"\$\{[^}]*\.(\w+)\}", lambda found: _TOLD[found[1]], value)
        case _:
            return value
