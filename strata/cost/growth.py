"""Growth: what may be billed beside the idle cost, once something stands at its limit."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from components.compute.instance_types import InstanceType
from strata.cost.charge import Charge, amount, counted
from strata.cost.charges import CACHE, CACHE_MINIMUM_GIB, DATABASE, NODE_GROUP, node_charges, volume
from strata.cost.pool import Pool, pools, resources
from strata.cost.prices import price
from strata.plan.recording import Planned


@dataclass(frozen=True, kw_only=True, slots=True)
class Growth:
    """What one resource may add.

    Attributes:
        urn: URN of the resource.
        what: What grows, in words.
        least: US dollars a month at the limit, if it grows in the cheapest way (a pool: with one
            instance type, of those with a price); None: no limit holds, or a price is not known.
        most: The same in the dearest way: no more can be billed.
        unpriced: Items that no price is known of, sorted.
        regions: Regions whose prices it is reckoned with, sorted.
    """

    urn: str
    what: str
    least: Decimal | None
    most: Decimal | None
    unpriced: tuple[str, ...]
    regions: tuple[str, ...]


def growths(plan: Sequence[Planned], *, region: str, spot_ratio: Decimal) -> tuple[Growth, ...]:
    """What each resource of a plan may add, by URN.

    Args:
        plan: All resources of a stack.
        region: AWS region.
        spot_ratio: What Spot costs of the price on demand.
    """
    found = [_pool(one, region, spot_ratio) for one in pools(plan)]
    for resource in plan:
        if more := _MORE.get(resource.type):
            what, charges = more(resource, plan)
            sum_ = _sum(charges, region, spot_ratio)
            # A limit that is what is there already adds nothing.
            if sum_.usd != 0:
                found.append(
                    Growth(
                        urn=resource.urn,
                        what=what,
                        least=sum_.usd,
                        most=sum_.usd,
                        unpriced=sum_.unpriced,
                        regions=sum_.regions,
                    )
                )
    return tuple(sorted(found, key=lambda growth: growth.urn))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sum:
    """US dollars a month; None: a quantity or a price is not known."""

    usd: Decimal | None
    unpriced: tuple[str, ...]
    regions: tuple[str, ...]


def _sum(charges: Iterable[Charge], region: str, spot_ratio: Decimal) -> _Sum:
    usd: Decimal | None = Decimal(0)
    billed = [charge for charge in charges if charge.quantity != 0]
    prices = [price(charge.item, region) for charge in billed]
    for charge, found in zip(billed, prices, strict=True):
        if usd is None or found is None or isinstance(charge.quantity, str):
            usd = None
        else:
            ratio = spot_ratio if charge.spot else Decimal(1)
            usd += found.usd_per_month * charge.quantity * ratio
    missing = {one.item for one, found in zip(billed, prices, strict=True) if found is None}
    return _Sum(
        usd=usd,
        unpriced=tuple(sorted(missing)),
        regions=tuple(sorted({found.region for found in prices if found})),
    )


def _pool(pool: Pool, region: str, spot_ratio: Decimal) -> Growth:
    """What a pool costs at its limits: with one type alone, and with any mixture."""
    disks = [disk.get("ebs", {}) for disk in pool.node_class.get("blockDeviceMappings", [])]
    disk = _sum([one for each in disks for one in volume(each)], region, spot_ratio)
    prices = {type_: price(f"ec2:{type_.name}", region) for type_ in pool.types}
    known = {type_: found for type_, found in prices.items() if found}
    hidden = {f"ec2:{type_.name}" for type_ in prices.keys() - known.keys()}
    least = most = None
    if disk.usd is not None and known and pool.most_nodes is not None:
        cheap = spot_ratio if pool.may_buy_spot else Decimal(1)
        dear = Decimal(1) if pool.may_buy_on_demand else spot_ratio
        usd = {type_: found.usd_per_month for type_, found in known.items()}
        least = min((usd[one] * cheap + disk.usd) * (pool.nodes(one) or 0) for one in usd)
        if not hidden:
            most = _most(pool, {one: usd[one] * dear + disk.usd for one in usd})
    return Growth(
        urn=pool.urn,
        what=f"pool {pool.name}",
        least=least,
        most=most,
        unpriced=tuple(sorted(hidden.union(disk.unpriced))),
        regions=tuple(sorted({one.region for one in known.values()}.union(disk.regions))),
    )


def _most(pool: Pool, usd: Mapping[InstanceType, Decimal]) -> Decimal:
    """What no mixture of types passes: the dearest unit of a resource, up to its limit.

    One node more is counted, because the last one bought may stand beyond the limit.
    """
    bounds = []
    for name, limit in pool.limits.items():
        per_unit = [
            cost / resources(type_)[name]
            for type_, cost in usd.items()
            if resources(type_).get(name)
        ]
        if len(per_unit) == len(usd):
            bounds.append(max(per_unit) * limit)
    return min(bounds) + max(usd.values())


def _node_group(resource: Planned, plan: Sequence[Planned]) -> tuple[str, tuple[Charge, ...]]:
    sizes = resource.inputs.get("scalingConfig", {})
    more = (amount(sizes.get("maxSize")) or Decimal(0)) - (
        amount(sizes.get("desiredSize")) or Decimal(0)
    )
    charges = node_charges(resource, plan, more)
    return "nodes up to the group's largest size", charges


def _database(resource: Planned, _plan: Sequence[Planned]) -> tuple[str, tuple[Charge, ...]]:
    largest = amount(resource.inputs.get("maxAllocatedStorage")) or Decimal(0)
    now = counted(resource.inputs.get("allocatedStorage"))
    copies = 2 if resource.inputs.get("multiAz") else 1
    more = now if isinstance(now, str) else max(largest - now, Decimal(0)) * copies
    item = f"rds-storage:{resource.inputs.get('storageType', 'gp3')}"
    what = "storage up to the database's limit"
    return what, (Charge(item=item, what=what, quantity=more),)


def _cache(resource: Planned, _plan: Sequence[Planned]) -> tuple[str, tuple[Charge, ...]]:
    limits = resource.inputs.get("cacheUsageLimits") or {}
    most = counted(limits.get("dataStorage", {}).get("maximum"))
    more = most if isinstance(most, str) else max(most - CACHE_MINIMUM_GIB, Decimal(0))
    what = "data up to the cache's limit, without commands"
    return what, (Charge(item="elasticache:valkey-stored", what=what, quantity=more),)


_MORE: Mapping[str, Callable[[Planned, Sequence[Planned]], tuple[str, tuple[Charge, ...]]]] = {
    NODE_GROUP: _node_group,
    DATABASE: _database,
    CACHE: _cache,
}
