"""Two tenants on a real API server, everybody of them with a token, and a namespace of nobody's."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from ruamel.yaml import YAML

from strata.isolation.personas import Persona, personas
from strata.isolation.two_tenants import TENANTS, recordings
from strata.plan.recording import Recording
from strata.rehearsal import api_server
from strata.rehearsal.api_server import ApiServer, Programs, running, until
from strata.toolchain.crds import definition_files
from tests.attacks.case import Case, allowed, attacks, bases, deeds
from tests.attacks.world import BARE, TENANT, Outcome, World, named
from tests.kubernetes.conftest import objects, programs, told
from tests.kubernetes.judge import Judge, Object, RefusedError
from tests.samples import PROJECT, ROOT

__all__ = ["programs"]

_yaml = YAML(typ="safe")


@pytest.fixture(scope="session")
def planned() -> list[Recording]:
    """Plans of a cluster, a platform and two tenants that ask for everything."""
    return recordings(PROJECT)


@pytest.fixture(scope="session")
def everyone(planned: list[Recording]) -> list[Persona]:
    """Everyone whom the plans let in."""
    return personas(planned)


@pytest.fixture(scope="session")
def known(everyone: list[Persona]) -> dict[str, api_server.Persona]:
    """People, as the server knows them: by a token, with the groups of their access entry."""
    return {
        str(one): api_server.Persona(name=one.subject.user, groups=one.subject.groups)
        for one in everyone
        if one.account is None
    }


@pytest.fixture(scope="session")
def server(programs: Programs, known: dict[str, api_server.Persona]) -> Iterator[ApiServer]:
    """The server."""
    with running(programs, *known.values()) as server:
        yield server


@pytest.fixture(scope="session")
def judge(server: ApiServer, planned: list[Recording]) -> Iterator[Judge]:
    """The server as the plans leave it, before its administrator."""
    judge = Judge.before(server, server.administrator)
    with judge.http:
        judge.define(_definitions(planned))
        for recording in planned:
            for one in objects(recording):
                judge.apply(told(one.inputs))
        yield judge


@pytest.fixture(scope="session")
def world(
    server: ApiServer,
    judge: Judge,
    planned: list[Recording],
    everyone: list[Persona],
    known: dict[str, api_server.Persona],
) -> Iterator[World]:
    """The server with everybody before it, and objects that stand there already."""
    _furnish_bare(judge, planned)
    for tenant in TENANTS:
        _wait_for_quota(judge, tenant)
    for namespace in (TENANT, BARE):
        _account(judge, namespace, "hub")
    for name, manifest in bases().items():
        for namespace in (TENANT, BARE):
            _place(judge, named(manifest, name, namespace))
    people = {
        str(one): Judge.before(
            server, known[str(one)] if one.account is None else _account(judge, *one.account)
        )
        for one in everyone
    }
    world = World(administrator=judge, people=people)
    until(world.guarded, lambda: "not every policy is at work")
    yield world
    for one in people.values():
        one.http.close()


@pytest.fixture(scope="session")
def outcomes(world: World) -> dict[str, Outcome]:
    """How every attack ends."""
    return _tried(world.attempt, attacks())


@pytest.fixture(scope="session")
def elsewhere(world: World) -> dict[str, Outcome]:
    """How the same ends where nothing guards."""
    return _tried(world.elsewhere, deeds())


def _tried(attempt: Callable[[Case], Outcome], cases: Sequence[Case]) -> dict[str, Outcome]:
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(map(str, cases), pool.map(attempt, cases), strict=True))


def _definitions(planned: Sequence[Recording]) -> list[Object]:
    """Definitions of what is planned and tried: reading all of them takes its time."""
    kinds = {one.type.rpartition(":")[2] for recording in planned for one in objects(recording)}
    kinds |= {one["kind"] for one in bases().values()}
    texts = [file.read_text() for file in definition_files(ROOT)]
    return [
        _yaml.load(one) for one in texts if any(f"\n    kind: {kind}\n" in one for kind in kinds)
    ]


def _furnish_bare(judge: Judge, planned: list[Recording]) -> None:
    """Make a namespace in which everything is but what fences a tenant in."""
    judge.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": BARE}})
    fences = {"ResourceQuota", "LimitRange", "Namespace"}
    for one in objects(planned[2]):
        if one.type.rpartition(":")[2] not in fences:
            manifest = told(one.inputs)
            if manifest["metadata"].get("namespace") == TENANTS[0]:
                judge.apply(named(manifest, manifest["metadata"]["name"], BARE))
    for kind in ("ResourceQuota", "LimitRange"):
        (one,) = [one for one in objects(planned[2]) if one.type.endswith(f":{kind}")]
        manifest = told(one.inputs)
        hollow: Object = {"hard": {}} if kind == "ResourceQuota" else {"limits": []}
        judge.apply(named({**manifest, "spec": hollow}, manifest["metadata"]["name"], BARE))


def _wait_for_quota(judge: Judge, tenant: str) -> None:
    """Wait until the quota's controller has counted: before it has, everything is refused.

    It learns of the operator's kinds within half a minute, and then counts what is new.
    """
    path = f"/api/v1/namespaces/{tenant}/resourcequotas/tenant-objects"

    def counted() -> bool:
        quota = judge.call("GET", path)
        hard, status = quota["spec"]["hard"], quota.get("status", {})
        if status.get("hard") != hard:
            return False
        if set(status["used"]) == set(hard):
            return True
        judge.call("DELETE", path)
        metadata = {"name": quota["metadata"]["name"], "namespace": tenant}
        judge.apply({**quota, "metadata": metadata, "status": {}})
        return False

    until(counted, lambda: f"the quota of {tenant} is not counted")


def _place(judge: Judge, manifest: dict[str, object]) -> None:
    try:
        judge.create(manifest)
    except RefusedError as error:
        raise AssertionError(f"{manifest['metadata']}: {error}") from error


def _account(judge: Judge, namespace: str, name: str) -> api_server.Persona:
    """A service account's token, as the kubelet asks for one; charts make some of the accounts."""
    metadata = {"name": name, "namespace": namespace}
    judge.apply({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata})
    review = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}}
    path = f"/api/v1/namespaces/{namespace}/serviceaccounts/{name}/token"
    token: str = judge.call("POST", path, review)["status"]["token"]
    return api_server.Persona(name=name, groups=(), token=token)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for fixture, cases in (("attack", attacks), ("deed", deeds), ("legitimate", allowed)):
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, cases(), ids=str)
