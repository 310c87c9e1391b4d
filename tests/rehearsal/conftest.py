"""Small projects on the real engine."""

import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.samples import ROOT

STRATA = str(Path(sys.executable).parent / "strata")

STACK = """\
config:
  strata:cluster:
    account: "111122223333"
    region: eu-west-1
    profile: dev
    admins: [arn:aws:iam::111122223333:role/platform]
"""

PREAMBLE = """\
import json
import pathlib

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

provider = aws.Provider("aws", region="eu-west-1", allowed_account_ids=["111122223333"])
options = pulumi.ResourceOptions(provider=provider)

def trust(service):
    principal = {"Service": f"{service}.amazonaws.com"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": [statement]}
"""


@dataclass(frozen=True)
class SmallProject:
    """A project with one stack, whose program is given."""

    root: Path

    def rehearse(self, *flags: str) -> subprocess.CompletedProcess[str]:
        """Rehearse it to its end."""
        command = [STRATA, "rehearse", "dev", *flags]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False)

    def start(self) -> subprocess.Popen[str]:
        """Begin a rehearsal in a process group of its own, as a terminal would."""
        return subprocess.Popen(
            [STRATA, "rehearse", "dev"],
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
        )


Project = Callable[[str], SmallProject]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Make a project of a program."""

    def make(program: str) -> SmallProject:
        (tmp_path / "Pulumi.yaml").write_text("name: strata\nruntime: python\n")
        (tmp_path / "stacks").mkdir(exist_ok=True)
        (tmp_path / "stacks" / "Pulumi.dev-cluster.yaml").write_text(STACK)
        (tmp_path / "__main__.py").write_text(PREAMBLE + textwrap.dedent(program))
        (tmp_path / ".tools").symlink_to(ROOT / ".tools")
        return SmallProject(tmp_path)

    return make


def lines_until(process: subprocess.Popen[str], wanted: str) -> Iterator[str]:
    """Read a process's lines until one holds `wanted`."""
    assert process.stdout is not None
    for line in process.stdout:
        yield line
        if wanted in line:
            return


def interrupt(process: subprocess.Popen[str], how: signal.Signals) -> tuple[str, str]:
    """Send a signal to a process alone, and wait for its end."""
    process.send_signal(how)
    return process.communicate(timeout=120)
