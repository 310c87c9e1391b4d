"""A real API server with the real custom resource definitions, and what a plan would put there."""

import base64
import re
from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML

from components import names
from strata.plan.recording import Planned, Recording
from strata.rehearsal.api_server import ApiServer, Persona, Programs, running
from strata.toolchain.binary import ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER
from strata.toolchain.crds import definition_files
from strata.toolchain.resolve import Place, resolve
from strata.wire import Secret
from tests.kubernetes.judge import Judge
from tests.samples import ROOT

# Whom an access entry puts into the group of a tenant's administrators.
ADS_ADMIN = Persona(name="anna", groups=("people", names.group("ads", "admin")))

_yaml = YAML(typ="safe")
# Alertmanager's matchers may be `=`, which YAML once took for something of its own.
_yaml.constructor.add_constructor("tag:yaml.org,2002:value", lambda _, node: node.value)

# What only a deployment tells, by the property that tells it.
_TOLD = {
    "address": "database.example.com",
    "arn": "arn:aws:sns:eu-west-1:111122223333:strata-dev-example",
    "base64": "ZXhhbXBsZQ==",
    "clusterSecurityGroupId": "sg-0123456789abcdef0",
    "id": "subnet-0123456789abcdef0",
    "name": "strata-dev-example",
    "repositoryUrl": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/strata-dev/spark",
    "result": "example",
}


@pytest.fixture(scope="session")
def programs() -> Programs:
    """The three programs, found or made."""
    place = Place(ROOT)
    return Programs(
        etcd=resolve(ETCD, place, print),
        api_server=resolve(KUBE_APISERVER, place, print),
        controller_manager=resolve(KUBE_CONTROLLER_MANAGER, place, print),
    )


@pytest.fixture(scope="session")
def server(programs: Programs) -> Iterator[ApiServer]:
    """The server, for the whole suite."""
    with running(programs, ADS_ADMIN) as server:
        yield server


@pytest.fixture(scope="session")
def judge(server: ApiServer) -> Iterator[Judge]:
    """The server with every definition, before its administrator."""
    judge = Judge.before(server, server.administrator)
    with judge.http:
        judge.define([_yaml.load(file.read_text()) for file in definition_files(ROOT)])
        yield judge


def objects(recording: Recording) -> list[Planned]:
    """Everything of a plan that an API server would hold itself; a release is Helm's.

    Namespaces come first: what lives in one needs it.
    """
    found = [
        one
        for one in recording.resources
        if one.type.startswith("kubernetes:") and not one.type.endswith(":Release")
    ]
    return sorted(found, key=lambda one: not one.type.endswith(":Namespace"))


def told(value: Any) -> Any:
    """A manifest in which everything that only a deployment tells is told."""
    match value:
        case dict():
            return _as_held({key: told(item) for key, item in value.items()})
        case list():
            return [told(item) for item in value]
        case Secret():
            return told(value.value)
        case str():
            return re.sub(r"\$\{[^}]*\.(\w+)\}", lambda found: _TOLD[found[1]], value)
        case _:
            return value


def _as_held(manifest: dict[str, Any]) -> dict[str, Any]:
    """A manifest whose plain texts are where the server keeps them: it never shows `stringData`."""
    texts = manifest.pop("stringData", None)
    if texts:
        manifest["data"] = {
            key: base64.b64encode(text.encode()).decode() for key, text in texts.items()
        }
    return manifest
