"""The report, for a terminal."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from strata.comparison.resources import Action
from strata.plan.text import kind
from strata.report import money, places, sentences
from strata.report.model import Report, StackReport

_STYLES = {
    Action.REPLACED: "bold red",
    Action.DESTROYED: "bold red",
    Action.LET_GO: "yellow",
    Action.UPDATED: "yellow",
    Action.CREATED: "green",
    Action.KEPT: "dim",
}
_MOST_ACCESS = 200


def as_text(report: Report) -> RenderableType:
    """All of a report; what data would be lost first."""
    title = Text.assemble((", ".join(report.targets), "bold"), f" against {report.revision}")
    if report.is_empty:
        return Group(title, Text("nothing changes", "green"))
    parts: list[RenderableType] = [title]
    if report.losses:
        told = [Text(sentences.loss(one, _plain)) for one in report.losses]
        parts.append(Panel(Group(*told), title="data would be lost", border_style="bold red"))
    parts += [part for stack in report.stacks for part in _stack(stack)]
    parts += [*_access(report), *_cost(report), *_addresses(report)]
    return Group(*parts)


def _stack(stack: StackReport) -> Iterator[RenderableType]:
    yield Text()
    told = ", ".join(filter(None, [sentences.fate(stack), sentences.counts(stack)]))
    yield Text.assemble((stack.stack, "bold"), f"  {told}")
    for action in Action:
        changes = stack.of(action)
        if changes:
            yield Padding(Text(sentences.HEADINGS[action], _STYLES[action]), (0, 0, 0, 2))
        for change in changes:
            name = Text.assemble(change.name, "  ", (kind(change.type), "dim"))
            yield Padding(name, (0, 0, 0, 4))
            for line in sentences.change(change, stack, _plain):
                yield Padding(Text(line), (0, 0, 0, 6))


def _access(report: Report) -> Iterator[RenderableType]:
    if not report.access:
        return
    yield Text()
    yield Text("access", "bold")
    for change in report.access[:_MOST_ACCESS]:
        sign, style = ("+", "red") if change.gained else ("-", "green")
        yield Padding(Text(f"{sign} {sentences.access(change, _plain)}", style), (0, 0, 0, 2))
    if len(report.access) > _MOST_ACCESS:
        more = len(report.access) - _MOST_ACCESS
        yield Padding(Text(f"and {more} more; --format json tells them all"), (0, 0, 0, 2))


def _cost(report: Report) -> Iterator[RenderableType]:
    yield Text()
    yield Text.assemble(("USD a month, while nobody uses it", "bold"))
    table = Table.grid(padding=(0, 3, 0, 0))
    for stack in report.stacks:
        budget = f"budget {stack.budget:,.2f}" if stack.budget is not None else ""
        table.add_row(stack.stack, money.costs(stack.cost), budget)
    if len(report.stacks) > 1:
        table.add_row("all", money.costs(report.cost), style="bold")
    yield Padding(table, (0, 0, 0, 2))
    for line in money.changes(report.cost, _plain):
        yield Padding(Text(line), (0, 0, 0, 4))
    for line in money.notes(report.cost):
        yield Padding(Text(line, "dim"), (0, 0, 0, 2))


def _addresses(report: Report) -> Iterator[RenderableType]:
    for environment, found in report.addresses.items():
        yield Text()
        yield Text(f"addresses of {environment}", "bold")
        table = Table(box=None, padding=(0, 3, 0, 0))
        for column in places.COLUMNS:
            table.add_column(column, overflow="fold")
        for change in found.changes:
            table.add_row(*map(Text, places.row(change)))
        yield Padding(table, (0, 0, 0, 2))
        for line in places.lines(found, _plain):
            yield Padding(Text(line), (0, 0, 0, 2))


def _plain(text: str) -> str:
    return text
