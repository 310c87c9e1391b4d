"""Amounts of resources, as YuniKorn reads and compares them.

Source: https://github.com/apache/yunikorn-core/blob/v1.8.0-1/pkg/common/resources/quantity.go
"""

import re
from collections.abc import Iterable, Mapping

Amounts = Mapping[str, int]
"""How much of each resource; one that is not named is not limited."""

CPU = "vcore"

_QUANTITY = re.compile(r"([0-9]+)\s*(m|k|[MGTPE]|[KMGTPE]i)?", re.ASCII)
_DECIMAL, _BINARY = "kMGTPE", "KMGTPE"
_LARGEST = 2**63 - 1


def parse(resource: str, text: object) -> int:
    """An amount as a number: of `vcore` in thousandths, of anything else in its own unit.

    Raises:
        ValueError: YuniKorn cannot read it; as text, why and what to write.
    """
    example = "4 or 500m" if resource == CPU else "64Gi or 1000"
    found = _QUANTITY.fullmatch(str(text).strip())
    if found is None or (found[2] == "m" and resource != CPU):
        raise ValueError(f"is no amount; write one such as {example}")
    number = int(found[1]) * _factor(found[2] or "")
    if resource == CPU and found[2] != "m":
        number *= 1000
    if number > _LARGEST:
        raise ValueError(f"is more than can be counted; write less, such as {example}")
    return number


def excess(wanted: Amounts, most: Amounts) -> list[str]:
    """Resources of which more is wanted than there may be, sorted by name."""
    return sorted(name for name, amount in wanted.items() if amount > most.get(name, amount))


def least(one: Amounts, other: Amounts) -> Amounts:
    """The lower limit of each resource."""
    both = dict(one)
    for name, amount in other.items():
        both[name] = min(amount, both.get(name, amount))
    return both


def total(several: Iterable[Amounts]) -> Amounts:
    """All amounts together."""
    together: dict[str, int] = {}
    for amounts in several:
        for name, amount in amounts.items():
            together[name] = together.get(name, 0) + amount
    return together


def shown(resource: str, amount: int) -> str:
    """An amount as people write it."""
    if resource == CPU:
        return f"{amount // 1000}" if amount % 1000 == 0 else f"{amount}m"
    for power, unit in reversed(list(enumerate(_BINARY, start=1))):
        if amount and amount % 1024**power == 0:
            return f"{amount // 1024**power}{unit}i"
    return str(amount)


def _factor(unit: str) -> int:
    if unit in ("", "m"):
        return 1
    if unit.endswith("i"):
        return int(1024 ** (_BINARY.index(unit[0]) + 1))
    return int(1000 ** (_DECIMAL.index(unit) + 1))
