"""The actions that workflows share, and the roles they take."""

from typing import Any

import pytest

from components import names, versions
from strata.bootstrap import place
from strata.bootstrap.deployers import ROLES
from tests.ci.expressions import filled
from tests.ci.runner import Runner
from tests.ci.workflows import ACTIONS, WORKFLOWS, Step, jobs, steps
from tests.samples import ACCOUNT, REGION

ON_AWS = ACTIONS["pulumi-on-aws"]["runs"]
INPUTS = {"environment": "dev", "account": ACCOUNT, "region": REGION}
CREDENTIALS = "aws-actions/configure-aws-credentials@"


def role(step: Step, context: dict[str, Any]) -> str:
    """The role that a step takes."""
    return filled(step.content["with"]["role-to-assume"], context)


def signing_in(file: str) -> Step:
    """The step of a workflow or an action that signs in to AWS."""
    [found] = [
        step
        for step in steps()
        if step.file == file and step.content.get("uses", "").startswith(CREDENTIALS)
    ]
    return found


def arn(layer: str) -> str:
    """The role that `strata bootstrap` makes."""
    path = names.deployer_path("dev")
    return f"arn:aws:iam::{ACCOUNT}:role{path}{names.deployer('dev', layer)}"


@pytest.mark.parametrize("layer", ROLES)
def test_the_roles_are_those_that_bootstrap_made(layer: str) -> None:
    assert role(signing_in("pulumi-on-aws"), {"inputs": {**INPUTS, "role": layer}}) == arn(layer)


def test_the_image_is_pushed_by_the_platform_s_role() -> None:
    context = {"inputs": {"environment": "dev"}, "vars": {"AWS_ACCOUNT": ACCOUNT}}
    assert role(signing_in("spark-image.yaml"), context) == arn("platform")


def test_a_job_takes_only_the_role_that_trusts_its_environment() -> None:
    matrix = {"environment": "dev", "layer": "tenant"}
    taken = {
        (filled(job["environment"], {"matrix": matrix}), f"dev-{filled(one, {'matrix': matrix})}")
        for _, _, job in jobs()
        for step in job.get("steps", ())
        if (one := step.get("with", {}).get("role"))
    }
    assert taken == {("dev-preview", "dev-preview"), ("dev-tenant", "dev-tenant")}


def test_the_state_is_where_bootstrap_put_it(runner: Runner) -> None:
    ran = runner.run(ON_AWS, {"inputs": INPUTS})
    assert ran.written["GITHUB_ENV"].splitlines() == [
        f"PULUMI_BACKEND_URL={place.backend('dev', ACCOUNT, REGION)}",
        f"SECRETS_PROVIDER={place.secrets_provider('dev', REGION)}",
        "PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER=true",
        "PULUMI_SKIP_UPDATE_CHECK=true",
    ]


@pytest.mark.parametrize("missing", ["account", "region"])
def test_an_environment_without_variables_is_told_before_anybody_signs_in(
    runner: Runner, missing: str
) -> None:
    ran = runner.run(ON_AWS, {"inputs": {**INPUTS, missing: ""}})
    assert (ran.code, ran.log) == (
        1,
        (
            "::error::AWS_ACCOUNT and AWS_REGION are no variables of this job's environment; "
            "docs/ci.md says what a maintainer sets\n"
        ),
    )
    used = [step.content.get("uses", "") for step in steps() if step.file == "pulumi-on-aws"]
    assert used[0] == ""


def test_strata_is_set_up_by_its_lock_with_the_engine_that_it_pins(runner: Runner) -> None:
    runner.answer("python tools/bootstrap.py")
    runner.answer("python -c", f"{versions.PULUMI}\n")
    ran = runner.run(ACTIONS["set-up"]["runs"], {})
    assert runner.words == [
        ["python", "tools/bootstrap.py"],
        ["python", "-c", "from components.versions import PULUMI; print(PULUMI)"],
    ]
    assert ran.steps["environment"]["outputs"] == {"pulumi": versions.PULUMI}
    assert ran.written["GITHUB_PATH"].endswith("/workspace/.venv/bin\n")


def test_no_workflow_but_those_that_deploy_may_change_the_account() -> None:
    taken = {
        (file, one)
        for file, _, job in jobs()
        for step in job.get("steps", ())
        if (one := step.get("with", {}).get("role"))
    }
    assert taken == {
        ("preview-aws.yml", "preview"),
        ("drift.yml", "preview"),
        ("deploy-environment.yml", "${{ matrix.layer }}"),
    }
    assert set(WORKFLOWS["deploy.yml"]["on"]) == {"push", "workflow_dispatch"}
    assert set(WORKFLOWS["deploy-environment.yml"]["on"]) == {"workflow_call"}
