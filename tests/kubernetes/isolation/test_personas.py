"""Who may do what, decided by a real API server: what is not declared is refused."""

import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from strata.isolation.personas import (
    EVERY_ACCOUNT,
    EVERYBODY,
    SYSTEM_NAMESPACES,
    Persona,
    expected,
)
from strata.isolation.rbac import EVERYWHERE, Right, Rights, namespaces
from strata.isolation.two_tenants import TENANTS
from strata.plan.recording import Recording
from strata.rehearsal.api_server import ApiServer, until
from tests.kubernetes.isolation.caller import Caller, Kind, kinds
from tests.kubernetes.judge import Judge

Callers = dict[Persona, Caller]
Cells = dict[tuple[Persona, str], Rights]

# Where everything is tried: both tenants, a namespace of the platform, and the cluster.
TRIED = (*TENANTS, "airflow", EVERYWHERE)

# Nobody has anything in it, so what is allowed there is allowed everywhere.
NOWHERE = "nowhere"


def always(persona: Persona) -> Rights:
    """What Kubernetes itself lets everybody do."""
    return EVERYBODY | EVERY_ACCOUNT if persona.account else EVERYBODY


@pytest.fixture(scope="module")
def reviewed(callers: Callers, planned: list[Recording]) -> Cells:
    """All rights of everyone, as the authorizer lists them, in every namespace."""
    made = [name for recording in planned for name in namespaces(recording)]
    where = sorted({*made, *SYSTEM_NAMESPACES, NOWHERE})
    return {
        (one, namespace): caller.rights(namespace)
        for one, caller in callers.items()
        for namespace in where
    }


@pytest.fixture(scope="module")
def served(judge: Judge) -> list[Kind]:
    """Every kind that the server serves."""
    return list(kinds(judge))


@pytest.fixture(scope="module")
def tried(callers: Callers, served: list[Kind]) -> Cells:
    """What everyone was let pass with: every verb on every kind, really tried."""

    def attempts(cell: tuple[Persona, str]) -> Rights:
        persona, namespace = cell
        return frozenset(
            Right(verb, kind.name)
            for kind in served
            if kind.namespaced == bool(namespace)
            for verb in kind.verbs
            if callers[persona].may(verb, kind, namespace)
        )

    cells = [(persona, namespace) for persona in callers for namespace in TRIED]
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(cells, pool.map(attempts, cells), strict=True))


def differences(found: Cells, wanted: Cells) -> dict[tuple[str, str], list[Right]]:
    """Rights that are in one and not in the other, where there are any."""
    return {
        (str(persona), namespace): sorted(rights ^ wanted[persona, namespace])
        for (persona, namespace), rights in found.items()
        if rights != wanted[persona, namespace]
    }


def test_everyone_may_do_what_is_declared_and_nothing_else_in_every_namespace(
    reviewed: Cells,
) -> None:
    wanted = {
        (one, namespace): expected(one, namespace, TENANTS) | always(one)
        for one, namespace in reviewed
    }
    assert differences(reviewed, wanted) == {}


def test_every_attempt_ends_as_declared(tried: Cells, served: list[Kind]) -> None:
    def declared(persona: Persona, namespace: str) -> Rights:
        rights = expected(persona, namespace, TENANTS) | always(persona)
        return frozenset(
            right
            for kind in served
            if kind.namespaced == bool(namespace)
            for verb in kind.verbs
            if (right := Right(verb, kind.name)) in rights
        )

    wanted = {cell: declared(*cell) for cell in tried}
    assert differences(tried, wanted) == {}


def test_nobody_of_a_tenant_may_do_anything_outside_its_namespace(tried: Cells) -> None:
    outside = {
        (str(one), namespace): rights - always(one)
        for (one, namespace), rights in tried.items()
        if one.tenant and namespace != one.tenant
    }
    assert len(outside) > len(TENANTS) * len(TRIED)
    assert {cell: rights for cell, rights in outside.items() if rights} == {}


def test_a_stranger_may_do_nothing(tried: Cells) -> None:
    found = [rights - EVERYBODY for (one, _), rights in tried.items() if one.role == "stranger"]
    assert found == [frozenset()] * len(TRIED)


def test_everything_that_the_server_serves_is_tried(served: list[Kind]) -> None:
    names = {kind.name for kind in served}
    assert {"secrets", "pods/exec", "serviceaccounts/token", "nodepools.karpenter.sh"} <= names
    verbs = {verb for kind in served for verb in kind.verbs}
    assert verbs >= {"create", "delete", "deletecollection", "get", "list", "patch", "update"}


@pytest.fixture
def web(server: ApiServer) -> Iterator[httpx.Client]:
    """Someone who reaches the server and has no token."""
    trust = ssl.create_default_context(cafile=server.certificate)
    with httpx.Client(base_url=server.address, verify=trust) as client:
        yield client


def test_nobody_may_be_somebody_else(callers: Callers, web: httpx.Client) -> None:
    answers = {
        str(one): web.get(
            "/api/v1/namespaces/search/pods",
            headers={
                "Authorization": f"Bearer {caller.token}",
                "Impersonate-User": "somebody",
                "Impersonate-Group": "strata:search:admin",
            },
        ).json()["message"]
        for one, caller in callers.items()
    }
    assert [one for one in answers.values() if "cannot impersonate" not in one] == []
    assert answers


@pytest.mark.parametrize("path", ["/api/v1/namespaces/ads/pods", "/api/v1/secrets", "/apis"])
def test_who_does_not_log_in_may_do_nothing(path: str, web: httpx.Client) -> None:
    answer = web.get(path).json()
    assert (answer["code"], answer["message"].partition(":")[0]) in {
        (401, "Unauthorized"),
        (403, "forbidden"),
        (403, "pods is forbidden"),
        (403, "secrets is forbidden"),
    }


def test_a_right_more_is_seen(callers: Callers, judge: Judge) -> None:
    (stranger,) = [caller for one, caller in callers.items() if one.role == "stranger"]
    metadata = {"name": "more", "namespace": "ads"}
    api = "rbac.authorization.k8s.io"
    role = {"apiVersion": f"{api}/v1", "kind": "Role", "metadata": metadata} | {
        "rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]
    }
    binding = {"apiVersion": f"{api}/v1", "kind": "RoleBinding", "metadata": metadata} | {
        "roleRef": {"apiGroup": api, "kind": "Role", "name": "more"},
        "subjects": [{"apiGroup": api, "kind": "User", "name": "stranger"}],
    }
    paths = [f"{judge.path(one)}/more" for one in (role, binding)]
    try:
        for one in (role, binding):
            judge.apply(one)
        until(
            lambda: stranger.rights("ads") - EVERYBODY == {Right("get", "secrets")},
            lambda: "the stranger's right is not seen",
        )
    finally:
        for path in paths:
            judge.call("DELETE", path)
    until(lambda: stranger.rights("ads") == EVERYBODY, lambda: "the right is still there")
