"""What a stack costs by the month, line by line, while nobody uses it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from strata.cost.charge import Quantity
from strata.cost.charges import charges
from strata.cost.growth import Growth, growths
from strata.cost.prices import SPOT_RATIO, Price, price
from strata.plan.recording import Planned, Recording

_PROVIDER = "pulumi:providers:aws"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One thing that one resource is billed for.

    Attributes:
        urn: URN of the resource.
        item: `<kind>:<size>`, as prices are called.
        what: What it is, in words.
        quantity: How many units; `use`: only use decides; `deployment`: not known before it.
        price: Price of a unit, maybe of another region; None: not known.
        ratio: What of the price is paid.
    """

    urn: str
    item: str
    what: str
    quantity: Quantity
    price: Price | None
    ratio: Decimal = Decimal(1)

    @property
    def usd(self) -> Decimal | None:
        """US dollars a month; None: quantity or price is not known."""
        if self.price is None or isinstance(self.quantity, str):
            return None
        return self.quantity * self.ratio * self.price.usd_per_month

    @property
    def by_use(self) -> bool:
        """Whether it costs nothing until it is used."""
        return self.quantity == "use"


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """What stacks cost.

    Attributes:
        region: AWS region; empty: the plan does not tell.
        lines: What is billed, by URN and item.
        growths: What may be added when something grows to its limit, by URN.
    """

    region: str
    lines: tuple[Line, ...]
    growths: tuple[Growth, ...]

    @property
    def usd(self) -> Decimal:
        """US dollars a month while nobody uses it, without `unknown`."""
        return sum((line.usd for line in self.lines if line.usd is not None), Decimal(0))

    @property
    def unknown(self) -> tuple[Line, ...]:
        """What is missing in `usd` though it is billed all the time."""
        return tuple(line for line in self.lines if line.usd is None and not line.by_use)

    @property
    def unpriced(self) -> tuple[str, ...]:
        """Items that no price is known of, sorted."""
        mine = {line.item for line in self.lines if line.price is None}
        return tuple(sorted(mine.union(*(growth.unpriced for growth in self.growths))))

    @property
    def stand_ins(self) -> tuple[str, ...]:
        """Items of lines whose price is another region's, sorted."""
        return tuple(
            sorted(
                {
                    line.item
                    for line in self.lines
                    if line.price and line.price.region != self.region
                }
            )
        )

    @property
    def most_usd(self) -> Decimal | None:
        """US dollars a month when everything has grown to its limit; None: somewhere unknown."""
        most = [growth.most for growth in self.growths]
        if self.unknown or None in most:
            return None
        return self.usd + sum((one for one in most if one is not None), Decimal(0))


def estimate(
    recording: Recording, *, zones: int | None = None, spot_ratio: Decimal = SPOT_RATIO
) -> Estimate:
    """Price a planned stack.

    Args:
        recording: The plan.
        zones: Availability zones of the cluster that it stands on; None: not known.
        spot_ratio: What Spot costs of the price on demand.
    """
    region = region_of(recording)
    lines = [
        line
        for resource in recording.resources
        for line in _lines(resource, recording.resources, region, zones, spot_ratio)
    ]
    return Estimate(
        region=region,
        lines=tuple(sorted(lines, key=lambda line: (line.urn, line.item))),
        growths=growths(recording.resources, region=region, spot_ratio=spot_ratio),
    )


def together(estimates: Iterable[Estimate]) -> Estimate:
    """What several stacks of one environment cost."""
    every = tuple(estimates)
    return Estimate(
        region=next((one.region for one in every if one.region), ""),
        lines=tuple(line for one in every for line in one.lines),
        growths=tuple(growth for one in every for growth in one.growths),
    )


def region_of(recording: Recording) -> str:
    """Region of a stack's AWS provider; empty: it has none, or deployment tells."""
    regions = [one.inputs.get("region") for one in recording.of_type(_PROVIDER)]
    return next((one for one in regions if isinstance(one, str)), "")


def _lines(
    resource: Planned,
    plan: Sequence[Planned],
    region: str,
    zones: int | None,
    spot_ratio: Decimal,
) -> list[Line]:
    return [
        Line(
            urn=resource.urn,
            item=charge.item,
            what=charge.what,
            quantity=charge.quantity,
            price=price(charge.item, region),
            ratio=spot_ratio if charge.spot else Decimal(1),
        )
        for charge in charges(resource, plan, zones)
    ]
