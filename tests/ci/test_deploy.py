"""What changed comes up, environment by environment and layer after layer."""

import json
from typing import Any

import pytest

from layers.stack import StackName
from strata.affected.jobs import as_json
from strata.affected.touched import every
from tests.ci.conftest import HOSTILE
from tests.ci.expressions import evaluated, filled
from tests.ci.runner import GITHUB, Ran, Runner, status, wanted
from tests.ci.workflows import WORKFLOWS

JOBS = WORKFLOWS["deploy.yml"]["jobs"]
LAYERS = WORKFLOWS["deploy-environment.yml"]["jobs"]
STACKS = [
    StackName.parse(name)
    for name in ("dev-cluster", "dev-platform", "dev-tenant-a", "dev-tenant-b", "prod-tenant-a")
]
BEFORE = "beef" * 10
LAST = (
    "gh run list --repo example/platform --workflow deploy.yml --branch main --event push "
    "--status success --limit 1 --json headSha --jq '.[].headSha'"
)


def named(runner: Runner, *, environment: str = "", last: str = "", ancestor: bool = True) -> Ran:
    """Run the job that names stacks.

    Args:
        runner: The machine.
        environment: What a person asked for.
        last: Commit of the last deployment that went well.
        ancestor: Whether what is deployed now builds on it.
    """
    runner.answer("strata check")
    runner.answer("gh run list", json.dumps([{"headSha": last}] if last else []))
    runner.answer("git merge-base", code=0 if ancestor else 1)
    runner.answer("strata affected", as_json(every(STACKS)))
    return runner.run(JOBS["stacks"], {"github": GITHUB, "inputs": {"environment": environment}})


def environments(ran: Ran) -> dict[str, Any]:
    """What the job hands on, by environment."""
    matrix = json.loads(ran.steps["named"]["outputs"]["environments"])
    return {one["environment"]: one for one in matrix["include"]}


def test_a_push_brings_up_what_changed_since_the_last_that_went_well(runner: Runner) -> None:
    ran = named(runner, last=BEFORE)
    assert runner.calls == [
        "strata check",
        LAST,
        f"git merge-base --is-ancestor {BEFORE} HEAD",
        f"strata affected --against {BEFORE} --format json",
    ]
    assert list(environments(ran)) == ["dev", "prod"]


@pytest.mark.parametrize(("last", "ancestor"), [("", True), (BEFORE, False)])
def test_without_one_to_build_on_everything_comes_up(
    runner: Runner, last: str, *, ancestor: bool
) -> None:
    named(runner, last=last, ancestor=ancestor)
    assert runner.calls[-1] == "strata affected --format json"


def test_by_hand_everything_of_one_environment_comes_up(runner: Runner) -> None:
    ran = named(runner, environment="prod")
    assert runner.calls == ["strata check", "strata affected --format json"]
    assert list(environments(ran)) == ["prod"]


def test_an_environment_that_is_not_there_is_told(runner: Runner) -> None:
    ran = named(runner, environment=HOSTILE)
    assert (ran.code, ran.log) == (1, "::error::no file in stacks/ is of that environment\n")
    assert ran.steps["named"]["outputs"] == {}


def test_files_that_are_wrong_deploy_nothing(runner: Runner) -> None:
    runner.answer("strata check", code=1)
    ran = named(runner)
    assert ran.code == 1
    assert runner.calls == ["strata check"]


@pytest.mark.parametrize("stacks", [STACKS, []])
def test_nothing_is_deployed_where_nothing_changed(stacks: list[StackName]) -> None:
    matrix = json.dumps(json.loads(as_json(every(stacks)))["environments"])
    needs = {"stacks": {"outputs": {"environments": matrix}}}
    assert wanted(JOBS["deploy"], {"needs": needs, **status(failed=False)}) is bool(stacks)


