"""`strata plan --against`: what is refused, in one line, before anything is planned."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from strata.cli import main
from tests.samples import PROJECT

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `strata plan` in the project; how it ended, and what it wrote."""

    def command(*words: str, folder: Path = PROJECT.root) -> tuple[int, str, str]:
        monkeypatch.chdir(folder)
        monkeypatch.setattr("sys.argv", ["strata", "plan", *words])
        with pytest.raises(SystemExit) as end:
            main()
        captured = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return end.value.code, captured.out, captured.err

    return command


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "plan: name a stack or an environment, or say --all"),
        (["dev", "--all"], "plan: name a stack or an environment, or say --all"),
        (
            ["dev", "--fail-on", "access"],
            "--fail-on: tells of a change; say of which, as --against origin/main",
        ),
        (
            ["dev", "--format", "markdown"],
            "--format markdown: tells of a change; say of which, as --against origin/main",
        ),
        (
            ["dev", "--format", "html"],
            "--format html: tells of a change; say of which, as --against origin/main",
        ),
        (
            ["dev", "--against", "HEAD", "--fail-on", "loss"],
            "--fail-on: 'loss' is none of: data-loss, replace, access, cost:PERCENT",
        ),
        (
            ["dev", "--against", "nowhere"],
            "nowhere: no such revision here; name a branch, tag or commit that `git log` knows",
        ),
        (
            ["dev", "--against", "HEAD", "--explain"],
            "--explain: tells of the files as they are; leave out --against",
        ),
    ],
)
def test_what_cannot_be_told_is_refused_in_one_line(run: Run, words: list[str], told: str) -> None:
    assert run(*words) == (1, "", f"{told}\n")


def test_outside_of_a_repository_there_is_nothing_to_compare_with(run: Run, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: strata\n")
    assert run("dev", "--against", "main", folder=tmp_path) == (
        1,
        "",
        f"{tmp_path}: lies in no Git repository, so there is nothing to compare with\n",
    )


def test_every_setting_is_explained_by_what_set_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    code, told, _ = run("dev-cluster", "--explain")
    lines = [re.split(r" {3,}", line.strip()) for line in told.splitlines()]
    assert code == 0
    assert ["region", "eu-west-1", "stacks/Pulumi.dev-cluster.yaml:5"] in lines
    assert ["network.nat", "single", "profile dev"] in lines
    assert ["network.podCidrs", '["100.64.0.0/16", "100.65.0.0/16"]', "default"] in lines
