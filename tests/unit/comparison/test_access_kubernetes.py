"""Who may do what in the cluster, before and after."""

from typing import Any

import pytest

from strata.comparison.access import access_changes
from strata.plan.recording import Planned
from tests.unit.comparison.planned import planned, stack
from tests.unit.comparison.sentences import sentence, told

RBAC = "kubernetes:rbac.authorization.k8s.io/v1:"
ENTRY = "aws:eks/accessEntry:AccessEntry"
ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"


def test_an_access_entry_lets_a_principal_in_and_puts_it_into_groups() -> None:
    entry = planned(
        ENTRY,
        inputs={"clusterName": "dev", "principalArn": "arn:x", "kubernetesGroups": ["strata:ads"]},
    )
    assert told([], [entry]) == [
        "+ principal arn:x: enters: cluster dev",
        "+ principal arn:x: is a member of: group strata:ads",
    ]


@pytest.mark.parametrize(
    ("scope", "where"),
    [
        ({"type": "cluster"}, "in every namespace"),
        ({"type": "namespace", "namespaces": ["b", "a"]}, "in namespace a, b"),
    ],
)
def test_an_access_policy_is_told_with_its_scope(scope: dict[str, Any], where: str) -> None:
    association = planned(
        ASSOCIATION,
        inputs={
            "principalArn": "arn:x",
            "clusterName": "dev",
            "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
            "accessScope": scope,
        },
    )
    assert told([], [association]) == [
        f"+ principal arn:x: has: access policy AmazonEKSViewPolicy {where}"
    ]


def role(*rules: dict[str, Any], kind: str = "Role") -> Planned:
    home = {"namespace": "ads"} if kind == "Role" else {}
    return planned(f"{RBAC}{kind}", inputs={"metadata": {"name": "r", **home}, "rules": [*rules]})


def binding(subject: dict[str, Any], *, kind: str = "RoleBinding", to: str = "Role") -> Planned:
    home = {"namespace": "ads"} if kind == "RoleBinding" else {}
    return planned(
        f"{RBAC}{kind}",
        inputs={
            "metadata": {"name": "b", **home},
            "roleRef": {"kind": to, "name": "r"},
            "subjects": [subject],
        },
    )


PODS = {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]}
ADMINS = {"kind": "Group", "name": "strata:ads:admin"}


@pytest.mark.parametrize(
    ("subject", "who"),
    [
        (ADMINS, "group strata:ads:admin"),
        ({"kind": "User", "name": "ann"}, "user ann"),
        ({"kind": "ServiceAccount", "name": "spark"}, "service account ads/spark"),
        (
            {"kind": "ServiceAccount", "name": "spark", "namespace": "jobs"},
            "service account jobs/spark",
        ),
    ],
)
def test_a_bound_role_is_told_by_whom_it_lets_do_what(subject: dict[str, Any], who: str) -> None:
    assert told([role(PODS)], [role(PODS), binding(subject)]) == [
        f"+ {who}: get, list: pods in namespace ads"
    ]


def test_a_role_whose_rules_grow_is_a_gain_of_those_that_are_bound() -> None:
    wider = PODS | {"verbs": ["get", "list", "delete"]}
    assert told([role(PODS), binding(ADMINS)], [role(wider), binding(ADMINS)]) == [
        "+ group strata:ads:admin: delete: pods in namespace ads"
    ]


def test_a_cluster_role_holds_where_it_is_bound() -> None:
    everywhere = role(PODS, kind="ClusterRole")
    in_one = binding(ADMINS, to="ClusterRole")
    in_all = binding(ADMINS, kind="ClusterRoleBinding", to="ClusterRole")
    assert told([everywhere, in_one], [everywhere, in_all]) == [
        "+ group strata:ads:admin: get, list: pods in every namespace",
        "- group strata:ads:admin: get, list: pods in namespace ads",
    ]


def test_a_role_of_another_plan_is_found_and_one_of_none_is_told_by_its_name() -> None:
    below = [stack(role(PODS, kind="ClusterRole"), name="dev-platform")]
    mine = stack(binding(ADMINS, to="ClusterRole"), name="dev-tenant-ads")
    assert [sentence(one) for one in access_changes(below, [*below, mine])] == [
        "+ group strata:ads:admin: get, list: pods in namespace ads"
    ]
    assert told([], [binding(ADMINS, to="ClusterRole")]) == [
        "+ group strata:ads:admin: has: ClusterRole r in namespace ads"
    ]
