"""The report as one comment on a pull request."""

from collections.abc import Iterator
from dataclasses import dataclass

from strata.comparison.resources import Action
from strata.plan.text import kind
from strata.report import money, places, sentences
from strata.report.model import Report, StackReport

LONGEST = 65_000
"""Characters; a comment on GitHub holds 65,536.

Source: https://github.com/orgs/community/discussions/41331
"""

# What a section still takes when it is cut: its ends, and the line that says so.
_RESERVE = 250


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of the comment.

    Attributes:
        heading: What stands above it, or in it while it is folded.
        lines: What it says.
        folded: Whether a reader must open it.
    """

    heading: str
    lines: tuple[str, ...]
    folded: bool = True


def as_markdown(report: Report, longest: int = LONGEST) -> str:
    """A comment: what is grave stands open, everything else is folded.

    What does not fit is cut from the end, and it is said how much that is.

    Args:
        report: The report.
        longest: Characters that the comment may have at most.
    """
    title = f"### {_targets(report)} against {code(report.revision)}"
    if report.is_empty:
        return f"{title}\n\nNothing changes.\n"
    written = [title, *(line for line in _summary(report)), ""]
    left = longest - sum(len(line) + 1 for line in written) - _RESERVE
    cut = 0
    for section in _sections(report):
        taken = _fitting(section, left)
        cut += len(section.lines) - taken
        if taken:
            text = _written(section, taken)
            left -= len(text) + 1
            written.append(text)
    if cut:
        command = f"strata plan {' '.join(report.targets)} --against {report.revision}"
        written.append(
            f"**{cut:,} lines are cut, as a comment holds no more.** All of them: {code(command)}"
        )
    return "\n".join(written) + "\n"


def _fitting(section: _Section, left: int) -> int:
    """How many lines of a section fit."""
    left -= len(section.heading) + _RESERVE
    for taken, line in enumerate(section.lines):
        left -= len(line) + 1
        if left < 0:
            return taken
    return len(section.lines)


def _written(section: _Section, taken: int) -> str:
    lines = [*section.lines[:taken]]
    if taken < len(section.lines):
        lines.append(f"\n… {len(section.lines) - taken:,} more lines are cut")
    body = "\n".join(lines)
    if section.folded:
        return f"<details><summary>{section.heading}</summary>\n\n{body}\n\n</details>\n"
    return f"{section.heading}\n{body}\n"


def _summary(report: Report) -> Iterator[str]:
    yield ""
    yield "| stack | | USD a month |"
    yield "|---|---|---|"
    for stack in report.stacks:
        told = ", ".join(filter(None, [sentences.fate(stack), sentences.counts(stack)]))
        yield f"| {code(stack.stack)} | {told} | {money.costs(stack.cost)} |"
    if len(report.stacks) > 1:
        yield f"| all | | {money.costs(report.cost)} |"


def _sections(report: Report) -> Iterator[_Section]:
    if report.losses:
        told = tuple(f"> - {sentences.loss(one, code)}" for one in report.losses)
        yield _Section("> [!CAUTION]\n> **Data would be lost**\n>", told, folded=False)
    grave = (Action.REPLACED, Action.DESTROYED)
    for stack in report.stacks:
        yield from _changes(stack, *grave, folded=False)
    if report.access:
        yield _access(report)
    if report.cost.changes:
        lines = [*money.changes(report.cost, code), *money.notes(report.cost)]
        told = tuple(f"- {line}" for line in lines)
        yield _Section("Cost, in USD a month, while nobody uses it", told)
    yield from _addresses(report)
    for stack in report.stacks:
        yield from _changes(stack, *(one for one in Action if one not in grave), folded=True)


def _changes(stack: StackReport, *actions: Action, folded: bool) -> Iterator[_Section]:
    for action in actions:
        changes = stack.of(action)
        if changes:
            heading = f"{stack.stack}: {len(changes)} {sentences.HEADINGS[action]}"
            yield _Section(
                heading if folded else f"#### {heading}",
                tuple(
                    line
                    for change in changes
                    for line in (
                        f"- {code(change.name)} {kind(change.type)}",
                        *(f"  - {told}" for told in sentences.change(change, stack, code)),
                    )
                ),
                folded,
            )


def _access(report: Report) -> _Section:
    gains = sum(one.gained for one in report.access)
    return _Section(
        f"Access: {gains} gained, {len(report.access) - gains} lost",
        tuple(
            f"- **{'gains' if one.gained else 'loses'}** {sentences.access(one, code)}"
            for one in report.access
        ),
    )


def _addresses(report: Report) -> Iterator[_Section]:
    for environment, found in report.addresses.items():
        rows = [places.row(change) for change in found.changes]
        yield _Section(
            f"Addresses of {environment}",
            (
                f"| {' | '.join(places.COLUMNS)} |",
                f"|{'---|' * len(places.COLUMNS)}",
                *(f"| {code(id_)} | {' | '.join(cells)} |" for id_, *cells in rows),
                "",
                *(f"- {line}" for line in places.lines(found, code)),
            ),
        )


def _targets(report: Report) -> str:
    return ", ".join(map(code, report.targets))


def code(text: str) -> str:
    """A text in which nothing is markup, in a table neither."""
    fence = "`"
    while fence in text:
        fence += "`"
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text.replace('|', '¦')}{space}{fence}"
