"""What a report says of money: the same words in every format."""

from collections import defaultdict
from decimal import Decimal

from strata.cost.difference import Change, Difference
from strata.report.sentences import Code


def costs(found: Difference) -> str:
    """What something costs a month, before and after."""
    percent = f", {found.percent:+.1f} %" if found.percent is not None else ""
    before, after = found.before.usd, found.after.usd
    told = f"{before:,.2f} → {after:,.2f} ({found.usd:+,.2f}{percent})"
    return f"{told} and what is unknown" if found.unknown else told


def changes(found: Difference, code: Code) -> list[str]:
    """What is billed otherwise: the most first, then what nobody knows, then what use decides."""
    known = sorted(
        ((usd, one) for one in found.changes if (usd := one.usd) is not None),
        key=lambda pair: (-abs(pair[0]), pair[1].urn, pair[1].item),
    )
    return [
        *(f"{usd:+,.2f}  {code(_name(one))}: {_what(one)}" for usd, one in known),
        *(f"unknown  {code(_name(one))}: {_what(one)}" for one in found.unknown),
        *_by_use(found, code),
    ]


def notes(found: Difference) -> list[str]:
    """What else there is to know of the figures."""
    before, after = found.before.most_usd, found.after.most_usd
    told = []
    if before != after:
        told.append(f"when all has grown to its limit: {_money(before)} → {_money(after)}")
    if found.after.unpriced:
        told.append(f"no price is known of {', '.join(found.after.unpriced)}")
    if found.after.stand_ins:
        region = found.after.region or "this region"
        items = ", ".join(found.after.stand_ins)
        told.append(f"of {region} no price is known, another region's stands in: {items}")
    return told


def _by_use(found: Difference, code: Code) -> list[str]:
    """What costs nothing until it is used, in one line for each resource."""
    told: dict[str, list[str]] = defaultdict(list)
    for one in found.changes:
        if one.usd is None and all(line.by_use for line in (*one.before, *one.after)):
            told[_name(one)].append(_what(one))
    return [f"by use  {code(name)}: {', '.join(what)}" for name, what in told.items()]


def _what(one: Change) -> str:
    return (one.after or one.before)[0].what


def _name(one: Change) -> str:
    return one.urn.split("::", 3)[3]


def _money(usd: Decimal | None) -> str:
    return "unknown" if usd is None else f"{usd:,.2f}"
