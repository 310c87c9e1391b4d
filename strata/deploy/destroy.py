"""An environment's stacks, destroyed from the top; one that others stand on is not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from layers.stack import StackName
from strata.deploy.rounds import Outcome, rounds, run
from strata.deploy.workspace import DeployError, Held, Workspace
from strata.engine.progress import Progress
from strata.report.data_bearing import held_by


@dataclass(frozen=True, kw_only=True, slots=True)
class Doomed:
    """A stack that is to be destroyed.

    Attributes:
        stack: Its name.
        deleted: How many resources the engine says that it would delete.
        held: What it holds.
    """

    stack: StackName
    deleted: int
    held: tuple[Held, ...]

    @property
    def data(self) -> tuple[str, ...]:
        """What holds data and is deleted, and what is lost with it."""
        return tuple(
            f"{one.name} ({held_by(one.type)})"
            for one in self.held
            if held_by(one.type) and not one.retained
        )

    @property
    def kept(self) -> tuple[str, ...]:
        """Names of what stays in the cloud."""
        return tuple(one.name for one in self.held if one.retained)


def chosen(existing: Iterable[StackName], target: str) -> list[StackName]:
    """Stacks of a target that exist, those on top first.

    Args:
        existing: Stacks that hold something.
        target: Name of an environment, or of a stack.

    Raises:
        DeployError: Stacks above the target exist.
    """
    there = sorted(existing, key=lambda stack: stack.order, reverse=True)
    if "-" not in target:
        return [stack for stack in there if stack.environment == target]
    found = [stack for stack in there if str(stack) == target]
    above = [str(one) for one in there if any(stack in one.below() for stack in found)]
    if above:
        raise DeployError(
            f"{target}: {', '.join(reversed(above))} stand on it; destroy those first, or all "
            f"with `strata destroy {found[0].environment}`"
        )
    return found


def examined(workspace: Workspace, stacks: Sequence[StackName]) -> list[Doomed]:
    """What destroying stacks would do; nothing is destroyed.

    Args:
        workspace: The project's stacks.
        stacks: Stacks that exist.

    Raises:
        DeployError: One holds protected resources, or the engine refuses.
    """
    held = {stack: workspace.held(stack) for stack in stacks}
    # Without looking first, the engine deletes what depends on a protected resource, then stops.
    refused = [
        f"{stack}: {', '.join(names)} protected, so nothing is destroyed; take the protection off "
        f"first: `pulumi state unprotect --all --stack {stack}`"
        for stack in stacks
        if (names := sorted(one.name for one in held[stack] if one.protected))
    ]
    if refused:
        raise DeployError("\n".join(refused))
    return [
        Doomed(
            stack=stack,
            deleted=workspace.preview_destroy(stack).get("delete", 0),
            held=held[stack],
        )
        for stack in stacks
    ]


def destroy(
    workspace: Workspace, stacks: Iterable[StackName], progress: Progress, parallel: int
) -> list[Outcome]:
    """Destroy stacks; one that failed stops those below it, and none beside it.

    Args:
        workspace: The project's stacks.
        stacks: Stacks, those on top first.
        progress: Told what goes on.
        parallel: How many stacks of a layer are destroyed at the same time.
    """
    return run(
        rounds(stacks),
        workspace.destroy,
        operation="destroy",
        progress=progress,
        parallel=parallel,
    )
