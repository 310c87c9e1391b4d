"""A small project of its own, which a test may write to."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from strata.cli import app
from strata.project import Project

CLUSTER = """\
config:
  strata:cluster:
    account: "111122223333"
    region: eu-west-1
    profile: dev
    admins: [arn:aws:iam::111122223333:role/platform]
    controlPlane:
      identityProvider: {issuerUrl: https://login.example.com, clientId: strata}
"""
PLATFORM = "config: {strata:platform: {}}\n"
TENANT = """\
config:
  strata:tenant:
    owner: {name}@example.com
    costCenter: "4711"
    size: s
    access: {{admins: [arn:aws:iam::111122223333:role/{name}]}}
"""

Files = Callable[..., Project]
Run = Callable[..., Result]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    """Write stack files of dev, by what follows `Pulumi.dev-`; a tenant's are a few lines more."""

    def write(**more: str) -> Project:
        (tmp_path / "Pulumi.yaml").write_text("name: strata\nruntime: python\n")
        (tmp_path / "stacks").mkdir(exist_ok=True)
        texts = {"cluster": CLUSTER, "platform": PLATFORM}
        for name, lines in more.items():
            if name in texts:
                texts[name] = lines
            else:
                indented = "".join(f"    {line}\n" for line in lines.splitlines())
                texts[f"tenant-{name}"] = TENANT.format(name=name) + indented
        for name, text in texts.items():
            (tmp_path / "stacks" / f"Pulumi.dev-{name}.yaml").write_text(text)
        return Project(tmp_path)

    monkeypatch.chdir(tmp_path)
    return write


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `strata` in that project."""
    monkeypatch.setenv("COLUMNS", "100")

    def command(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(app, list(words), input=typed)

    return command
