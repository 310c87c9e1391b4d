"""Availability zones: those that the account has, and those that EKS can use.

A letter stands for another zone in another account; a zone's ID means the same one everywhere.
"""

from collections.abc import Iterator

from strata.account.account import Account
from strata.preflight.finding import Finding, failure, ok
from strata.preflight.needs import Needs

WITHOUT_EKS = frozenset({"use1-az3", "usw1-az2", "cac1-az3"})
"""IDs of the zones where EKS puts no interface of a control plane.

Source: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html (subnet requirements)
"""


def zones(account: Account, needs: Needs) -> Iterator[Finding]:
    """Every zone is there for the account, and can hold a cluster."""
    answer = account.session.client("ec2").describe_availability_zones(
        Filters=[
            {"Name": "zone-type", "Values": ["availability-zone"]},
            {"Name": "state", "Values": ["available"]},
        ]
    )
    there = {str(zone["ZoneName"]): str(zone["ZoneId"]) for zone in answer["AvailabilityZones"]}
    usable = sorted(name for name, id_ in there.items() if id_ not in WITHOUT_EKS)
    key = "network.existingVpc.zones" if needs.existing_vpc else "network.zones"
    remedy = f"set {key}; there are: {', '.join(usable)}"
    missing = [zone for zone in needs.zones if zone not in there]
    barred = [f"{zone} ({there[zone]})" for zone in needs.zones if zone in there.keys() - usable]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        yield failure("zones", f"{', '.join(missing)} {verb} not there for this account", remedy)
    if barred:
        yield failure("zones", f"EKS puts no control plane into {', '.join(barred)}", remedy)
    if not missing and not barred:
        yield ok("zones", ", ".join(needs.zones))
