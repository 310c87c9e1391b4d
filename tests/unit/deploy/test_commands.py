"""`strata up` and `strata destroy`, as a person meets them."""

import importlib
import re

import pytest
from typer.testing import CliRunner, Result

from strata.cli import app
from strata.deploy.workspace import DeployError, Held
from tests.samples import ROOT
from tests.unit.deploy.fake import FakeWorkspace

STACKS = ["dev-cluster", "dev-platform", "dev-tenant-ads", "dev-tenant-search"]
UP = {name.replace("-", "_"): (Held("aws:iam/role:Role", "role"),) for name in STACKS}


class Terminal:
    """Runs commands in the project, on stacks in memory."""

    def __init__(self, workspace: FakeWorkspace) -> None:
        self.workspace = workspace

    def run(self, *words: str, typed: str = "") -> Result:
        return CliRunner().invoke(app, words, input=typed)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    made = Terminal(FakeWorkspace())
    for command in ("up", "destroy"):
        module = importlib.import_module(f"strata.cli.{command}")
        monkeypatch.setattr(module, "workspace_of", lambda _: made.workspace)
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "120")
    return made


def lines(text: str) -> list[str]:
    """Lines with single blanks, and without times."""
    return [
        re.sub(r"\s+", " ", re.sub(r"\d+ s$", "0 s", line)).strip() for line in text.splitlines()
    ]


def test_an_environment_is_brought_up_with_one_summary(terminal: Terminal) -> None:
    done = terminal.run("up", "dev")
    assert (done.exit_code, done.stderr) == (0, "")
    assert lines(done.stdout)[-5:] == [
        "stack created changed replaced deleted same seconds",
        *(f"{name} done 3 0 0 0 0 0" for name in STACKS),
    ]


def test_a_failed_tenant_is_told_in_a_line_with_the_command_that_goes_on(
    terminal: Terminal,
) -> None:
    terminal.workspace.failing = {"dev-tenant-ads": "ads-bucket: the name is taken\nand so on"}
    done = terminal.run("up", "dev")
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "dev-tenant-ads: ads-bucket: the name is taken (and 1 more)",
        "once this is mended, go on with: strata up dev",
    ]
    assert lines(done.stdout)[-2:] == [
        "dev-tenant-ads failed 0",
        "dev-tenant-search done 3 0 0 0 0 0",
    ]


def test_a_dry_run_previews_what_is_up_and_names_what_is_not(terminal: Terminal) -> None:
    terminal.workspace = FakeWorkspace(dev_cluster=())
    done = terminal.run("up", "dev", "--dry-run")
    assert lines(done.stdout)[-3:] == [
        (
            "not up yet: dev-platform, dev-tenant-ads, dev-tenant-search; "
            "`strata plan` shows them whole"
        ),
        "stack created changed replaced deleted same seconds",
        "dev-cluster done 0 1 0 0 2 0",
    ]
    assert terminal.workspace.done == [("preview", "dev-cluster")]


def test_an_environment_is_destroyed_when_its_name_is_typed(terminal: Terminal) -> None:
    terminal.workspace = FakeWorkspace(**UP)
    terminal.workspace.there["dev-tenant-ads"] = (
        Held("aws:s3/bucket:Bucket", "ads-bucket"),
        Held("aws:rds/instance:Instance", "ads-database", retained=True),
    )
    done = terminal.run("destroy", "dev", typed="dev\n")
    assert done.exit_code == 0
    assert lines(done.stdout)[:7] == [
        "dev-tenant-search: 1 to delete",
        "dev-tenant-ads: 2 to delete",
        "with its data: ads-bucket (its objects)",
        "stays in the cloud: ads-database",
        "dev-platform: 1 to delete",
        "dev-cluster: 1 to delete",
        "Type dev to destroy it: dev",
    ]
    assert lines(done.stdout)[-1] == "what its controllers made beside it: `strata sweep dev`"
    assert terminal.workspace.there == {}


@pytest.mark.parametrize("typed", ["\n", "prod\n", "y\n"])
def test_another_word_destroys_nothing(typed: str, terminal: Terminal) -> None:
    terminal.workspace = FakeWorkspace(**UP)
    done = terminal.run("destroy", "dev", typed=typed)
    assert (done.exit_code, done.stderr) == (1, "nothing is destroyed\n")
    assert terminal.workspace.names("destroy") == []


def test_the_name_can_be_said_beforehand(terminal: Terminal) -> None:
    terminal.workspace = FakeWorkspace(**UP)
    assert terminal.run("destroy", "dev-tenant-ads", "--confirm", "dev-tenant-ads").exit_code == 0
    assert terminal.workspace.names("destroy") == ["dev-tenant-ads"]


def test_a_name_that_is_said_beforehand_must_be_the_target_s(terminal: Terminal) -> None:
    terminal.workspace = FakeWorkspace(**UP)
    done = terminal.run("destroy", "dev", "--confirm", "prod")
    assert str(done.exception) == ("--confirm prod: is not the name of what is destroyed, dev")
    assert terminal.workspace.done == []


def test_what_is_not_up_is_not_destroyed(terminal: Terminal) -> None:
    done = terminal.run("destroy", "dev")
    assert (done.exit_code, done.stdout) == (0, "nothing of dev is up\n")


def test_without_what_runs_the_program_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    pulumi = importlib.import_module("strata.deploy.pulumi")
    monkeypatch.setattr(pulumi.shutil, "which", lambda _: None)
    with pytest.raises(DeployError) as error:
        pulumi.project_workspace(pulumi.Project(ROOT), ROOT / "nowhere" / "bin" / "pulumi")
    assert str(error.value) == (
        f"pulumi-language-python: not beside {ROOT}/nowhere/bin/pulumi and not on PATH, and it "
        "runs the program; install Pulumi whole: https://www.pulumi.com/docs/install/"
    )
