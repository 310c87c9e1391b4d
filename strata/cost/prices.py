"""Prices of what AWS bills: `prices.csv` says where each comes from, and of when it is."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

from components.compute.instance_types import instance_types

HOURS_A_MONTH = 730
"""As AWS reckons."""

STAND_INS = ("us-east-1", "eu-west-1")
"""Regions whose price stands in for one that is not known, the first that has one."""

SPOT_RATIO = Decimal(1)
"""What Spot costs of the price on demand, where nothing is said: its market moves by the minute, so
the only figure that is surely not too low."""

_MONTHLY: Mapping[str, int] = {
    "hour": HOURS_A_MONTH,
    "month": 1,
    "GiB-month": 1,
    "GiB-hour": HOURS_A_MONTH,
    "IOPS-month": 1,
    "MiB/s-month": 1,
    "GiB": 1,
    "million": 1,
}
_EC2 = "ec2:"
# Both as the first line of the table of instance types says.
_EC2_DATE = date(2026, 7, 6)
_EC2_SOURCE = "https://github.com/aws/karpenter-provider-aws/tree/v1.14.1/pkg/providers/pricing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Price:
    """What one unit of an item costs.

    Attributes:
        item: `<kind>:<size>`, such as `nat-gateway:gateway` or `ec2:m7g.xlarge`.
        region: Region that it is the price of.
        usd: US dollars.
        per: What for: `hour`, `month`, `GiB-month`, `GiB-hour`, `IOPS-month`,
            `MiB/s-month`, `GiB` or `million`.
        date: When the source said so.
        source: Where it says so.
    """

    item: str
    region: str
    usd: Decimal
    per: str
    date: date
    source: str

    @property
    def usd_per_month(self) -> Decimal:
        """What one of it costs for a whole month; one unit, of what is billed by use."""
        return self.usd * _MONTHLY[self.per]


def price(item: str, region: str) -> Price | None:
    """The price of an item in a region, or another region's, which `Price.region` tells.

    Returns:
        None: No price is known anywhere.
    """
    for place in (region, *STAND_INS):
        if found := _table().get((item, place)):
            return found
    return None


def every_price() -> tuple[Price, ...]:
    """Every price that `prices.csv` tells."""
    return tuple(_told())


@cache
def _table() -> Mapping[tuple[str, str], Price]:
    return {(one.item, one.region): one for one in (*_ec2(), *_told())}


def _ec2() -> list[Price]:
    return [
        Price(
            item=f"{_EC2}{type_.name}",
            region="us-east-1",
            # A float's own digits are those of the table.
            usd=Decimal(str(type_.usd_per_hour)),
            per="hour",
            date=_EC2_DATE,
            source=_EC2_SOURCE,
        )
        for type_ in instance_types().values()
        if type_.usd_per_hour is not None
    ]


@cache
def _told() -> tuple[Price, ...]:
    table = resources.files(__package__).joinpath("prices.csv").read_text()
    rows = csv.DictReader(line for line in table.splitlines() if not line.startswith("#"))
    return tuple(
        Price(
            item=row["item"],
            region=row["region"],
            usd=Decimal(row["usd"]),
            per=row["per"],
            date=date.fromisoformat(row["date"]),
            source=row["source"],
        )
        for row in rows
    )
