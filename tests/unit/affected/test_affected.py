"""`strata affected`: lines for people, matrices for a workflow."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from layers.stack import StackName
from strata.affected.jobs import MOST, as_json
from strata.affected.touched import every
from strata.cli import app
from tests.unit.revision.conftest import Repository

ADS = {
    "name": "dev-tenant-ads",
    "environment": "dev",
    "layer": "tenant",
    "stacks": "dev-tenant-ads",
}


def told(repository: Repository, monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.chdir(repository.root)
    done = CliRunner().invoke(app, ["affected", *words], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def matrices(*stacks: str) -> Any:
    return json.loads(as_json(every(map(StackName.parse, stacks))))


def test_a_team_s_file_makes_one_job_in_its_layer_of_its_environment(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("stacks/Pulumi.dev-tenant-ads.yaml", "config: {a: 1}\n")
    assert json.loads(told(repository, monkeypatch, "--against", "HEAD", "--format", "json")) == {
        "all": {"include": [ADS]},
        "environments": {
            "include": [
                {
                    "environment": "dev",
                    "cluster": {"include": []},
                    "platform": {"include": []},
                    "tenant": {"include": [ADS]},
                }
            ]
        },
    }


def test_lines_name_stacks_and_the_files_that_touch_them(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("stacks/Pulumi.dev-tenant-ads.yaml", "config: {a: 1}\n")
    repository.write("requirements.txt", "pulumi==4\n")
    (repository.root / "stacks" / "Pulumi.dev-tenant-b.yaml").unlink()
    lines = told(repository, monkeypatch, "--against", "HEAD").splitlines()
    assert [line.rstrip() for line in lines] == [
        "dev-cluster     requirements.txt",
        "dev-platform    requirements.txt",
        "dev-tenant-ads  requirements.txt and 1 more",
        "prod-cluster    requirements.txt",
        "dev-tenant-b    its file is removed; what is up of it stays up",
    ]


def test_a_change_of_other_files_touches_no_stack(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(repository, monkeypatch, "--against", "HEAD") == "no stack is touched\n"


def test_without_a_revision_every_stack_is_named_in_the_order_in_which_it_comes_up(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = json.loads(told(repository, monkeypatch, "--format", "json"))
    assert [job["stacks"] for job in found["all"]["include"]] == [
        "dev-cluster",
        "dev-platform",
        "dev-tenant-ads",
        "dev-tenant-b",
        "prod-cluster",
    ]


def test_more_stacks_than_a_matrix_holds_share_jobs_with_their_like() -> None:
    tenants = [f"dev-tenant-t{number}" for number in range(300)]
    jobs = matrices("dev-cluster", *tenants, "prod-tenant-a")["all"]["include"]
    assert len(jobs) <= MOST
    assert " ".join(job["stacks"] for job in jobs).split() == [
        "dev-cluster",
        *tenants,
        "prod-tenant-a",
    ]
    assert jobs[1] == {
        "name": "dev-tenant-t0 and 1 more",
        "environment": "dev",
        "layer": "tenant",
        "stacks": "dev-tenant-t0 dev-tenant-t1",
    }
    assert jobs[-1]["stacks"] == "prod-tenant-a"
