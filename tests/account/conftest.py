"""An account in memory, and answers to what the memory does not know."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import botocore.client
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from typer.testing import CliRunner, Result

from components import versions
from strata.cli import app
from strata.cli.failure import told_in_lines

# The account that moto's credentials belong to.
ACCOUNT = "123456789012"
REGION = "eu-west-1"

# A quota that nobody reaches.
ENOUGH = 1_000_000

STACK = f"""\
config:
  strata:cluster:
    account: "{ACCOUNT}"
    region: {REGION}
    profile: dev
    admins: [arn:aws:iam::{ACCOUNT}:user/platform]
"""

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def denied(operation: str, code: str = "AccessDenied") -> Answer:
    """An answer that is a refusal."""

    def refuse(_: dict[str, Any]) -> dict[str, Any]:
        raise ClientError({"Error": {"Code": code, "Message": code}}, operation)

    return refuse


@dataclass
class Aws:
    """The account; `answers` are asked first, by operation."""

    root: Path
    answers: dict[str, Answer] = field(default_factory=dict)

    def write(self, *lines: str) -> None:
        """Add settings to the cluster's stack file."""
        (self.root / "stacks" / "Pulumi.dev-cluster.yaml").write_text(
            STACK + "".join(f"    {line}\n" for line in lines)
        )

    def run(self, *arguments: str, answer: str = "") -> Result:
        """Run a command as `strata` does."""
        return CliRunner().invoke(app, arguments, input=answer, catch_exceptions=False)

    def client(self, service: str) -> Any:
        """A client of one service."""
        return boto3.client(service, region_name=REGION)  # type: ignore[call-overload]


def told(capsys: pytest.CaptureFixture[str], command: Callable[[], Any]) -> str:
    """What a command says on its error stream before it exits with 1."""
    with pytest.raises(SystemExit) as left, told_in_lines():
        command()
    assert left.value.code == 1
    return capsys.readouterr().err


@pytest.fixture
def aws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    """An empty account, and a project whose dev cluster is to stand in it."""
    (tmp_path / "Pulumi.yaml").write_text("name: strata\nruntime: python\n")
    (tmp_path / "stacks").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    account = Aws(tmp_path)
    account.write()
    with mock_aws():
        real = botocore.client.BaseClient._make_api_call  # type: ignore[attr-defined]

        def call(client: Any, operation: str, arguments: dict[str, Any]) -> Any:
            if operation in account.answers:
                return account.answers[operation](arguments)
            return real(client, operation, arguments)

        monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", call)
        yield account


def trust(service: str) -> str:
    """A trust policy for an AWS service."""
    principal = {"Service": f"{service}.amazonaws.com"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def ready(aws: Aws) -> Aws:
    """An account that lacks nothing."""
    addons = versions.ADDONS[versions.KUBERNETES]
    aws.answers |= {
        "GetCallerIdentity": lambda _: {
            "Account": ACCOUNT,
            "Arn": f"arn:aws:iam::{ACCOUNT}:user/platform",
        },
        "GetServiceQuota": lambda _: {"Quota": {"Value": float(ENOUGH)}},
        "GetRole": lambda _: {"Role": {}},
        "DescribeClusterVersions": lambda _: {
            "clusterVersions": [
                {
                    "versionStatus": "STANDARD_SUPPORT",
                    "endOfStandardSupportDate": dt.datetime(2027, 3, 27, tzinfo=dt.UTC),
                }
            ]
        },
        "DescribeAddonVersions": lambda wanted: {
            "addons": [{"addonVersions": [{"addonVersion": addons[wanted["addonName"]]}]}]
        },
        "GetParameter": lambda _: {"Parameter": {"Value": "ami-0123456789abcdef0"}},
    }
    return aws


def found(aws: Aws, check: str, code: int = 1) -> dict[str, str]:
    """The one finding of a check that is not well."""
    result = aws.run("preflight", "dev", "--format", "json")
    assert result.exit_code == code
    findings: list[dict[str, str]] = json.loads(result.stdout)
    bad = [one for one in findings if one["state"] != "ok"]
    assert [one["check"] for one in bad] == [check]
    return bad[0]
