"""`strata job render`, the examples, and the commands that the how-to shows."""

import re
import shlex
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner, Result

from components.spark import application
from layers.spark_job import read
from layers.stack import StackName
from strata.cli import app, main
from strata.job.render import job_tenant
from tests.samples import PROJECT, ROOT

JOBS = sorted((ROOT / "examples" / "jobs").glob("*.yaml"))
HOW_TO = (ROOT / "docs" / "spark-jobs.md").read_text()
STACK = StackName.parse("dev-tenant-ads")


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def invoked(*arguments: str) -> Result:
    result = CliRunner().invoke(app, ["job", "render", *arguments])
    assert result.exit_code == 0, result.output
    return result


@pytest.mark.parametrize("file", JOBS, ids=lambda file: file.stem)
def test_the_command_and_the_library_say_the_same(file: Path) -> None:
    printed = invoked(str(file), "--stack", str(STACK)).output
    tenant = job_tenant(PROJECT, STACK)
    made = application(read(file, tenant).job, tenant)
    assert YAML(typ="safe").load(printed) == made


@pytest.mark.parametrize("file", JOBS, ids=lambda file: file.stem)
def test_an_example_has_ten_lines_at_most(file: Path) -> None:
    said = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    assert len(said) <= 10


def test_a_run_ends_the_name(tmp_path: Path) -> None:
    target = tmp_path / "application.yaml"
    result = invoked(str(JOBS[0]), "--stack", str(STACK), "--run", "20260102", "-o", str(target))
    assert result.output == f"wrote {target}\n"
    made = YAML(typ="safe").load(target.read_text())
    assert made["metadata"]["name"].endswith("-20260102")


def test_a_wrong_job_ends_with_one_and_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "job.yaml"
    file.write_text("name: x\nmainApplicationFile: s3://b/a.py\nexecutors: {max: 1}\nzone: f\n")
    monkeypatch.setattr("sys.argv", ["strata", "job", "render", str(file), "--stack", str(STACK)])
    with pytest.raises(SystemExit) as exit_:
        main()
    assert exit_.value.code == 1
    assert capsys.readouterr().err == (
        f"{file}:4: zone = 'f': must be auto, any, a or b; write one of them: the cluster has no "
        "other zone\n"
    )


def test_a_stack_that_is_no_tenants_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["strata", "job", "render", str(JOBS[0]), "--stack", "dev-cluster"]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit) as exit_:
        main()
    assert exit_.value.code == 1
    assert capsys.readouterr().err == (
        "stack dev-cluster is no tenant's; name one such as dev-tenant-ads\n"
    )


COMMANDS = re.findall(r"^strata (job .*)$", HOW_TO, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_the_how_to_shows_works(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("stacks", "examples", "Pulumi.yaml"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, shlex.split(command))
    assert result.exit_code == 0, result.output


def test_the_job_that_the_how_to_shows_is_an_example() -> None:
    assert COMMANDS
    [shown] = re.findall(r"```yaml\n(name: .*?)```", HOW_TO, re.DOTALL)
    assert shown in {file.read_text() for file in JOBS}


def test_the_program_that_the_how_to_shows_runs() -> None:
    [shown] = re.findall(r"```python\n(.*?)```", HOW_TO, re.DOTALL)
    names: dict[str, object] = {}
    exec(shown, names)  # noqa: S102 - our own page
    made = names["manifest"]
    assert isinstance(made, dict)
    assert made["kind"] == "SparkApplication"
