"""A server of its own: nothing is granted there but what the plans grant."""

from collections.abc import Iterator, Mapping

import pytest
from ruamel.yaml import YAML

from strata.isolation.personas import Persona, expected, personas
from strata.isolation.two_tenants import TENANTS, recordings
from strata.plan.recording import Recording
from strata.rehearsal import api_server
from strata.rehearsal.api_server import ApiServer, Programs, running, until
from strata.toolchain.crds import definition_files
from tests.kubernetes.conftest import objects, told
from tests.kubernetes.isolation.caller import Caller
from tests.kubernetes.judge import Judge
from tests.samples import PROJECT, ROOT

_yaml = YAML(typ="safe")

# What the authorizer looks at, and where it holds.
_KINDS = ("Namespace", "ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding")


@pytest.fixture(scope="package")
def planned() -> list[Recording]:
    """Plans of a cluster, a platform and two tenants that ask for everything."""
    return recordings(PROJECT)


@pytest.fixture(scope="package")
def everyone(planned: list[Recording]) -> list[Persona]:
    """Everyone whom the plans let in, and someone whom they do not."""
    return personas(planned)


@pytest.fixture(scope="package")
def known(everyone: list[Persona]) -> dict[Persona, api_server.Persona]:
    """People, as the server knows them: by a token, with the groups of their access entry."""
    return {
        one: api_server.Persona(name=one.subject.user, groups=one.subject.groups)
        for one in everyone
        if one.account is None
    }


@pytest.fixture(scope="package")
def server(programs: Programs, known: dict[Persona, api_server.Persona]) -> Iterator[ApiServer]:
    """The server."""
    with running(programs, *known.values()) as server:
        yield server


@pytest.fixture(scope="package")
def judge(server: ApiServer, planned: list[Recording]) -> Iterator[Judge]:
    """The server as the plans leave it, before its administrator."""
    judge = Judge.before(server, server.administrator)
    with judge.http:
        judge.define([_yaml.load(file.read_text()) for file in definition_files(ROOT)])
        every = [one for recording in planned for one in objects(recording)]
        for kind in _KINDS:
            for one in every:
                if one.type.rpartition(":")[2] == kind:
                    judge.apply(told(one.inputs))
        yield judge


@pytest.fixture(scope="package")
def callers(
    server: ApiServer,
    judge: Judge,
    everyone: list[Persona],
    known: Mapping[Persona, api_server.Persona],
) -> dict[Persona, Caller]:
    """Everyone before the server, each with a token of its own."""
    found = {
        one: Caller(
            server=server,
            token=known[one].token if one.account is None else _token(judge, *one.account),
        )
        for one in everyone
    }
    # What was applied a moment ago is known to the authorizer a moment later.
    until(
        lambda: all(
            caller.rights(TENANTS[-1]) >= expected(one, TENANTS[-1], TENANTS)
            for one, caller in found.items()
        ),
        lambda: f"not everyone may do in {TENANTS[-1]} what is declared",
    )
    return found


def _token(judge: Judge, namespace: str, name: str) -> str:
    """A service account's token, as the kubelet asks for one; charts make some of the accounts."""
    metadata = {"name": name, "namespace": namespace}
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata}
    judge.apply(account)
    review = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}}
    path = f"/api/v1/namespaces/{namespace}/serviceaccounts/{name}/token"
    token: str = judge.call("POST", path, review)["status"]["token"]
    return token
