"""A tenant's stages, as planned."""

import functools
from collections.abc import Mapping
from typing import Any

import pytest

from components import names
from layers.problem import ConfigError
from strata.plan.recording import Planned, Recording
from tests.plans import tenant_plan

NAMESPACE = "dev-ads-room-namespace"
EVERYTHING = (
    """
access:
  admins: [arn:aws:iam::111122223333:role/ads]
  developers: [arn:aws:iam::111122223333:role/dev, arn:aws:iam::111122223333:role/ads]
quota: {gpu: 2}
data: {bucket: {kms: own}, database: {}, cache: {}, queues: [{name: orders}]}
registry: {repositories: [jobs]}
historyServer: {}
notebooks: {}
""",
)
PEOPLE = "dev-ads-access"
INTERFACES = ("dev-ads-history", "dev-ads-notebooks")
DATA = ("data", "catalog", "database", "cache", "queues", "registry")


@functools.cache
def stage(name: str, *more: str, profile: str = "dev") -> Recording:
    return tenant_plan(*EVERYTHING, f"lifecycle: {name}", *more, profile=profile)


def by_urn(plan: Recording) -> Mapping[str, Planned]:
    return {one.urn: one for one in plan.resources}


def part(one: Planned) -> str:
    """The part of the tenant that a resource is of: the word after the tenant's name."""
    return one.name.split("-")[2] if one.name.count("-") > 1 else ""


def gone(before: Recording, after: Recording) -> list[Planned]:
    return [one for urn, one in by_urn(before).items() if urn not in by_urn(after)]


def changed(before: Recording, after: Recording) -> set[str]:
    left = by_urn(after)
    return {
        one.name
        for urn, one in by_urn(before).items()
        if urn in left and one.inputs != left[urn].inputs
    }


def test_a_tenant_that_says_no_stage_is_active() -> None:
    assert by_urn(tenant_plan(*EVERYTHING)) == by_urn(stage("active"))


def test_suspending_changes_the_room_and_nothing_that_holds_data() -> None:
    active, suspended = stage("active"), stage("suspended")
    assert changed(active, suspended) == {NAMESPACE, "dev-ads-objects-quota"}
    assert {part(one) for one in gone(active, suspended)} == {"access", "history", "notebooks"}
    assert {part(one) for one in gone(suspended, active)} == {"access"}


def test_reviving_plans_what_was_there_before() -> None:
    before = tenant_plan(*EVERYTHING)
    tenant_plan(*EVERYTHING, "lifecycle: suspended")
    assert by_urn(tenant_plan(*EVERYTHING)) == by_urn(before)


def test_a_suspended_tenant_s_namespace_says_so_to_the_guardrails() -> None:
    labels = stage("suspended").named(NAMESPACE).inputs["metadata"]["labels"]
    assert labels[names.LABEL_LIFECYCLE] == "suspended"
    assert (
        names.LABEL_LIFECYCLE not in (stage("active").named(NAMESPACE).inputs["metadata"]["labels"])
    )


def test_a_suspended_tenant_s_queue_takes_no_pod_for_zero_would_be_no_limit() -> None:
    annotations = stage("suspended").named(NAMESPACE).inputs["metadata"]["annotations"]
    queue = {key: value for key, value in annotations.items() if "yunikorn" in key}
    assert queue == {
        "yunikorn.apache.org/namespace.enableYuniKorn": "true",
        "yunikorn.apache.org/namespace.quota": '{"cpu": "1m", "memory": "1Mi"}',
        "yunikorn.apache.org/namespace.maxApps": "1",
    }


def test_in_a_suspended_tenant_schedules_stay_and_what_they_start_is_refused() -> None:
    def hard(plan: Recording) -> dict[str, Any]:
        found: dict[str, Any] = plan.named("dev-ads-objects-quota").inputs["spec"]["hard"]
        return found

    before, after = hard(stage("active")), hard(stage("suspended"))
    assert {key for key in before if before[key] != after[key]} == {
        "pods",
        "count/sparkapplications.sparkoperator.k8s.io",
        "count/sparkconnects.sparkoperator.k8s.io",
        "count/jobs.batch",
    }
    assert {after[key] for key in before if before[key] != after[key]} == {"0"}


def test_everybody_in_a_suspended_tenant_may_look_and_nobody_more() -> None:
    people = [one for one in stage("suspended").resources if one.name.startswith(PEOPLE)]
    roles = [one for one in people if one.type == "aws:iam/role:Role"]
    assert [one.inputs["name"] for one in roles] == ["strata-dev-ads-viewer"]
    assert roles[0].inputs["assumeRolePolicy"].count("role/ads") == 1
    assert roles[0].inputs["assumeRolePolicy"].count("role/dev") == 1
    [entry] = [one for one in people if one.type == "aws:eks/accessEntry:AccessEntry"]
    assert entry.inputs["kubernetesGroups"] == ["strata:ads:viewer"]


def test_of_a_tenant_that_leaves_only_data_is_left() -> None:
    left = [one for one in stage("offboarding").resources if "strata:layer" not in one.type]
    assert {part(one) for one in left if "providers" not in one.type} == set(DATA)


