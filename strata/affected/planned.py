"""Of the stacks that a change may touch, those whose plan it changes."""

import secrets
from dataclasses import replace

from strata.affected.touched import Affected
from strata.plan.exchange import sealed
from strata.plan.recorder import plan
from strata.project import Project
from strata.revision.environment import Say
from strata.revision.error import RevisionError
from strata.revision.planned import planning


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
    key = secrets.token_bytes()
    try:
        with planning(project, revision, doubtful, key, say) as other:
            after = sealed(plan(project, project.around(*doubtful)), key)
            before = {one.stack: one for one in other()}
    except RevisionError as error:
        say(f"{error}\nso all stacks that its code may touch are named")
        return found
    # Whole plans, not only what a cloud holds: a layer above reads what this one exports.
    same = {one.stack for one in after if before.get(one.stack) == one}
    return replace(
        found,
        stacks=tuple(one for one in found.stacks if one.certain or str(one.stack) not in same),
    )
