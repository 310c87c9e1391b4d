"""What people and pods of a tenant may do, decided by a real API server."""

from collections.abc import Callable, Iterator

import pytest

from components import names
from strata.rehearsal.api_server import ApiServer, until
from tests.kubernetes.conftest import ADS_ADMIN, objects, told
from tests.kubernetes.judge import Judge
from tests.plans import tenant_plan

EVERYBODY = """
access:
  admins: [arn:aws:iam::111122223333:role/ads]
  developers: [arn:aws:iam::111122223333:role/ads-developer]
  viewers: [arn:aws:iam::111122223333:role/ads-viewer]
"""
APPLICATIONS = "sparkapplications.sparkoperator.k8s.io"

May = Callable[[str, str, str], bool]
"""Whether somebody may do a verb to a resource in a namespace."""


@pytest.fixture(scope="module")
def room(judge: Judge) -> Judge:
    """A cluster with `ads`, where each role has somebody, and with `search`."""
    for one in objects(tenant_plan(EVERYBODY, "notebooks: {}")):
        judge.apply(told(one.inputs))
    judge.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "search"}})
    return judge


@pytest.fixture(scope="module")
def ask(room: Judge) -> Callable[..., bool]:
    """The server's own answer about anybody."""

    def may(user: str, groups: list[str], verb: str, resource: str, namespace: str) -> bool:
        name, _, group = resource.partition(".")
        name, _, part = name.partition("/")
        review = {
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SubjectAccessReview",
            "spec": {
                "user": user,
                "groups": groups,
                "resourceAttributes": {
                    "verb": verb,
                    "resource": name,
                    "subresource": part,
                    "group": group,
                    "namespace": namespace,
                },
            },
        }
        path = "/apis/authorization.k8s.io/v1/subjectaccessreviews"
        allowed: bool = room.call("POST", path, review)["status"]["allowed"]
        return allowed

    def viewer_reads() -> bool:
        return may("anna", [names.group("ads", "viewer")], "get", "pods", "ads")

    # A server learns of new roles a moment after it has them.
    until(viewer_reads, lambda: "a viewer may do nothing in ads")
    return may


def person(ask: Callable[..., bool], role: str) -> May:
    groups = ["system:authenticated", names.group("ads", role)]
    return lambda verb, resource, namespace: ask("anna", groups, verb, resource, namespace)


def pod(ask: Callable[..., bool], account: str) -> May:
    user = f"system:serviceaccount:ads:{account}"
    groups = ["system:authenticated", "system:serviceaccounts", "system:serviceaccounts:ads"]
    return lambda verb, resource, namespace: ask(user, groups, verb, resource, namespace)


VIEWER_MAY = (
    ("list", "pods"),
    ("get", "pods/log"),
    ("watch", APPLICATIONS),
    ("get", "configmaps"),
    ("get", "resourcequotas"),
)
DEVELOPER_MAY = (
    ("create", APPLICATIONS),
    ("patch", "scheduledsparkapplications.sparkoperator.k8s.io"),
    ("create", "jobs.batch"),
    ("delete", "pods"),
    ("update", "configmaps"),
    ("get", "pods/portforward"),
    ("create", "pods/portforward"),
)
ADMIN_MAY = (
    ("create", "pods/exec"),
    ("get", "pods/exec"),
    ("list", "secrets"),
    ("update", "secrets"),
)
NOBODY_MAY = (
    ("get", "networkpolicies.networking.k8s.io"),
    ("create", "networkpolicies.networking.k8s.io"),
    ("delete", "networkpolicies.networking.k8s.io"),
    ("update", "resourcequotas"),
    ("delete", "limitranges"),
    ("patch", "namespaces"),
    ("create", "rolebindings.rbac.authorization.k8s.io"),
    ("escalate", "roles.rbac.authorization.k8s.io"),
    ("bind", "roles.rbac.authorization.k8s.io"),
    ("create", "serviceaccounts"),
    ("create", "serviceaccounts/token"),
    ("impersonate", "serviceaccounts"),
    ("create", "pods/ephemeralcontainers"),
    ("create", "daemonsets.apps"),
    ("create", "deployments.apps"),
)
MAY = {
    "viewer": VIEWER_MAY,
    "developer": (*VIEWER_MAY, *DEVELOPER_MAY),
    "admin": (*VIEWER_MAY, *DEVELOPER_MAY, *ADMIN_MAY),
}
MAY_NOT = {
    "viewer": (*DEVELOPER_MAY, *ADMIN_MAY, *NOBODY_MAY, ("create", "pods")),
    "developer": (*ADMIN_MAY, *NOBODY_MAY, ("create", "pods")),
    "admin": (*NOBODY_MAY, ("create", "pods")),
}


