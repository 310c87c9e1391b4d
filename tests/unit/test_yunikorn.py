"""YuniKorn's component: what it makes, in which order, and what goes with it."""

import pytest

from components.services import yunikorn
from components.services.yunikorn import YuniKorn, YuniKornArgs
from components.sources import Sources
from strata.plan.recorder import record
from strata.plan.recording import Recording
from tests.samples import YUNIKORN

LEFT_BEHIND = [
    ("ClusterRole", "yunikorn-admission-controller-cluster-role"),
    ("ClusterRole", "yunikorn-scheduler"),
    ("ClusterRoleBinding", "yunikorn-admission-controller-cluster-rbac"),
    ("ClusterRoleBinding", "yunikorn-rbac"),
    ("ClusterRoleBinding", "yunikorn-rbac-kube-scheduler"),
    ("ClusterRoleBinding", "yunikorn-rbac-volume-scheduler"),
    ("MutatingWebhookConfiguration", "yunikorn-admission-controller-mutations"),
    ("ValidatingWebhookConfiguration", "yunikorn-admission-controller-validations"),
]
"""What Helm and YuniKorn leave in a cluster, found by installing and removing the chart."""


@pytest.fixture(scope="module")
def recording() -> Recording:
    def program() -> None:
        YuniKorn("dev-yunikorn", YuniKornArgs(facts=YUNIKORN))

    return record(program)


def test_trap_what_helm_and_yunikorn_leave_behind_goes_with_the_stack(
    recording: Recording,
) -> None:
    made = {
        (one.inputs["kind"], one.inputs["metadata"]["name"]): one.urn
        for one in recording.resources
        if "metadata" in one.inputs
    }
    assert made.keys() >= set(LEFT_BEHIND)
    # What must be there before the release is deleted after it, when nobody makes it again.
    release = recording.named("dev-yunikorn-chart")
    assert {made[one] for one in LEFT_BEHIND} <= set(release.depends_on)


def test_the_scheduler_finds_its_queues_when_it_starts(recording: Recording) -> None:
    queues = recording.named("dev-yunikorn-queues")
    assert queues.urn in recording.named("dev-yunikorn-chart").depends_on


def test_webhooks_are_made_without_any_that_could_stop_a_pod(recording: Recording) -> None:
    for name in ("dev-yunikorn-mutations", "dev-yunikorn-validations"):
        assert "webhooks" not in recording.named(name).inputs


def test_rights_are_given_to_the_charts_accounts_alone(recording: Recording) -> None:
    bindings = recording.of_type("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding")
    accounts = {
        (subject["namespace"], subject["name"])
        for one in bindings
        for subject in one.inputs["subjects"]
    }
    assert accounts == {
        ("yunikorn", "yunikorn-admin"),
        ("yunikorn", "yunikorn-admission-controller"),
    }


def test_placeholders_come_from_the_accounts_own_copy() -> None:
    sources = Sources(registries={"registry.k8s.io": "registry.example.com/k8s"})
    defaults = yunikorn.values(YUNIKORN, sources)["yunikornDefaults"]
    assert defaults["service.placeholderImage"] == "registry.example.com/k8s/pause:3.7"


def test_no_registry_is_asked_for_an_image_that_is_there() -> None:
    values = yunikorn.values(YUNIKORN)
    pods = (values, values["web"], values["admissionController"])
    assert {one["image"]["pullPolicy"] for one in pods} == {"IfNotPresent"}


def test_the_admission_controller_needs_no_port_of_its_node() -> None:
    assert yunikorn.values(YUNIKORN)["admissionController"]["hostNetwork"] is False
