"""Roles and bindings, added up as the authorizer does."""

from typing import Any

import pytest

from strata.isolation.rbac import (
    EVERYWHERE,
    Right,
    Subject,
    account,
    accounts,
    granted,
    namespaces,
    people,
)
from strata.plan.recording import Recording
from tests.unit.isolation.planned import planned

RBAC = "kubernetes:rbac.authorization.k8s.io/v1:"


def role(kind: str = "Role", home: str = "ads", **rule: Any) -> Any:
    inputs: dict[str, Any] = {
        "metadata": {"name": "reader", **({"namespace": home} if kind == "Role" else {})},
        "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]} | rule],
    }
    return planned(f"{RBAC}{kind}", inputs)


def binding(subject: dict[str, str], kind: str = "RoleBinding", role: str = "Role") -> Any:
    home = {"namespace": "ads"} if kind == "RoleBinding" else {}
    inputs = {
        "metadata": {"name": "readers", **home},
        "roleRef": {"kind": role, "name": "reader"},
        "subjects": [subject],
    }
    return planned(f"{RBAC}{kind}", inputs)


def plan(*resources: Any) -> list[Recording]:
    return [Recording("dev-tenant-ads", list(resources))]


SPARK = {"kind": "ServiceAccount", "name": "spark", "namespace": "ads"}
READS = {Right("get", "pods")}


def test_a_binding_grants_its_role_in_its_own_namespace_alone() -> None:
    made = plan(role(), binding(SPARK))
    who = account("ads", "spark")
    assert granted(made, who, "ads") == READS
    assert granted(made, who, "search") == set()
    assert granted(made, who, EVERYWHERE) == set()


def test_a_cluster_role_bound_in_a_namespace_holds_there_alone() -> None:
    made = plan(role("ClusterRole"), binding(SPARK, role="ClusterRole"))
    assert granted(made, account("ads", "spark"), "ads") == READS
    assert granted(made, account("ads", "spark"), EVERYWHERE) == set()


def test_a_cluster_role_binding_holds_everywhere() -> None:
    made = plan(role("ClusterRole"), binding(SPARK, "ClusterRoleBinding", "ClusterRole"))
    for namespace in ("ads", "search", EVERYWHERE):
        assert granted(made, account("ads", "spark"), namespace) == READS


@pytest.mark.parametrize(
    ("subject", "bound"),
    [
        ({"kind": "Group", "name": "strata:ads:admin"}, True),
        ({"kind": "Group", "name": "strata:search:admin"}, False),
        ({"kind": "Group", "name": "system:authenticated"}, True),
        ({"kind": "User", "name": "anna"}, True),
        ({"kind": "User", "name": "strata:ads:admin"}, False),
        ({"kind": "ServiceAccount", "name": "anna", "namespace": "ads"}, False),
    ],
)
def test_a_subject_is_a_user_or_one_of_its_groups(subject: dict[str, str], *, bound: bool) -> None:
    anna = Subject(user="anna", groups=("strata:ads:admin",))
    assert bool(granted(plan(role(), binding(subject)), anna, "ads")) is bound


def test_every_service_account_is_in_the_groups_of_all_and_of_its_namespace() -> None:
    for group in ("system:serviceaccounts", "system:serviceaccounts:ads"):
        made = plan(role(), binding({"kind": "Group", "name": group}))
        assert granted(made, account("ads", "spark"), "ads") == READS


def test_an_account_of_that_name_elsewhere_is_another() -> None:
    assert granted(plan(role(), binding(SPARK)), account("search", "spark"), "ads") == set()


def test_rules_are_read_to_the_name_the_group_and_the_path() -> None:
    rule: Any = {
        "apiGroups": ["batch"],
        "resources": ["jobs", "jobs/status"],
        "resourceNames": ["a"],
    }
    found = granted(plan(role(**rule), binding(SPARK)), account("ads", "spark"), "ads")
    assert found == {Right("get", "jobs.batch", "a"), Right("get", "jobs.batch/status", "a")}
    paths: Any = {"apiGroups": [], "resources": [], "nonResourceURLs": ["/metrics"]}
    made = plan(role("ClusterRole", **paths), binding(SPARK, "ClusterRoleBinding", "ClusterRole"))
    assert granted(made, account("ads", "spark"), EVERYWHERE) == {Right("get", "/metrics")}


def test_a_binding_to_a_role_that_no_plan_makes_is_no_answer() -> None:
    with pytest.raises(LookupError) as error:
        granted(plan(binding(SPARK)), account("ads", "spark"), "ads")
    assert str(error.value) == "no plan makes the Role 'reader'"


def test_a_role_of_that_name_in_another_namespace_is_another() -> None:
    made = plan(role(home="search", verbs=["delete"]), role(), binding(SPARK))
    assert granted(made, account("ads", "spark"), "ads") == READS


def test_a_plan_tells_its_namespaces_accounts_and_people() -> None:
    (recording,) = plan(
        planned("kubernetes:core/v1:Namespace", {"metadata": {"name": "ads"}}),
        planned(
            "kubernetes:core/v1:ServiceAccount", {"metadata": {"name": "a", "namespace": "ads"}}
        ),
        planned(
            "aws:eks/podIdentityAssociation:PodIdentityAssociation",
            {"namespace": "ads", "serviceAccount": "b"},
        ),
        planned("aws:eks/accessEntry:AccessEntry", {"kubernetesGroups": ["strata:ads:admin"]}),
        planned("aws:eks/accessEntry:AccessEntry", {"type": "EC2"}),
    )
    assert namespaces(recording) == ("ads",)
    assert accounts(recording) == (("ads", "a"), ("ads", "b"))
    assert people(recording) == (("strata:ads:admin",),)
