"""`strata doctor`: what is there, and what is missing for what."""

from pathlib import Path

import pytest
import typer

from components import versions
from strata.cli.doctor import GO, Finding, doctor, kept_or_on_path, on_path
from tests.unit.toolchain.conftest import Machine, script


@pytest.fixture
def bare(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine without an engine, in the folder of a project."""
    machine.place.root.mkdir()
    (machine.place.root / "Pulumi.yaml").write_text("name: strata\n")
    monkeypatch.chdir(machine.place.root)
    return machine


def test_a_command_on_path_is_shown_with_its_version(machine: Machine) -> None:
    go = machine.put(machine.path, "go", "#!/bin/sh\necho go version go1.26.8 linux/amd64\n")
    assert on_path(GO) == Finding("go", str(go), "1.26.8", GO.purpose)


def test_a_command_that_only_fails_counts_as_missing(machine: Machine) -> None:
    go = machine.put(machine.path, "go", "#!/bin/sh\nexit 127\n")
    assert on_path(GO) == Finding("go", f"{go} tells no version", "", GO.purpose, there=False)


def test_an_engine_that_is_nowhere_is_shown_with_every_place_that_was_looked_at(
    machine: Machine,
) -> None:
    assert kept_or_on_path(machine.place)[0] == (
        Finding("pulumi", "PATH: no pulumi; .tools/bin: no pulumi", "", "rehearsals", there=False)
    )


def test_a_machine_with_an_engine_is_well(bare: Machine) -> None:
    bare.put(bare.path, "pulumi", script(versions.PULUMI))
    doctor()


def test_a_machine_that_can_build_the_engine_is_well(bare: Machine) -> None:
    bare.put(bare.path, "go", "#!/bin/sh\necho go version go1.26.8 linux/amd64\n")
    doctor()
    assert not (bare.place.root / ".tools").exists()


@pytest.mark.usefixtures("bare")
def test_a_machine_without_engine_and_go_is_told_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(typer.Exit) as left:
        doctor()
    assert left.value.exit_code == 1
    assert capsys.readouterr().out.splitlines()[-1] == (
        "pulumi: not here, and without Go it cannot be built; install Go, put it on PATH, or run "
        "`strata tools` where its release can be downloaded"
    )
    assert list(Path().iterdir()) == [Path("Pulumi.yaml")]
