"""The entrance: one load balancer, HTTPS only, and nobody unknown from the internet."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from rich.console import Console

from components.services.entrance import Entrance, EntranceArgs
from components.services.user_interface import UserInterface
from layers.platform.ways_in import INTERFACES
from strata.plan.document import document
from strata.plan.recorder import record
from strata.plan.recording import Planned, Recording
from strata.plan.text import as_text
from strata.wire import Secret
from tests.samples import ACCESS, INTERFACE
from tests.unit.ways_in.conftest import CLIENT_ARN

INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"
CLASS = "kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams"
ANNOTATION = "alb.ingress.kubernetes.io"


def hosts(recording: Recording) -> list[str]:
    rules = [one.inputs["spec"]["rules"] for one in recording.of_type(INGRESS)]
    return sorted(rule["host"] for found in rules for rule in found)


def parameters(recording: Recording) -> dict[str, Any]:
    [one] = recording.of_type(CLASS)
    found: dict[str, Any] = one.inputs["spec"]
    return found


def told(recording: Recording, key: str) -> set[str | None]:
    """What the Ingresses say under an annotation."""
    found = [one.inputs["metadata"]["annotations"] for one in recording.of_type(INGRESS)]
    return {each.get(f"{ANNOTATION}/{key}") for each in found}


def before(recording: Recording, resource: Planned) -> set[str]:
    """Everything that the engine deletes after a resource: what it or its parents depend on."""
    known = {one.urn: one for one in recording.resources}
    seen: set[str] = set()
    todo = [resource.urn]
    while todo:
        one = known.get(todo.pop())
        for urn in (one.parent, *one.depends_on) if one else ():
            if urn and urn not in seen:
                seen.add(urn)
                todo.append(urn)
    return seen


def test_nothing_is_shown_unless_somebody_asks(dev: dict[str, Recording]) -> None:
    types = {one.type for one in dev["dev-platform"].resources}
    assert not types & {INGRESS, CLASS, "kubernetes:networking.k8s.io/v1:IngressClass"}


def test_every_user_interface_has_a_host_name(public: Recording) -> None:
    assert hosts(public) == [
        "airflow.data.example.com",
        "grafana.data.example.com",
        "yunikorn.data.example.com",
    ]


def test_what_asks_nobody_who_they_are_is_shown_behind_a_login_only(inside: Recording) -> None:
    assert hosts(inside) == ["airflow.data.example.com", "grafana.data.example.com"]


def test_all_share_one_load_balancer(public: Recording) -> None:
    classes = {one.inputs["spec"]["ingressClassName"] for one in public.of_type(INGRESS)}
    assert classes == {"platform"}
    assert parameters(public)["group"] == {"name": "platform"}


def test_http_leads_to_https(inside: Recording) -> None:
    assert told(inside, "listen-ports") == {'[{"HTTP": 80}, {"HTTPS": 443}]'}
    assert parameters(inside)["sslRedirectPort"] == "443"


def test_tls_begins_at_one_point_two(inside: Recording) -> None:
    assert parameters(inside)["sslPolicy"].startswith("ELBSecurityPolicy-TLS13-1-2-Res-")


@pytest.mark.parametrize(
    ("plan", "scheme"), [("inside", "internal"), ("public", "internet-facing")]
)
def test_the_scheme_is_what_was_asked_for(
    plan: str, scheme: str, request: pytest.FixtureRequest
) -> None:
    assert parameters(request.getfixturevalue(plan))["scheme"] == scheme


def test_traffic_goes_to_pods_without_a_detour(inside: Recording) -> None:
    assert parameters(inside)["targetType"] == "ip"


def test_requests_with_broken_headers_are_dropped(inside: Recording) -> None:
    attributes = parameters(inside)["loadBalancerAttributes"]
    wanted = {"key": "routing.http.drop_invalid_header_fields.enabled", "value": "true"}
    assert wanted in attributes


@pytest.mark.parametrize("protect", [False, True])
def test_what_is_protected_nobody_deletes(protect: bool) -> None:
    args = EntranceArgs(access=ACCESS, interfaces=(INTERFACE,), protect=protect)

    def program() -> None:
        Entrance("x", args)

    recording = record(program)
    kept = {"key": "deletion_protection.enabled", "value": str(protect).lower()}
    assert kept in parameters(recording)["loadBalancerAttributes"]
    # What AWS would refuse to delete, Pulumi refuses at once.
    assert {one.protect for one in recording.of_type(INGRESS)} == {protect}


@pytest.mark.parametrize(("plan", "protected"), [("inside", True), ("public", False)])
def test_prod_is_protected_and_dev_is_not(
    plan: str, protected: bool, request: pytest.FixtureRequest
) -> None:
    ingresses = request.getfixturevalue(plan).of_type(INGRESS)
    assert {one.protect for one in ingresses} == {protected}


def test_a_tenant_cannot_join_the_load_balancer(public: Recording) -> None:
    [rule] = parameters(public)["namespaceSelector"]["matchExpressions"]
    assert rule == {
        "key": "kubernetes.io/metadata.name",
        "operator": "In",
        "values": ["airflow", "monitoring", "yunikorn"],
    }


def test_behind_an_identity_provider_everybody_logs_in_there(public: Recording) -> None:
    assert told(public, "auth-type") == {"oidc"}
    assert told(public, "auth-on-unauthenticated-request") == {"authenticate"}


def test_without_one_the_load_balancer_asks_nobody(inside: Recording) -> None:
    assert told(inside, "auth-type") == {None}


def test_each_namespace_holds_the_client_that_its_ingress_names(public: Recording) -> None:
    [provider] = told(public, "auth-idp-oidc")
    assert provider is not None
    name = json.loads(provider)["secretName"]
    secrets = [one.inputs["metadata"] for one in public.of_type("kubernetes:core/v1:Secret")]
    homes = {one["namespace"] for one in secrets if one["name"] == name}
    assert homes == {one.inputs["metadata"]["namespace"] for one in public.of_type(INGRESS)}


def test_the_controller_reads_no_other_secret(public: Recording) -> None:
    roles = [
        one.inputs["rules"]
        for one in public.of_type("kubernetes:rbac.authorization.k8s.io/v1:Role")
        if one.name.endswith("-client-reader")
    ]
    assert len(roles) == 3
    for [rule] in roles:
        assert rule["resources"] == ["secrets"]
        assert rule["resourceNames"] == ["load-balancer-client"]


def leaves(value: Any) -> Iterator[Any]:
    """Everything that can be seen of a value."""
    match value:
        case Secret():
            return
        case dict():
            for item in value.values():
                yield from leaves(item)
        case list():
            for item in value:
                yield from leaves(item)
        case _:
            yield value


def test_the_clients_secret_is_never_shown(public: Recording) -> None:
    value = f"${{{CLIENT_ARN}}}"
    held = [one for one in public.resources if value in json.dumps(one.inputs, default=repr)]
    assert [one.name for one in held if one.name.endswith("-client-secret")]
    assert [one.name for one in held if value in map(str, leaves(one.inputs))] == []
    console = Console(file=io.StringIO(), record=True, width=400)
    console.print(as_text([document(public)]), soft_wrap=True)
    assert value not in console.export_text() + json.dumps(document(public))


def test_every_ingress_goes_before_the_controller_and_its_rights(public: Recording) -> None:
    controller = {
        one.urn
        for one in public.resources
        if one.name.startswith("dev-load-balancer-controller-")
        and not one.type.startswith("strata:")
    }
    assert controller
    for ingress in public.of_type(INGRESS):
        assert controller <= before(public, ingress)


def test_every_ingress_goes_before_its_class(public: Recording) -> None:
    [parameters_] = public.of_type(CLASS)
    for ingress in public.of_type(INGRESS):
        assert parameters_.urn in before(public, ingress)


@pytest.mark.parametrize("interface", INTERFACES.values(), ids=lambda one: str(one.name))
def test_a_user_interface_goes_after_its_ingress(
    public: Recording, interface: UserInterface
) -> None:
    [ingress] = [
        one for one in public.of_type(INGRESS) if one.inputs["metadata"]["name"] == interface.name
    ]
    [namespace] = [
        one
        for one in public.of_type("kubernetes:core/v1:Namespace")
        if one.inputs["metadata"]["name"] == interface.namespace
    ]
    assert namespace.urn in before(public, ingress)
