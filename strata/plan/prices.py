"""Prices of what AWS bills by the hour or by the month: `prices.csv` says where they come from."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources

HOURS_A_MONTH = 730
"""As AWS reckons."""


@cache
def usd_per_month() -> Mapping[str, float]:
    """What one of each item costs in a month, US dollars, by `<kind>:<size>`."""
    hours = {"hour": HOURS_A_MONTH, "GiB-month": 1}
    return {row["item"]: float(row["usd"]) * hours[row["per"]] for row in _rows()}


def newest() -> str:
    """Date of the newest price, `YYYY-MM-DD`."""
    return max(row["date"] for row in _rows())


@cache
def _rows() -> list[dict[str, str]]:
    table = resources.files(__package__).joinpath("prices.csv").read_text()
    return list(csv.DictReader(line for line in table.splitlines() if not line.startswith("#")))
