"""What the engine tells of one operation on one stack."""

from collections.abc import Callable, Mapping

from pulumi.automation import events

# Lines in which the engine only says that something failed; the reason has a line of its own.
_SUMMARIES = frozenset({"update failed", "destroy failed", "resource registration failed"})

OnStep = Callable[[int], None]
"""Told how many resources an operation has dealt with so far."""


class Watch:
    """Follows the engine's events.

    Attributes:
        changed: How many resources were not left as they are, the stack itself not counted.
        summary: How many resources each operation was done to, by the engine's word for it; empty
            before the end.
    """

    def __init__(self, on_step: OnStep) -> None:
        self._on_step = on_step
        self._problems: list[str] = []
        self._done = 0
        self.changed = 0
        self.summary: Mapping[str, int] = {}

    def __call__(self, event: events.EngineEvent) -> None:
        """Take one event."""
        if event.res_outputs_event:
            self._outputs(event.res_outputs_event.metadata)
        elif event.summary_event:
            self.summary = {
                str(getattr(operation, "value", operation)): count
                for operation, count in event.summary_event.resource_changes.items()
            }
        elif event.diagnostic_event and event.diagnostic_event.severity == "error":
            message = " ".join(event.diagnostic_event.message.split())
            # Before a refused input the engine names resource and input, which the reason does too.
            self._problems.append(message.rpartition(" has a problem: ")[2])

    def problems(self, error: Exception) -> str:
        """What went wrong, one line a problem; the engine's own text when it named none."""
        told = [line for line in dict.fromkeys(self._problems) if line not in _SUMMARIES]
        return "\n".join(told) or str(error)

    def _outputs(self, metadata: events.StepEventMetadata) -> None:
        if metadata.type == "pulumi:pulumi:Stack":
            return
        self._done += 1
        if metadata.op not in (events.OpType.SAME, events.OpType.READ):
            self.changed += 1
        self._on_step(self._done)
