"""A tenant's room: its namespace, who its pods are, and nodes of its own."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import names
from components.compute.pool_matching import matching
from components.spark import Executors, SparkJob, application, problems
from components.spark.capacity import dedicated_rooms
from components.tenancy.dedicated_pool import pool_spec
from components.tenancy.namespace import labels
from components.tenancy.priority_classes import PRIORITIES, VALUES, up_to
from components.tenancy.sizes import SIZES
from layers.problem import ConfigError
from strata.plan.recording import Recording
from tests.plans import platform_plan, tenant_plan
from tests.samples import TENANT
from tests.unit.spark.samples import TENANT as JOB_TENANT

ACCOUNT = "kubernetes:core/v1:ServiceAccount"
ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
JOB = SparkJob(
    name="clicks", main_application_file="s3://b/clicks.py", executors=Executors(most=20)
)


@pytest.fixture(scope="module")
def dedicated() -> Recording:
    return tenant_plan("isolation: {nodes: dedicated}")


def accounts(plan: Recording) -> dict[str, Any]:
    """Whether each account gets a token, by its name."""
    return {
        one.inputs["metadata"]["name"]: one.inputs.get("automountServiceAccountToken")
        for one in plan.resources
        if one.type in (ACCOUNT, f"{ACCOUNT}Patch")
    }


def annotations(plan: Recording) -> dict[str, str]:
    found: dict[str, str] = plan.named("dev-ads-room-namespace").inputs["metadata"]["annotations"]
    return found


def test_executors_and_pods_that_name_no_account_get_no_token(dev: dict[str, Recording]) -> None:
    found = accounts(dev["dev-tenant-ads"])
    assert (found["spark"], found["executor"], found["default"]) == (True, False, False)


def test_the_account_that_kubernetes_makes_is_changed_and_not_made(
    dev: dict[str, Recording],
) -> None:
    patch = dev["dev-tenant-ads"].named("dev-ads-accounts-default")
    assert patch.type == f"{ACCOUNT}Patch"


def test_executors_are_in_no_binding(dev: dict[str, Recording]) -> None:
    subjects = [
        subject["name"]
        for binding in dev["dev-tenant-ads"].of_type(
            "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"
        )
        for subject in binding.inputs["subjects"]
    ]
    assert "executor" not in subjects
    assert "default" not in subjects


def test_every_pod_that_works_on_data_has_the_tenant_s_role() -> None:
    plan = tenant_plan("notebooks: {}", "historyServer: {}")
    found = {one.inputs["serviceAccount"] for one in plan.of_type(ASSOCIATION)}
    assert found == {"spark", "executor", "notebook", "spark-history", "airflow-task"}


def test_what_is_off_has_no_account(dev: dict[str, Recording]) -> None:
    assert set(accounts(dev["dev-tenant-ads"])) == {"spark", "executor", "default", "airflow-task"}


def test_a_team_s_labels_stand_beside_the_platform_s() -> None:
    plan = tenant_plan("labels: {domain: ads, cost-center: mine}")
    metadata = plan.named("dev-ads-room-namespace").inputs["metadata"]
    assert metadata["labels"]["domain"] == "ads"
    assert metadata["labels"][names.LABEL_COST_CENTER] == "4711"


@pytest.mark.parametrize(
    "key",
    [
        "strata.platform/tenant",
        "pod-security.kubernetes.io/enforce",
        "kubernetes.io/metadata.name",
        "yunikorn.apache.org/queue",
        "example.com/domain",
    ],
)
def test_a_label_that_could_shadow_another_s_is_refused(key: str) -> None:
    with pytest.raises(ConfigError) as error:
        tenant_plan(f"labels: {{{key}: ads}}")
    assert (
        "must be letters, digits, dots, dashes or underscores, 63 at most, and have no prefix"
    ) in str(error.value)


own_keys = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,20}[a-z])?", fullmatch=True)


@given(own=st.dictionaries(own_keys, st.just("x")))
def test_no_label_of_a_team_changes_one_of_the_platform(own: dict[str, str]) -> None:
    ours = labels(TENANT)
    assert ours.items() <= labels(replace(TENANT, labels=own)).items()


def test_a_namespace_that_is_there_is_taken_over_only_when_the_file_says_so(
    dev: dict[str, Recording],
) -> None:
    provider = "pulumi:providers:kubernetes"
    [usual] = dev["dev-tenant-ads"].of_type(provider)
    [adopting] = tenant_plan("adopt: true").of_type(provider)
    assert "upsertExistingObjects" not in usual.inputs
    assert json.loads(adopting.inputs["upsertExistingObjects"]) is True


def test_the_classes_of_priority_are_made_once_for_all_tenants() -> None:
    classes = platform_plan().of_type("kubernetes:scheduling.k8s.io/v1:PriorityClass")
    found = {one.inputs["metadata"]["name"]: one.inputs["value"] for one in classes}
    assert found == {"strata-low": 0, "strata-normal": 1000, "strata-high": 2000}


def test_nobody_gains_by_naming_no_class() -> None:
    assert min(VALUES.values()) == 0
    assert [VALUES[one] for one in PRIORITIES] == sorted(VALUES.values())


@pytest.mark.parametrize("highest", PRIORITIES)
def test_a_namespace_tells_which_classes_its_pods_may_name(highest: str) -> None:
    told = annotations(tenant_plan(f"quota: {{priority: {highest}}}"))[
        names.ANNOTATION_PRIORITY_CLASSES
    ]
    assert told.split(",") == [names.priority_class(one) for one in up_to(highest)]  # type: ignore[arg-type]


def test_a_tenant_s_own_nodes_take_nobody_else_s_pods(dedicated: Recording) -> None:
    template = dedicated.named("dev-ads-nodes-nodes-pool").inputs["spec"]["template"]
    assert template["spec"]["taints"] == [
        {"key": "strata.platform/tenant", "value": "ads", "effect": "NoSchedule"}
    ]
    assert template["metadata"]["labels"]["strata.platform/tenant"] == "ads"


def test_a_tenant_s_own_nodes_hold_what_its_size_says(dedicated: Recording) -> None:
    pool = dedicated.named("dev-ads-nodes-nodes-pool").inputs["spec"]
    assert pool["limits"] == {"cpu": "64", "memory": "256Gi"}


def test_the_bill_names_the_tenant_of_its_own_nodes(
    dedicated: Recording, dev: dict[str, Recording]
) -> None:
    own = dedicated.named("dev-ads-nodes-class").inputs
    usual = dev["dev-cluster"].named("dev-spark-nvme-class-class").inputs["spec"]
    assert own["metadata"] == {"name": "tenant-ads"}
    assert own["spec"]["tags"] == {
        "strata:environment": "dev",
        "strata:layer": "tenant",
        "strata:tenant": "ads",
        "strata:cost-center": "4711",
        "strata:owner": "ads@example.com",
    }
    assert {**own["spec"], "tags": {}} == {**usual, "tags": {}}


def test_tenants_share_nodes_when_they_do_not_say_otherwise(dev: dict[str, Recording]) -> None:
    made = [one.name for one in dev["dev-tenant-ads"].resources if "-nodes" in one.name]
    assert made == []


def test_a_tenant_with_nodes_of_its_own_runs_its_jobs_there() -> None:
    spec = application(JOB, replace(JOB_TENANT, nodes="dedicated"))["spec"]
    for role in ("driver", "executor"):
        assert spec[role]["tolerations"] == [
            {
                "key": "strata.platform/tenant",
                "operator": "Equal",
                "value": "ads",
                "effect": "NoSchedule",
            }
        ]
    assert spec["driver"]["nodeSelector"] == {
        "strata.platform/tenant": "ads",
        "karpenter.sh/capacity-type": "on-demand",
    }
    assert spec["executor"]["nodeSelector"] == {"strata.platform/tenant": "ads"}


def test_the_smallest_tenant_s_own_nodes_hold_the_usual_driver_and_executor() -> None:
    tenant = replace(JOB_TENANT, nodes="dedicated", size=SIZES["xs"])
    assert problems(JOB, tenant) == []
    smallest = min(matching(pool_spec("ads", SIZES["xs"]).requirements), key=lambda one: one.vcpus)
    assert smallest.vcpus <= SIZES["xs"].max_vcpus
    assert dedicated_rooms()
