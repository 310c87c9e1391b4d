"""Quotas: what is applied, or else the default, against what is needed."""

from typing import Any

import pytest

from strata.preflight.finding import Finding, failure, ok
from strata.preflight.quotas import QUOTAS
from tests.account.conftest import denied
from tests.account.preflight.conftest import Checked

OWN = [{"Key": "strata:environment", "Value": "dev"}]
NO_NAT = (
    '"network": {"nat": "none", "endpoints": "private"}, "storage": {"imageCache": {}}, '
    '"nodePools": {"gpu": {"maxGpus": 0}}'
)


def check(checked: Checked, name: str, json: str = "") -> list[Finding]:
    """What the check of one quota finds."""
    [quota] = [quota for quota in QUOTAS if quota.name == name]
    return checked.run(quota.check, json)


def allow(checked: Checked, value: int) -> None:
    """So much is allowed of everything."""
    checked.aws.answers["GetServiceQuota"] = lambda _: {"Quota": {"Value": float(value)}}


def tagged(kind: str) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": OWN}]


def test_a_quota_that_nobody_raised_is_the_default_of_aws(checked: Checked) -> None:
    asked: list[dict[str, str]] = []

    def default(wanted: dict[str, str]) -> dict[str, Any]:
        asked.append(wanted)
        return {"Quota": {"Value": 5.0}}

    missing = denied("GetServiceQuota", "NoSuchResourceException")
    checked.aws.answers |= {"GetServiceQuota": missing, "GetAWSDefaultServiceQuota": default}
    assert check(checked, "VPCs") == [ok("VPCs", "5 allowed, 2 needed")]
    assert asked == [{"ServiceCode": "vpc", "QuotaCode": "L-F678F1CE"}]


def test_vpcs_of_others_are_counted_with_the_one_to_come(checked: Checked) -> None:
    allow(checked, 1)
    # The account has a default VPC.
    assert check(checked, "VPCs") == [
        failure("VPCs", "1 allowed, 2 needed", "request an increase of vpc L-F678F1CE to 2")
    ]


def test_the_environment_s_own_vpc_is_not_counted_twice(checked: Checked) -> None:
    allow(checked, 2)
    checked.aws.client("ec2").create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tagged("vpc"))
    assert check(checked, "VPCs") == [ok("VPCs", "2 allowed, 2 needed")]


def test_the_environment_s_own_address_is_not_counted_twice(checked: Checked) -> None:
    allow(checked, 1)
    checked.aws.client("ec2").allocate_address(Domain="vpc", TagSpecifications=tagged("elastic-ip"))
    name = "elastic IP addresses"
    assert check(checked, name) == [ok(name, "1 allowed, 1 needed")]


@pytest.mark.parametrize(
    "name",
    [
        "elastic IP addresses",
        "on-demand vCPUs of GPU types",
        "Spot vCPUs of GPU types",
        "on-demand vCPUs of X types",
    ],
)
def test_what_is_not_needed_is_not_asked_for(name: str, checked: Checked) -> None:
    allow(checked, 0)
    assert check(checked, name, NO_NAT) == []


def test_gpus_need_a_quota_of_their_own(checked: Checked) -> None:
    allow(checked, 0)
    [found] = check(checked, "on-demand vCPUs of GPU types")
    assert (found.found, found.remedy) == (
        "0 allowed, and the pools may grow to 64",
        "request an increase of ec2 L-DB2E81BA to 64",
    )
