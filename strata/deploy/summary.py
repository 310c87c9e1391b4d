"""What a deployment came to: a table, and one line for each stack that failed."""

from collections.abc import Iterable, Iterator

from rich.table import Table

from strata.deploy.rounds import Outcome, State

# Source: https://github.com/pulumi/pulumi/blob/v3.250.0/sdk/go/common/apitype/updates.go (OpType)
_COLUMNS = {
    "created": ("create", "import"),
    "changed": ("update",),
    "replaced": ("replace",),
    "deleted": ("delete",),
    "same": ("same",),
}

_STYLES = {State.FAILED: "red", State.NOT_REACHED: "yellow"}


def table(outcomes: Iterable[Outcome]) -> Table:
    """A row for each stack: how it ended, and how many resources something was done to."""
    made = Table(box=None, padding=(0, 3, 0, 0))
    made.add_column("stack", style="bold", no_wrap=True)
    made.add_column("", no_wrap=True)
    for heading in (*_COLUMNS, "seconds"):
        made.add_column(heading, justify="right")
    for one in outcomes:
        counted = [sum(one.counts.get(word, 0) for word in words) for words in _COLUMNS.values()]
        told = [str(count) if one.counts else "" for count in counted]
        seconds = f"{one.seconds:.0f}" if one.state is not State.NOT_REACHED else ""
        style = _STYLES.get(one.state, "")
        made.add_row(str(one.stack), str(one.state), *told, seconds, style=style)
    return made


def failures(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """One line for each stack that failed."""
    for one in outcomes:
        if one.state is State.FAILED:
            first, *others = one.problem.splitlines() or ["the engine gave no reason"]
            more = f" (and {len(others)} more)" if others else ""
            yield f"{one.stack}: {first}{more}"