def test_leaving_changes_nothing_of_the_data() -> None:
    assert changed(stage("suspended"), stage("offboarding")) == set()


def test_a_tenant_that_leaves_exports_no_way_in() -> None:
    outputs = stage("offboarding").outputs
    assert {key: outputs[key] for key in ("namespace", "queue", "workload_role_arn")} == {
        "namespace": "",
        "queue": "",
        "workload_role_arn": "",
    }
    assert outputs["role_arns"] == {}
    assert outputs["bucket"] == "strata-dev-ads-111122223333-eu-west-1-an"


def test_people_enter_last_and_so_are_the_first_to_go() -> None:
    plan = stage("suspended")
    [access] = [one for one in plan.resources if one.name == PEOPLE]
    others = {
        one.urn
        for one in plan.resources
        if part(one) in {"room", "objects", "defaults", "accounts", "network", "workload", "logs"}
        and not one.type.startswith("strata:")
        and one.name != "dev-ads-workload-stores"
    }
    policies = {one.urn for one in plan.resources if "workload-stores" in one.name}
    assert others - policies <= set(access.depends_on)


PROTECTED_IN_PROD = {
    "active": {"bucket", "key", "database", "instance", "cache", "jobs", "namespace"},
    # What the next step lets go.
    "suspended": {"bucket", "key", "database", "instance", "cache", "jobs"},
    "offboarding": set[str](),
}


@pytest.mark.parametrize("name", PROTECTED_IN_PROD)
def test_each_step_lifts_the_protection_of_what_the_next_one_lets_go(name: str) -> None:
    plan = stage(name, profile="prod")
    protected = {one.name.rpartition("-")[2] for one in plan.resources if one.protect}
    assert protected == PROTECTED_IN_PROD[name]


def test_what_leaves_in_a_step_was_not_protected_in_the_one_before() -> None:
    for before, after in (("active", "suspended"), ("suspended", "offboarding")):
        old, new = (stage(name, profile="prod") for name in (before, after))
        assert [one.name for one in gone(old, new) if one.protect] == []


def retained(plan: Recording) -> set[str]:
    return {one.name for one in plan.resources if one.retain and "strata:" not in one.type}


def test_a_bucket_its_catalog_and_images_stay_when_the_stack_goes_with_all_that_closes_them() -> (
    None
):
    plan = stage("offboarding")
    assert retained(plan) == {
        one.name
        for one in plan.resources
        if part(one) in {"data", "catalog", "registry"} and "strata:" not in one.type
    }


@pytest.mark.parametrize("name", ["active", "suspended"])
def test_nothing_is_left_behind_by_a_tenant_that_does_not_leave(name: str) -> None:
    assert retained(stage(name)) == set()


def test_data_goes_when_the_file_says_so_and_repeats_the_name() -> None:
    plan = tenant_plan(
        "data: {bucket: {onOffboard: delete}, database: {onOffboard: delete}}",
        "lifecycle: offboarding",
        "deleteData: ads",
        profile="prod",
    )
    assert retained(plan) == set()
    assert plan.named("prod-ads-data-bucket").inputs["forceDestroy"] is True
    assert plan.named("prod-ads-database-instance").inputs["skipFinalSnapshot"] is True


def test_a_bucket_that_stays_is_never_emptied() -> None:
    assert "forceDestroy" not in stage("offboarding").named("dev-ads-data-bucket").inputs


def test_a_database_leaves_a_snapshot_and_lets_go() -> None:
    database = stage("offboarding", profile="prod").named("prod-ads-database-instance")
    assert database.inputs["skipFinalSnapshot"] is False
    assert database.inputs["deletionProtection"] is False


REFUSED = {
    "the name is not repeated": (
        ("lifecycle: offboarding", "data: {bucket: {onOffboard: delete}, database: {}}"),
        (
            "data.bucket.onOffboard = 'delete': data is deleted only when the file also repeats "
            "the tenant's name; add `deleteData: ads`, or write another onOffboard"
        ),
    ),
    "nor for the database": (
        ("lifecycle: offboarding", "data: {database: {onOffboard: delete}}"),
        (
            "data.database.onOffboard = 'delete': data is deleted only when the file also repeats "
            "the tenant's name; add `deleteData: ads`, or write another onOffboard"
        ),
    ),
    "another name": (
        ("lifecycle: offboarding", "deleteData: search", "data: {bucket: {onOffboard: delete}}"),
        ("deleteData = 'search': must repeat the tenant's name, 'ads'; write `deleteData: ads`"),
    ),
    "an active tenant": (
        ("deleteData: ads", "data: {bucket: {onOffboard: delete}}"),
        (
            "deleteData = 'ads': belongs to a tenant that leaves; "
            "remove it, or suspend the tenant first"
        ),
    ),
    "nothing to delete": (
        ("lifecycle: offboarding", "deleteData: ads"),
        (
            "deleteData = 'ads': nothing in the file says `onOffboard: delete`; "
            "remove it: all data stays"
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_data_is_not_deleted_by_half_a_word(case: str) -> None:
    lines, message = REFUSED[case]
    with pytest.raises(ConfigError) as error:
        tenant_plan(*lines)
    assert str(error.value) == f"stacks/Pulumi.dev-tenant-ads.yaml: {message}"
