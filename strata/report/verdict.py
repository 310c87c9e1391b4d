"""What a report comes to, in one sentence."""

from strata.comparison.resources import Action
from strata.report.model import Report


def verdict(report: Report) -> str:
    """The gravest that a change does."""
    if report.is_empty:
        return "Nothing changes."
    gone = _count(report, Action.REPLACED) + _count(report, Action.DESTROYED)
    lost = sum(not one.protected for one in report.losses)
    if lost:
        return f"Data would be lost with {_resources(lost)}."
    if fails(report):
        return "The deployment would fail, and no data would be lost."
    if gone:
        holds = "which holds no data" if gone == 1 else "none of which holds data"
        return f"{_resources(gone)} would be replaced or destroyed, {holds}."
    known = all(one.known for stack in report.stacks for one in stack.changes)
    told = "Nothing would be" if known else "As far as is known, nothing would be"
    access = ", but access would be gained" if any(one.gained for one in report.access) else ""
    return f"{told} replaced or destroyed{access}."


def fails(report: Report) -> bool:
    """Whether the engine or an API refuses what the change asks for."""
    return any(one.protected or one.refused for stack in report.stacks for one in stack.changes)


def _count(report: Report, action: Action) -> int:
    return sum(len(stack.of(action)) for stack in report.stacks)


def _resources(count: int) -> str:
    return f"{count:,} resource{'' if count == 1 else 's'}"
