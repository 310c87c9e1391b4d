"""The form of what a report's JSON says of money and addresses."""

from strata.report.form_part import Form


class CostChange(Form):
    """One thing that is billed otherwise than before."""

    urn: str
    """URN of the resource."""

    item: str
    """`<kind>:<size>`, as the table of prices calls it."""

    what: str
    """What it is, in words."""

    more_usd: float | None
    """US dollars a month that are added; null: nobody knows, or it is billed by use."""

    by_use: bool
    """Whether it costs nothing until it is used."""


class Cost(Form):
    """What something costs a month while nobody uses it, without what is billed by use."""

    region: str
    """AWS region; empty: the plan does not tell."""

    before_usd: float
    """US dollars before, without `unknown`."""

    after_usd: float
    """US dollars after, without `unknown`."""

    more_usd: float
    """US dollars that are added."""

    percent: float | None
    """What is added, in percent; null: it cost nothing before, or something is unknown."""

    most_before_usd: float | None
    """US dollars before, when all has grown to its limit; null: a limit or price is unknown."""

    most_after_usd: float | None
    """US dollars after, likewise."""

    unknown: tuple[str, ...]
    """Items that are billed all the time and whose price or number nobody knows."""

    prices_of_another_region: tuple[str, ...]
    """Items whose price is another region's."""

    changes: tuple[CostChange, ...]
    """What is billed otherwise, by URN and item."""


class Subnet(Form):
    """What is taken from a subnet."""

    zone: str
    """Availability zone; empty: the plan does not make the subnet."""

    cidr: str
    """Its block; empty: the plan does not make it."""

    idle: int
    """Addresses that are taken at once."""

    most: int
    """Addresses that are taken when all stands at its limit."""

    room: int | None
    """Nodes of pools that fit beside what is taken at once; null: not known, or none live here."""

    usable: int | None
    """Addresses that AWS leaves; null: not known."""


class SubnetChange(Form):
    """One subnet that is used otherwise than before."""

    id: str
    """ID of the subnet, as the plan knows it."""

    before: Subnet | None = None
    """What was taken; no key: the subnet is new."""

    after: Subnet | None = None
    """What is taken; no key: the subnet is gone."""


class Addresses(Form):
    """What an environment takes of its subnets."""

    subnets: tuple[SubnetChange, ...]
    """Subnets that are used otherwise, by ID."""

    no_longer_fits: tuple[str, ...]
    """Subnets that were large enough for the limits, and are no more."""

    units_before: int
    """Network address units that were taken at once."""

    units_after: int
    """Network address units that are taken at once."""

    most_units_before: int | None
    """Network address units at the limits before; null: a pool has no limit."""

    most_units_after: int | None
    """Network address units at the limits after, likewise."""
