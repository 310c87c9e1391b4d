"""The account as a check sees it, without a command line around it."""

from dataclasses import dataclass
from functools import cache

import boto3
import pytest

from layers.cluster import ClusterSettings
from layers.settings import load
from strata.account.account import Account
from strata.preflight.finding import Finding
from strata.preflight.needs import Needs, needs
from strata.preflight.preflight import Check
from tests.account.conftest import ACCOUNT, REGION, Aws

CALLER = f"arn:aws:iam::{ACCOUNT}:user/platform"


@cache
def session(region: str) -> boto3.Session:
    """One session a region: it reads the description of each API once."""
    return boto3.Session(region_name=region)


def settings(json: str = "", *, region: str = REGION, profile: str = "dev") -> ClusterSettings:
    """Settings of a cluster, with `json` added."""
    given = f'"account": "{ACCOUNT}", "region": "{region}", "admins": ["{CALLER}"]'
    text = f'{{{given}, "profile": "{profile}"{"," if json else ""} {json}}}'
    return load(ClusterSettings, text, "Pulumi.dev-cluster.yaml")


def wants(json: str = "", *, region: str = REGION, profile: str = "dev") -> Needs:
    """What the environment `dev` needs with such settings."""
    return needs("dev", settings(json, region=region, profile=profile))


@dataclass(frozen=True)
class Checked:
    """Runs a check against the account in memory."""

    aws: Aws

    def account(self, json: str = "", *, region: str = REGION) -> Account:
        """The account, entered."""
        return Account(
            session=session(region),
            environment="dev",
            settings=settings(json, region=region),
            caller=CALLER,
        )

    def run(self, check: Check, json: str = "", *, region: str = REGION) -> list[Finding]:
        """What one check finds."""
        return list(check(self.account(json, region=region), wants(json, region=region)))


@pytest.fixture
def checked(aws: Aws) -> Checked:
    return Checked(aws)