@pytest.mark.parametrize("role", MAY)
def test_a_person_may_do_what_the_role_is_for(role: str, ask: Callable[..., bool]) -> None:
    someone = person(ask, role)
    assert [one for one in MAY[role] if not someone(*one, "ads")] == []


@pytest.mark.parametrize("role", MAY_NOT)
def test_a_person_may_do_no_more_than_that(role: str, ask: Callable[..., bool]) -> None:
    someone = person(ask, role)
    assert [one for one in MAY_NOT[role] if someone(*one, "ads")] == []


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("namespace", ["search", "kube-system", "spark-operator", ""])
def test_a_person_has_no_part_in_another_namespace(
    role: str, namespace: str, ask: Callable[..., bool]
) -> None:
    someone = person(ask, role)
    every = {*VIEWER_MAY, *DEVELOPER_MAY, *ADMIN_MAY, ("list", "nodes"), ("list", "namespaces")}
    assert [one for one in every if someone(*one, namespace)] == []


def test_a_driver_makes_executors_and_what_they_need(ask: Callable[..., bool]) -> None:
    driver = pod(ask, "spark")
    wanted = [
        ("create", "pods"),
        ("deletecollection", "pods"),
        ("create", "configmaps"),
        ("create", "persistentvolumeclaims"),
    ]
    assert [one for one in wanted if not driver(*one, "ads")] == []


@pytest.mark.parametrize("account", ["spark", "notebook", "airflow-task", "executor", "default"])
def test_no_pod_of_a_tenant_moves_its_fences(account: str, ask: Callable[..., bool]) -> None:
    someone = pod(ask, account)
    never = (*NOBODY_MAY, ("get", "secrets"), ("create", "pods/exec"))
    assert [one for one in never if someone(*one, "ads")] == []


@pytest.mark.parametrize("account", ["executor", "default"])
def test_pods_that_run_anybodys_code_may_do_nothing(account: str, ask: Callable[..., bool]) -> None:
    someone = pod(ask, account)
    every = {*VIEWER_MAY, *DEVELOPER_MAY, *ADMIN_MAY, ("create", "pods")}
    assert [one for one in every if someone(*one, "ads")] == []


@pytest.mark.parametrize("account", ["notebook", "airflow-task"])
def test_notebooks_and_tasks_submit_jobs(account: str, ask: Callable[..., bool]) -> None:
    someone = pod(ask, account)
    wanted = [("create", "pods"), ("create", "configmaps"), ("create", "services")]
    assert [one for one in wanted if not someone(*one, "ads")] == []


@pytest.fixture
def anna(server: ApiServer, ask: Callable[..., bool]) -> Iterator[Judge]:
    """An administrator of `ads`, as an access entry lets her in."""
    someone = Judge.before(server, ADS_ADMIN)
    with someone.http:
        until(
            lambda: ask(ADS_ADMIN.name, [*ADS_ADMIN.groups], "get", "pods", "ads"),
            lambda: f"{ADS_ADMIN} may do nothing",
        )
        yield someone


def test_the_group_of_an_access_entry_is_the_one_that_the_role_is_bound_to(anna: Judge) -> None:
    assert anna.may("update", "secrets", "ads")
