"""The server itself: it goes with whoever started it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from strata.rehearsal.api_server import Programs
from tests.samples import ROOT

_RUN = """
import pathlib, signal, sys
from strata.rehearsal.api_server import Programs, running
etcd, api_server, controller_manager = map(pathlib.Path, sys.argv[1:])
with running(
    Programs(etcd=etcd, api_server=api_server, controller_manager=controller_manager)
):
    print("ready", flush=True)
    signal.pause()
"""


def test_ctrl_c_leaves_neither_process_nor_folder(programs: Programs, tmp_path: Path) -> None:
    paths = (programs.etcd, programs.api_server, programs.controller_manager)
    with subprocess.Popen(
        [sys.executable, "-c", _RUN, *map(str, paths)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        started = psutil.Process(process.pid).children()
        assert len(started) == 3
        process.send_signal(signal.SIGINT)
    assert [one for one in started if one.is_running()] == []
    assert list(tmp_path.iterdir()) == []
