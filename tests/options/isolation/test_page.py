"""`strata isolation`: the page is written once, and a stale one is told."""

import shutil
from pathlib import Path

import pytest
import typer

from strata.cli.isolation import PAGE, isolation
from tests.samples import ROOT


def test_the_page_is_written_once_and_a_stale_one_is_told_and_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("Pulumi.yaml", "__main__.py"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path)
    isolation()
    isolation(check=True)
    assert capsys.readouterr().out == f"isolation: wrote {PAGE}\nisolation: up to date\n"
    (tmp_path / PAGE).write_text("stale")
    with pytest.raises(typer.Exit) as left:
        isolation(check=True)
    assert left.value.exit_code == 1
    assert capsys.readouterr().err == f"{PAGE}: stale; run `strata isolation`\n"
    assert (tmp_path / PAGE).read_text() == "stale"
