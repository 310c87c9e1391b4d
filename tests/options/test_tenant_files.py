"""Whatever a team writes that the check accepts, is planned, and keeps the rules of the house."""

import functools
import json
from collections import Counter
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from components import names, versions
from layers.problem import Problem
from layers.stack import StackName
from layers.tenant.settings import TenantSettings
from strata.check.files import check
from strata.comparison.right import opened
from strata.plan.recording import Recording
from strata.project import Project
from tests import plans
from tests.options.tenant_files import tenant_files

KAFKA = (
    "kafka: {clusterArn: arn:aws:kafka:eu-west-1:111122223333:cluster/events/"
    "12345678-1234-1234-1234-123456789012-1}"
)
FILES = {
    StackName("dev", "cluster"): {
        "account": "111122223333",
        "region": "eu-west-1",
        "profile": "dev",
        "admins": ["arn:aws:iam::111122223333:role/platform"],
    },
    StackName("dev", "platform"): {"kafka": {"clusterArn": KAFKA[KAFKA.index("arn") : -1]}},
}
ADS = StackName("dev", "tenant", "ads")
SOURCE = f"stacks/Pulumi.{ADS}.yaml"
KEYS = [field.alias or name for name, field in TenantSettings.model_fields.items()]


def problems(folder: Path, wanted: dict[str, Any]) -> list[Problem]:
    """What `strata check` finds wrong where a tenant's file says this."""
    (folder / "stacks").mkdir(exist_ok=True)
    for stack, lines in {**FILES, ADS: wanted}.items():
        text = json.dumps({"config": {f"strata:{stack.layer}": lines}})
        (folder / "stacks" / f"Pulumi.{stack}.yaml").write_text(text)
    return check(Project(folder)).problems


def accepted(folder: Path, wanted: dict[str, Any]) -> bool:
    """Whether `strata check` finds nothing wrong with a tenant's file."""
    return problems(folder, wanted) == []


def consistent(wanted: dict[str, Any]) -> dict[str, Any]:
    """The same, with the tenant's name repeated where that is needed, and only there."""
    data = wanted.get("data", {})
    deletes = "delete" in {data.get(one, {}).get("onOffboard") for one in ("bucket", "database")}
    wanted.pop("deleteData", None)
    leaves = wanted.get("lifecycle") == "offboarding"
    return {**wanted, "deleteData": "ads"} if leaves and deletes else wanted


@pytest.fixture(scope="module", autouse=True)
def _one_platform() -> Any:
    """Plan the platform below once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plans, "platform_plan", functools.cache(plans.platform_plan))
        yield


def broken_rules(plan: Recording) -> list[str]:
    """Rules of the house that a tenant's plan breaks, with what breaks each."""
    found = [f"twice: {urn}" for urn, n in Counter(o.urn for o in plan.resources).items() if n > 1]
    for one in plan.resources:
        if one.type.startswith("pulumi:"):
            continue
        if not one.name.startswith("dev-ads"):
            found.append(f"not named after its tenant: {one.name}")
        if one.type.startswith(("aws:", "kubernetes:")) and not one.provider:
            found.append(f"a default provider: {one.name}")
        if one.type == "aws:iam/role:Role" and (
            not one.inputs.get("permissionsBoundary")
            or one.inputs["path"] != names.iam_path("dev")
            or len(one.inputs["name"]) > names.IAM_ROLE_NAME_LIMIT
        ):
            found.append(f"not a role of ours: {one.name}")
        if one.type.endswith("RoleBinding") and "ClusterRole" in one.type:
            found.append(f"beyond its namespace: {one.name}")
        if one.type.startswith("kubernetes:") and one.inputs.get("apiVersion", "") in _BUILT_IN:
            kubernetes_validate.validate(opened(one.inputs), versions.KUBERNETES, strict=True)
    return found


_BUILT_IN = {"v1", "apps/v1", "batch/v1", "networking.k8s.io/v1", "rbac.authorization.k8s.io/v1"}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.filter_too_much,
        HealthCheck.too_slow,
    ],
)
@given(wanted=tenant_files().map(consistent))
def test_whatever_the_check_accepts_is_planned_and_keeps_the_rules(
    wanted: dict[str, Any], tmp_path: Path
) -> None:
    assume(accepted(tmp_path, wanted))
    plan = plans.tenant_plan(json.dumps(wanted), platform=KAFKA)
    assert broken_rules(plan) == []


# What a person may write in the place of a setting, of the wrong kind, or of none.
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["~", "0x1F", "2026-11-27", "=", "<<", "&a", "*a", "!!int x", "\ufeff"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8) | st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wanted=tenant_files(), key=st.sampled_from(KEYS), odd=ODD)
def test_whatever_stands_in_a_file_is_told_at_its_line_and_never_by_a_traceback(
    wanted: dict[str, Any], key: str, odd: Any, tmp_path: Path
) -> None:
    for problem in problems(tmp_path, wanted | {key: odd}):
        assert problem.file == SOURCE
        assert problem.line > 0 or not problem.key
        assert problem.remedy
