"""What people of a tenant may do, decided by a real API server."""

from collections.abc import Iterator

import pytest

from strata.plan.recording import Recording
from strata.rehearsal.api_server import ApiServer, until
from tests.kubernetes.conftest import ADS_ADMIN, objects, told
from tests.kubernetes.judge import Judge


@pytest.fixture(scope="module")
def admin(server: ApiServer, judge: Judge, dev: dict[str, Recording]) -> Iterator[Judge]:
    """An administrator of the tenant `ads`, on a cluster that has `search` too."""
    for tenant in ("ads", "search"):
        for one in objects(dev[f"dev-tenant-{tenant}"]):
            judge.apply(told(one.inputs))
    someone = Judge.before(server, ADS_ADMIN)
    with someone.http:
        until(
            lambda: someone.may("get", "pods", "ads"),
            lambda: f"{ADS_ADMIN} may do nothing in ads",
        )
        yield someone


@pytest.mark.parametrize(
    ("verb", "resource"),
    [
        ("create", "sparkapplications.sparkoperator.k8s.io"),
        ("create", "jobs.batch"),
        ("update", "secrets"),
        ("delete", "pods"),
        ("get", "resourcequotas"),
    ],
)
def test_an_administrator_runs_jobs_in_the_room_of_the_tenant(
    verb: str, resource: str, admin: Judge
) -> None:
    assert admin.may(verb, resource, "ads")


@pytest.mark.parametrize(
    ("verb", "resource"),
    [
        ("create", "networkpolicies.networking.k8s.io"),
        ("delete", "networkpolicies.networking.k8s.io"),
        ("update", "resourcequotas"),
        ("create", "rolebindings.rbac.authorization.k8s.io"),
        ("create", "serviceaccounts"),
        ("create", "pods"),
        ("create", "pods/exec"),
        ("patch", "namespaces"),
    ],
)
def test_an_administrator_does_not_move_what_fences_the_tenant_in(
    verb: str, resource: str, admin: Judge
) -> None:
    assert not admin.may(verb, resource, "ads")


@pytest.mark.parametrize("namespace", ["search", "kube-system", "spark-operator"])
@pytest.mark.parametrize("resource", ["pods", "secrets", "configmaps"])
def test_an_administrator_sees_nothing_of_another_namespace(
    resource: str, namespace: str, admin: Judge
) -> None:
    assert not admin.may("get", resource, namespace)


@pytest.mark.parametrize("resource", ["nodes", "nodepools.karpenter.sh", "namespaces"])
def test_an_administrator_sees_nothing_of_the_cluster(resource: str, admin: Judge) -> None:
    assert not admin.may("list", resource, "")
