"""The main job on the real engine."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from strata.plan.recording import Recording
from strata.rehearsal.cloud import Cloud
from tests.samples import ROOT

STACKS = ["dev-cluster", "dev-platform", "dev-tenant-ads", "dev-tenant-search"]


Demo = tuple[subprocess.CompletedProcess[str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def demo() -> Demo:
    """One whole rehearsal of the committed dev environment."""
    command = [str(Path(sys.executable).parent / "strata"), "rehearse", "dev"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    summary: list[dict[str, Any]] = json.loads(
        (ROOT / ".strata" / "dev" / "summary.json").read_text()
    )
    return done, summary


def test_an_environment_comes_up_and_goes_down(demo: Demo) -> None:
    done, _ = demo
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_stack_is_in_the_summary_in_the_order_in_which_it_comes_up(demo: Demo) -> None:
    _, summary = demo
    assert [one["stack"] for one in summary] == STACKS


def test_every_stack_creates_something(demo: Demo) -> None:
    _, summary = demo
    assert all(one["created"] > 0 for one in summary)


def test_a_second_up_changes_nothing(demo: Demo) -> None:
    _, summary = demo
    assert [one["changed_again"] for one in summary] == [0, 0, 0, 0]


def test_going_down_leaves_nothing(demo: Demo) -> None:
    _, summary = demo
    assert [one["left"] for one in summary] == [0, 0, 0, 0]


@pytest.mark.usefixtures("demo")
def test_the_engine_makes_exactly_what_the_plan_shows(dev: dict[str, Recording]) -> None:
    planned = {
        resource.urn
        for recording in dev.values()
        for resource in recording.resources
        if resource.type.startswith(("aws:", "kubernetes:", "random:"))
    }
    with Cloud.open(ROOT / ".strata" / "dev" / "cloud.db") as cloud:
        made = {event.urn for event in cloud.events if event.action == "create"}
    assert made == planned
