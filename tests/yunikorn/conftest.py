"""The cluster, for the whole suite; nodes and tenants, for each test."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from strata.rehearsal.api_server import ApiServer, Programs
from strata.rehearsal.api_server import running as api_server_running
from strata.toolchain.binary import (
    ETCD,
    KUBE_APISERVER,
    KUBE_CONTROLLER_MANAGER,
    KWOK,
    YUNIKORN_SCHEDULER,
)
from strata.toolchain.resolve import Place, resolve
from tests.kubernetes.judge import Judge
from tests.samples import ROOT
from tests.yunikorn.cluster import AddTenant, Cluster, Tenant, platform
from tests.yunikorn.programs import free, running

_PORT = 9080
_PLACE = Place(ROOT)


@pytest.fixture(scope="session")
def server() -> Iterator[ApiServer]:
    """An API server."""
    programs = Programs(
        etcd=resolve(ETCD, _PLACE, print),
        api_server=resolve(KUBE_APISERVER, _PLACE, print),
        controller_manager=resolve(KUBE_CONTROLLER_MANAGER, _PLACE, print),
    )
    with api_server_running(programs) as server:
        yield server


@pytest.fixture(scope="session")
def judge(server: ApiServer) -> Iterator[Judge]:
    """The API server, before its administrator, with everything of YuniKorn but its release."""
    judge = Judge.before(server, server.administrator)
    with judge.http:
        for one in sorted(platform().values(), key=lambda one: one["kind"] != "Namespace"):
            judge.apply(one)
        yield judge


@pytest.fixture(scope="session")
def kubeconfig(server: ApiServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """How programs reach the API server."""
    file = tmp_path_factory.mktemp("access") / "kubeconfig"
    # JSON is YAML.
    file.write_text(json.dumps(server.kubeconfig(server.administrator)))
    return file


@pytest.fixture(scope="session")
def cluster(
    judge: Judge, kubeconfig: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    """The cluster, with kwok and the scheduler at work."""
    logs = tmp_path_factory.mktemp("logs")
    kwok = [
        str(resolve(KWOK, _PLACE, print)),
        f"--kubeconfig={kubeconfig}",
        "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake",
    ]
    free(_PORT, YUNIKORN_SCHEDULER.name)
    scheduler = [str(resolve(YUNIKORN_SCHEDULER, _PLACE, print))]
    with contextlib.ExitStack() as stack:
        client = httpx.Client(base_url=f"http://127.0.0.1:{_PORT}", timeout=10)
        cluster = Cluster(judge, stack.enter_context(client))
        stack.enter_context(running(kwok, logs / "kwok.log", lambda: True))
        stack.enter_context(
            running(
                scheduler,
                logs / "scheduler.log",
                lambda: _healthy(client),
                NAMESPACE="yunikorn",
                KUBECONFIG=str(kubeconfig),
            )
        )
        yield cluster


@pytest.fixture
def tenant(cluster: Cluster) -> Iterator[AddTenant]:
    """Add a tenant by its name; its pods are gone after the test."""
    added: list[Tenant] = []

    def add(name: str) -> Tenant:
        added.append(cluster.tenant(name))
        return added[-1]

    yield add
    for one in added:
        one.leave()


@pytest.fixture
def node(cluster: Cluster) -> Iterator[str]:
    """A node for this test alone; it holds eight pods."""
    with cluster.node(vcpus=8, gib=32) as name:
        yield name


@pytest.fixture
def large_node(cluster: Cluster) -> Iterator[str]:
    """A node for this test alone; it holds more than a tenant may use."""
    with cluster.node(vcpus=32, gib=128) as name:
        yield name


def _healthy(client: httpx.Client) -> bool:
    """Whether the scheduler is well, and has read the queue file."""
    try:
        health = client.get("/ws/v1/scheduler/healthcheck")
        queues = client.get("/ws/v1/partition/default/queues")
    except httpx.HTTPError:
        return False
    return queues.is_success and health.is_success and bool(health.json()["Healthy"])
