"""An environment's stacks, brought up layer by layer."""

from collections.abc import Iterable

from layers.stack import StackName
from strata.deploy.rounds import Outcome, rounds, run
from strata.deploy.workspace import Workspace
from strata.engine.progress import Progress


def up(
    workspace: Workspace, stacks: Iterable[StackName], progress: Progress, parallel: int
) -> list[Outcome]:
    """Bring stacks up; one that failed stops those above it, and none beside it.

    Args:
        workspace: The project's stacks.
        stacks: Stacks, in the order in which they come up.
        progress: Told what goes on.
        parallel: How many stacks of a layer come up at the same time.
    """
    return run(rounds(stacks), workspace.up, operation="up", progress=progress, parallel=parallel)


def preview(
    workspace: Workspace, stacks: Iterable[StackName], progress: Progress, parallel: int
) -> list[Outcome]:
    """What `up` would do to stacks that exist; each by itself, for nothing changes below it.

    Args:
        workspace: The project's stacks.
        stacks: Stacks that exist.
        progress: Told what goes on.
        parallel: How many previews run at the same time.
    """
    return run(
        [[*stacks]],
        workspace.preview,
        operation="preview",
        progress=progress,
        parallel=parallel,
    )
