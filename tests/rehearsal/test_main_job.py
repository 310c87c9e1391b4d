"""The main job on the real engine."""

import gzip
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from strata.plan.recording import Recording
from strata.rehearsal.cloud import Cloud, tokens
from tests.samples import ROOT

STACKS = ["dev-cluster", "dev-platform", "dev-tenant-ads", "dev-tenant-search"]
FOLDER = ROOT / ".strata" / "dev"


@dataclass
class Demo:
    """One whole rehearsal of the committed dev environment, and what it drew at random."""

    up: subprocess.CompletedProcess[str]
    summary: list[dict[str, Any]]
    secrets: set[str]
    down: subprocess.CompletedProcess[str]
    last: list[dict[str, Any]]


def _strata(*words: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "strata"), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def _summary() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / "summary.json").read_text())
    return found


def _content(file: Path) -> bytes:
    data = file.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


@pytest.fixture(scope="module")
def demo() -> Demo:
    up = _strata("rehearse", "dev", "--keep")
    with Cloud.open(FOLDER / "cloud.db") as cloud:
        passwords = [row for row in cloud.inventory if row.type == tokens.RANDOM_PASSWORD]
    return Demo(
        up=up,
        summary=_summary(),
        secrets={row.outputs["result"] for row in passwords},
        down=_strata("rehearse", "dev", "--down"),
        last=_summary(),
    )


def test_an_environment_comes_up(demo: Demo) -> None:
    assert demo.up.returncode == 0, demo.up.stdout + demo.up.stderr


def test_an_environment_goes_down(demo: Demo) -> None:
    assert demo.down.returncode == 0, demo.down.stdout + demo.down.stderr


def test_every_stack_is_in_the_summary_in_the_order_in_which_it_comes_up(demo: Demo) -> None:
    assert [one["stack"] for one in demo.summary] == STACKS


def test_every_stack_creates_something(demo: Demo) -> None:
    assert all(one["created"] > 0 for one in demo.summary)


def test_a_second_up_changes_nothing(demo: Demo) -> None:
    assert [one["changed_again"] for one in demo.summary] == [0, 0, 0, 0]


def test_going_down_leaves_nothing(demo: Demo) -> None:
    assert [one["left"] for one in demo.last] == [0, 0, 0, 0]


def test_no_secret_is_printed_or_kept_in_plain(demo: Demo) -> None:
    printed = [demo.up.stdout, demo.up.stderr, demo.down.stdout, demo.down.stderr]
    # State, its history, and the engine's logs; the stand-in itself is what AWS would hold.
    kept = {one for one in FOLDER.rglob("*") if one.is_file() and one.suffix != ".db"}
    assert demo.secrets
    assert any("state" in one.parts for one in kept)
    for content in [*(one.encode() for one in printed), *map(_content, kept)]:
        assert not [secret for secret in demo.secrets if secret.encode() in content]


@pytest.mark.usefixtures("demo")
def test_the_engine_makes_exactly_what_the_plan_shows(dev: dict[str, Recording]) -> None:
    planned = {
        resource.urn
        for recording in dev.values()
        for resource in recording.resources
        if resource.type.startswith(("aws:", "kubernetes:", "random:"))
    }
    with Cloud.open(FOLDER / "cloud.db") as cloud:
        made = {event.urn for event in cloud.events if event.action == "create"}
    assert made == planned
