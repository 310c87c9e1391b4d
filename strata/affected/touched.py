"""Which stacks a change touches, and why.

What stands in a stack's own file touches that stack; what stands in the file of a stack below, and
code, may touch it: its plan says.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from layers.stack import StackName
from layers.stack_file import stack_at
from strata.affected.imports import Code
from strata.check.git import Revision
from strata.project import Project
from strata.revision.environment import LOCK_FILE

EVERYTHING = frozenset({"Pulumi.yaml", LOCK_FILE})
"""Files that every deployment uses, whatever its plan says: a provider's version is in no plan."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Touched:
    """A stack that a change touches.

    Attributes:
        stack: Its name.
        because: Paths of the files that changed, sorted; none: every stack was asked for.
        certain: Whether one of them is its own file, or is used by every deployment. If not, it
            may be that its plan stays what it was.
    """

    stack: StackName
    because: tuple[str, ...] = ()
    certain: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Affected:
    """What a change touches.

    Attributes:
        stacks: Stacks that have a file, in the order in which they come up.
        left: Stacks whose file was removed: whatever is up of them stays up.
    """

    stacks: tuple[Touched, ...]
    left: tuple[StackName, ...] = ()


def every(stacks: Iterable[StackName]) -> Affected:
    """All stacks, as if everything were new."""
    return Affected(stacks=tuple(Touched(stack=stack) for stack in stacks))


def affected(project: Project, revision: Revision) -> Affected:
    """What changed since a revision, and which stacks it touches or may touch.

    Args:
        project: The project.
        revision: The revision.

    Raises:
        ConfigError: A file's name stands for no stack.
        GitError: Git does not tell.
    """
    stacks = project.stacks()
    because: dict[StackName, set[str]] = defaultdict(set)
    certain, left = set[StackName](), list[StackName]()
    code = Code(project.root)
    for path in revision.changed():
        own = stack_at(path)
        if own and own not in stacks:
            left.append(own)
        for stack in _touched_by(path, own, code, stacks):
            because[stack].add(path)
            if stack == own or path in EVERYTHING:
                certain.add(stack)
    return Affected(
        stacks=tuple(
            Touched(stack=stack, because=tuple(sorted(because[stack])), certain=stack in certain)
            for stack in stacks
            if stack in because
        ),
        left=tuple(left),
    )


def _touched_by(
    path: str, own: StackName | None, code: Code, stacks: list[StackName]
) -> Iterator[StackName]:
    layers = () if own else code.touched(path)
    for stack in stacks:
        above = own is not None and own in (stack, *stack.below())
        if above or path in EVERYTHING or stack.layer in layers:
            yield stack