def handed_on() -> dict[str, dict[str, str]]:
    """Inputs of the called workflow, by environment."""
    matrix = json.loads(as_json(every(STACKS)))["environments"]
    return {
        one["environment"]: {
            name: filled(value, {"matrix": one}) for name, value in JOBS["deploy"]["with"].items()
        }
        for one in matrix["include"]
    }


def jobs_of(layer: str, inputs: dict[str, str]) -> list[dict[str, str]]:
    """The jobs that a layer's matrix becomes."""
    expression = LAYERS[layer]["strategy"]["matrix"].strip("${} ")
    found: list[dict[str, str]] = evaluated(expression, {"inputs": inputs})["include"]
    return found


def test_tenants_are_a_matrix_and_come_after_the_layers_below() -> None:
    inputs = handed_on()["dev"]
    assert [job["stacks"] for job in jobs_of("cluster", inputs)] == ["dev-cluster"]
    assert [job["stacks"] for job in jobs_of("platform", inputs)] == ["dev-platform"]
    assert [job["stacks"] for job in jobs_of("tenants", inputs)] == ["dev-tenant-a", "dev-tenant-b"]
    needed = {layer: job.get("needs", []) for layer, job in LAYERS.items()}
    assert needed == {"cluster": [], "platform": "cluster", "tenants": ["cluster", "platform"]}


@pytest.mark.parametrize(
    ("environment", "failed", "run"),
    [
        ("dev", False, ["cluster", "platform", "tenants"]),
        ("prod", False, ["tenants"]),
        # Below them, something is not as they expect it.
        ("prod", True, []),
    ],
)
def test_a_layer_is_left_out_if_nothing_of_it_changed_or_one_below_failed(
    environment: str, run: list[str], *, failed: bool
) -> None:
    context = {"inputs": handed_on()[environment], **status(failed=failed)}
    assert [layer for layer, job in LAYERS.items() if wanted(job, context)] == run


def test_each_layer_of_each_environment_has_approvals_of_its_own() -> None:
    asked = {
        filled(LAYERS[layer]["environment"], {"matrix": job})
        for inputs in handed_on().values()
        for layer in LAYERS
        for job in jobs_of(layer, inputs)
    }
    assert asked == {"dev-cluster", "dev-platform", "dev-tenant", "prod-tenant"}


def brought_up(runner: Runner) -> Ran:
    """Run a job that has three tenants."""
    matrix = {"stacks": "dev-tenant-a dev-tenant-b dev-tenant-c"}
    job = {"env": {"SECRETS_PROVIDER": "awskms:///alias/x?region=y"}, **LAYERS["tenants"]}
    return runner.run(job, {"matrix": matrix})


def test_a_stack_is_made_if_it_is_new_and_brought_up(runner: Runner) -> None:
    runner.answer("pulumi")
    assert brought_up(runner).code == 0
    make = "--create --secrets-provider 'awskms:///alias/x?region=y'"
    assert runner.calls == [
        call
        for stack in ("dev-tenant-a", "dev-tenant-b", "dev-tenant-c")
        for call in (
            f"pulumi stack select {stack} {make}",
            f"pulumi up --stack {stack} --yes --non-interactive --suppress-outputs",
        )
    ]


def test_a_stack_that_fails_fails_the_job_and_keeps_no_other_down(runner: Runner) -> None:
    runner.answer("pulumi stack select dev-tenant-a", code=255)
    runner.answer("pulumi up --stack dev-tenant-b", code=255)
    runner.answer("pulumi")
    ran = brought_up(runner)
    assert ran.code == 1
    assert ran.log.splitlines() == [
        "::error::dev-tenant-a is not up",
        "::error::dev-tenant-b is not up",
    ]
    tried = [words[3] for words in runner.words if words[1] == "up"]
    assert tried == ["dev-tenant-b", "dev-tenant-c"]


def test_an_environment_is_deployed_once_at_a_time_and_never_stopped_halfway() -> None:
    assert JOBS["deploy"]["concurrency"] == {
        "group": "deploy-${{ matrix.environment }}",
        "cancel-in-progress": False,
    }
