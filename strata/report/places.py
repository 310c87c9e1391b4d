"""What a report says of addresses: the same words in every format."""

from ipaddress import IPv4Network

from strata.addresses.difference import AddressDifference, SubnetChange
from strata.report.sentences import Code

COLUMNS = ("subnet", "zone", "block", "at once", "at the limits", "room for nodes")


def row(change: SubnetChange) -> tuple[str, ...]:
    """A subnet's cells, before and after."""
    before, after = change.before, change.after
    known = after or before
    return (
        change.id,
        known.zone if known else "",
        _both(before.cidr if before else None, after.cidr if after else None),
        _both(before.idle if before else None, after.idle if after else None),
        _both(before.most if before else None, after.most if after else None),
        _both(before.room if before else None, after.room if after else None),
    )


def lines(found: AddressDifference, code: Code) -> list[str]:
    """What there is to say besides the subnets; the gravest first."""
    told = [
        f"{code(subnet)} is too small for what may stand in it" for subnet in found.no_longer_fits
    ]
    if found.after.needs_more_units and not found.before.needs_more_units:
        told.append("at the limits, the VPC's default quota of network address units is too small")
    before, after = found.before, found.after
    now = _both(before.idle_units, after.idle_units)
    most = _both(before.most_units, after.most_units)
    return [*told, f"network address units: {now} at once, {most} at the limits"]


def _both(before: int | IPv4Network | None, after: int | IPv4Network | None) -> str:
    sides = (before,) if before == after else (before, after)
    return " → ".join(f"{one:,}" if isinstance(one, int) else str(one or "-") for one in sides)
