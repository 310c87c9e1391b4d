"""Zones: those of the account, and those that EKS can use."""

from strata.preflight.finding import failure, ok
from strata.preflight.zones import zones
from tests.account.preflight.conftest import Checked

VIRGINIA = "us-east-1"
USABLE = "us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1f"


def test_zones_that_are_there_pass(checked: Checked) -> None:
    assert checked.run(zones) == [ok("zones", "eu-west-1a, eu-west-1b")]


def test_a_zone_without_eks_is_told_by_the_id_that_every_account_knows(checked: Checked) -> None:
    found = checked.run(zones, '"network": {"zones": ["a", "e"]}', region=VIRGINIA)
    barred = "EKS puts no control plane into us-east-1e (use1-az3)"
    assert found == [failure("zones", barred, f"set network.zones; there are: {USABLE}")]


def test_a_zone_that_aws_has_closed_is_not_there(checked: Checked) -> None:
    asked = []

    def two(wanted: dict[str, list[dict[str, object]]]) -> dict[str, object]:
        asked.extend(wanted["Filters"])
        return {"AvailabilityZones": [{"ZoneName": "eu-west-1a", "ZoneId": "euw1-az1"}]}

    checked.aws.answers["DescribeAvailabilityZones"] = two
    assert checked.run(zones) == [
        failure(
            "zones",
            "eu-west-1b is not there for this account",
            "set network.zones; there are: eu-west-1a",
        )
    ]
    assert {"Name": "state", "Values": ["available"]} in asked
