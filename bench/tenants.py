"""What one more tenant costs in time, beside few others and beside many.

`.venv/bin/python -m bench.tenants 2 200` brings an environment with that many other tenants up on
the real engine, in front of the stand-in cloud, and then plans one more and brings it up. The many
come up once, by the side of which the rest is short: half an hour for 200 on two cores.
"""

import multiprocessing
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bench.project import BELOW, FILE, PROJECT, ROOT, make, tenants
from layers.stack import StackName
from strata.project import Project
from strata.rehearsal.cloud import Cloud
from strata.rehearsal.engine import Engine
from strata.rehearsal.folder import RehearsalFolder
from strata.rehearsal.providers.server import serve
from strata.toolchain.binary import PULUMI
from strata.toolchain.resolve import Place, resolve

ONE = StackName("dev", "tenant", "one-more")


def up(root: Path, binary: Path, ports: dict[str, int], stack: StackName) -> int:
    """Bring one stack up; returns how many resources changed."""
    engine = Engine(binary, RehearsalFolder(root), PROJECT.program(), ports)
    return engine.up(stack, lambda _: None)


def timed(act: Callable[[], object]) -> float:
    """Seconds that something takes."""
    began = time.monotonic()
    act()
    return time.monotonic() - began


def plan(folder: Path, others: int) -> None:
    """Plan one more tenant in a project that has so many others."""
    make(folder, others)
    Project(folder).stack_file(ONE).write_text(FILE)
    command = [str(Path(sys.executable).parent / "strata"), "plan", str(ONE)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def seconds_up(root: Path, binary: Path, others: int, console: Console) -> tuple[float, float]:
    """Seconds of the first and of the second up of one more tenant beside so many others."""
    folder = RehearsalFolder(root)
    folder.make(PROJECT, BELOW)
    for stack in (*tenants(others), ONE):
        (root / f"Pulumi.{stack}.yaml").write_text(FILE)
    with Cloud.open(folder.cloud) as cloud, serve(cloud) as ports:
        one = partial(up, root, binary, dict(ports))
        for stack in BELOW:
            one(stack)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(mp_context=context) as pool:
            done = pool.map(one, tenants(others))
            list(track(done, f"{others} others", total=others, console=console))
        return timed(lambda: one(ONE)), timed(lambda: one(ONE))


def main(
    others: Annotated[list[int], typer.Argument(help="How many other tenants, each by itself.")],
) -> None:
    """Measure, and print a table."""
    console = Console()
    binary = resolve(PULUMI, Place(ROOT), console.print)
    table = Table("other tenants", "plan, s", "up, s", "up again, s")
    for count in others:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            planned = timed(partial(plan, root / "project", count))
            first, second = seconds_up(root / "dev", binary, count, console)
        table.add_row(str(count), *(f"{one:.1f}" for one in (planned, first, second)))
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
