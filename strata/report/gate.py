"""What makes a change fail: chosen with `--fail-on`."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Self

from strata.comparison.resources import Action
from strata.report.model import Report

_WORDS = ("data-loss", "replace", "access")
_COST = "cost:"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """What a change must not do.

    Attributes:
        data_loss: Delete what holds data.
        replace: Replace anything.
        access: Give anyone access to anything.
        cost_percent: Cost so many percent more; None: it may cost whatever it does.
    """

    data_loss: bool = False
    replace: bool = False
    access: bool = False
    cost_percent: Decimal | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `data-loss,replace,access,cost:10`.

        Raises:
            ValueError: It says something else.
        """
        words = [word.strip() for word in text.split(",") if word.strip()]
        percents = [word.removeprefix(_COST) for word in words if word.startswith(_COST)]
        for word in words:
            if word not in _WORDS and not word.startswith(_COST):
                known = ", ".join((*_WORDS, f"{_COST}PERCENT"))
                raise ValueError(f"{word!r} is none of: {known}")
        if len(percents) > 1:
            raise ValueError("say cost:PERCENT once")
        return cls(
            data_loss="data-loss" in words,
            replace="replace" in words,
            access="access" in words,
            cost_percent=_percent(percents[0]) if percents else None,
        )

    def failures(self, report: Report) -> tuple[str, ...]:
        """What a change does of it, in one line each."""
        found = []
        if self.data_loss and report.losses:
            names = _listed([one.name for one in report.losses])
            found.append(f"data-loss: data would be lost with {names}")
        replaced = [one.name for stack in report.stacks for one in stack.of(Action.REPLACED)]
        if self.replace and replaced:
            found.append(f"replace: {_listed(replaced)} would be replaced")
        gains = [one.subject for one in report.access if one.gained]
        if self.access and gains:
            found.append(f"access: {_listed(sorted({*gains}))} would gain access")
        return (*found, *self._cost(report))

    def _cost(self, report: Report) -> list[str]:
        limit, cost = self.cost_percent, report.cost
        if limit is None:
            return []
        if cost.unknown:
            items = _listed(sorted({one.item for one in cost.unknown}))
            return [f"cost:{limit}: nobody knows what {items} would cost"]
        if cost.percent is None:
            more = f"{cost.usd:.2f} USD a month where nothing was billed"
            return [f"cost:{limit}: it would cost {more}"] if cost.usd > 0 else []
        if cost.percent > limit:
            return [f"cost:{limit}: it would cost {cost.percent:.1f} % more"]
        return []


def _percent(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        raise ValueError(f"'{_COST}{text}' names no percentage; write, for example, {_COST}10")
    return found


def _listed(names: Sequence[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
