"""How long plans and checks take, and how much memory they need.

`.venv/bin/python -m bench.plan 2 20 200` plans a whole environment of so many tenants, first with
nothing kept and then from what was kept, and checks a thousand stack files. Five minutes on two
cores.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench.project import make

FILES = 1_000


def measured(folder: Path, *arguments: str) -> tuple[float, float]:
    """Seconds that a command takes, and the memory of its largest process, MiB."""
    command = [str(Path(sys.executable).parent / "strata"), *arguments]
    began = time.monotonic()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    if status:
        raise subprocess.CalledProcessError(status, command)
    return seconds, used.ru_maxrss / 1024


def main(
    tenants: Annotated[list[int], typer.Argument(help="How many tenants, each by itself.")],
) -> None:
    """Measure, and print a table."""
    table = Table("command", "tenants", "s", "MiB")
    for count in tenants:
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder), count)
            for told in ("plan dev", "plan dev, kept"):
                seconds, memory = measured(Path(folder), "plan", "dev")
                table.add_row(told, str(count), f"{seconds:.2f}", f"{memory:.0f}")
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), FILES)
        seconds, memory = measured(Path(folder), "check")
        table.add_row("check", str(FILES), f"{seconds:.2f}", f"{memory:.0f}")
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
