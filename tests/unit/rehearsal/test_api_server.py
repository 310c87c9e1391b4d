"""The API server's driver: whatever goes wrong is one clear line, and nothing is left running."""

import csv
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from strata.rehearsal import api_server
from strata.rehearsal.api_server import ApiServerError, Persona, Programs, running, until

Script = Callable[[str, str], Path]


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Script:
    """Make a program of a line of shell; servers get folders of their own in `servers`."""
    (tmp_path / "servers").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "servers"))

    def make(name: str, line: str) -> Path:
        file = tmp_path / name
        file.write_text(f"#!/bin/sh\n{line}\n")
        file.chmod(0o755)
        return file

    return make


def failure(etcd: Path, server: Path) -> str:
    programs = Programs(etcd=etcd, api_server=server, controller_manager=Path("/never/started"))
    with pytest.raises(ApiServerError) as error, running(programs):
        pass
    return str(error.value)


def test_a_database_that_stops_is_named_with_the_last_lines_of_its_log(script: Script) -> None:
    etcd = script("etcd", "echo first; echo starting; echo 'no  port'; echo; echo bye >&2; exit 1")
    server = script("kube-apiserver", "exec sleep 60")
    assert failure(etcd, server) == "etcd stopped; its log ends: starting | no port | bye"


def test_an_api_server_that_stops_without_a_word_is_named(script: Script) -> None:
    assert failure(script("etcd", "exec sleep 60"), script("kube-apiserver", "exit 1")) == (
        "kube-apiserver stopped; its log is empty"
    )


def test_an_api_server_that_is_never_ready_is_not_waited_for_in_vain(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_server, "_READY_SECONDS", 0)
    etcd, server = script("etcd", "exec sleep 60"), script("kube-apiserver", "exec sleep 60")
    assert failure(etcd, server) == ("kube-apiserver is not ready after 0 s; its log is empty")


def test_a_program_that_cannot_be_started_is_named(script: Script, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    assert failure(nothing, script("kube-apiserver", "exec sleep 60")) == (
        f"etcd cannot be started: [Errno 2] No such file or directory: '{nothing}'"
    )


def test_a_start_that_fails_leaves_neither_process_nor_folder(
    script: Script, tmp_path: Path
) -> None:
    failure(script("etcd", "exec sleep 60"), script("kube-apiserver", "exit 1"))
    assert psutil.Process().children() == []
    assert list((tmp_path / "servers").iterdir()) == []


def test_a_program_that_does_not_listen_is_stopped_all_the_same(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_server, "_STOP_SECONDS", 0)
    stubborn = script("etcd", "trap '' TERM; exec sleep 60")
    failure(stubborn, script("kube-apiserver", "exit 1"))
    assert psutil.Process().children() == []


def test_the_server_knows_each_persona_by_a_token_with_its_groups(tmp_path: Path) -> None:
    anna = Persona(name="anna", groups=("strata:ads:admin", "people"))
    api_server._write_keys(tmp_path, (anna,))
    with (tmp_path / "tokens.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [[anna.token, "anna", "anna", "strata:ads:admin,people"]]


def test_what_holds_late_is_waited_for() -> None:
    answers = iter([False, True])
    until(lambda: next(answers), lambda: "never")
    assert list(answers) == []
