"""What a rehearsal came to."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table


@dataclass(slots=True)
class StackSummary:
    """What one stack came to.

    Attributes:
        stack: Name of the stack.
        created: Resources that the first `up` made, components included.
        changed_again: Resources that a second `up`, with nothing changed, touched all the same.
        left: Resources that were still in the stand-in cloud after the stack went down.
        seconds: Time for all three.
    """

    stack: str
    created: int = 0
    changed_again: int = 0
    left: int = 0
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether nothing changed again and nothing was left."""
        return not (self.changed_again or self.left)


def write(summaries: list[StackSummary], path: Path) -> None:
    """Write the summaries as JSON: `[{stack, created, changed_again, left, seconds}]`."""
    rows = [{**asdict(one), "seconds": round(one.seconds, 1)} for one in summaries]
    path.write_text(json.dumps(rows, indent=2) + "\n")


def table(summaries: list[StackSummary]) -> Table:
    """The summaries as a table for people."""
    made = Table(box=None, padding=(0, 3, 0, 0))
    made.add_column("stack", style="bold")
    for heading in ("created", "changed again", "left", "seconds"):
        made.add_column(heading, justify="right")
    for one in summaries:
        made.add_row(
            one.stack,
            str(one.created),
            str(one.changed_again),
            str(one.left),
            f"{one.seconds:.0f}",
            style="" if one.clean else "red",
        )
    return made
