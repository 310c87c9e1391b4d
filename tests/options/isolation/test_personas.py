"""What planned Roles grant is what is declared; a real API server decides the same elsewhere."""

import pytest

from strata.isolation.personas import MAY, SYSTEM_NAMESPACES, expected, personas
from strata.isolation.rbac import EVERYWHERE, granted, namespaces
from strata.isolation.two_tenants import TENANTS
from strata.plan.recording import Recording


@pytest.mark.parametrize("role", MAY)
def test_roles_and_bindings_grant_exactly_what_is_declared(
    role: str, planned: list[Recording]
) -> None:
    someone = [one for one in personas(planned) if one.role == role]
    assert someone
    where = {name for recording in planned for name in namespaces(recording)}
    for persona in someone:
        for namespace in (*sorted(where), *SYSTEM_NAMESPACES, EVERYWHERE):
            found = granted(planned, persona.subject, namespace)
            assert found ^ expected(persona, namespace, TENANTS) == set(), (str(persona), namespace)


def test_everyone_is_declared(planned: list[Recording]) -> None:
    assert {one.role for one in personas(planned)} == set(MAY)


def test_nothing_is_declared_for_a_tenant_s_people_and_pods_outside_its_namespace(
    planned: list[Recording],
) -> None:
    elsewhere = {
        str(one): expected(one, namespace, TENANTS)
        for one in personas(planned)
        if one.tenant
        for namespace in (*TENANTS, "airflow", EVERYWHERE)
        if namespace != one.tenant
    }
    assert {name for name, rights in elsewhere.items() if rights} == set()
    assert elsewhere


@pytest.mark.parametrize(
    "resource",
    [
        "networkpolicies.networking.k8s.io",
        "resourcequotas",
        "limitranges",
        "namespaces",
        "roles.rbac.authorization.k8s.io",
        "rolebindings.rbac.authorization.k8s.io",
        "serviceaccounts",
        "serviceaccounts/token",
        "daemonsets.apps",
    ],
)
def test_nobody_of_a_tenant_may_change_what_fences_it_in(
    resource: str, planned: list[Recording]
) -> None:
    for persona in personas(planned):
        if persona.tenant:
            found = granted(planned, persona.subject, persona.tenant)
            verbs = {right.verb for right in found if right.resource == resource}
            assert verbs - {"get", "list", "watch"} == set(), str(persona)


def test_no_right_of_a_tenant_is_a_wildcard(planned: list[Recording]) -> None:
    for persona in personas(planned):
        for right in granted(planned, persona.subject, persona.tenant):
            assert "*" not in f"{right.verb}{right.resource}", str(persona)
