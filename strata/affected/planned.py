"""Of the stacks that a change may touch, those whose plan it changes."""

from dataclasses import replace

from strata.affected.touched import Affected
from strata.project import Project
from strata.revision.environment import Say
from strata.revision.error import RevisionError
from strata.revision.planned import both_sides


def narrowed(project: Project, revision: str, found: Affected, say: Say) -> Affected:
    """Leave out what may have been touched, but plans what it planned before.

    Both sides are planned only if there is such a stack. If the other side cannot be planned, all
    of them stay, and it is said why.

    Args:
        project: The project.
        revision: A branch, tag or commit.
        found: What is touched, or may be.
        say: Told in one line what takes its time, or cannot be done.

    Raises:
        ConfigError: A stack file is wrong.
    """
    doubtful = [str(one.stack) for one in found.stacks if not one.certain]
    if not doubtful:
        return found
    try:
        before, after = both_sides(project, revision, doubtful, say)
    except RevisionError as error:
        say(f"{error}\nso all stacks that its code may touch are named")
        return found
    # Whole plans, not only what a cloud holds: a layer above reads what this one exports.
    known = {one.stack: one for one in before}
    same = {one.stack for one in after if known.get(one.stack) == one}
    return replace(
        found,
        stacks=tuple(one for one in found.stacks if one.certain or str(one.stack) not in same),
    )
