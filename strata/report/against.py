"""A change of the project's files, compared with another revision."""

from collections.abc import Sequence

from layers.stack import StackName
from strata.project import Project
from strata.report.build import report
from strata.report.model import Report
from strata.revision.environment import Say
from strata.revision.planned import both_sides


def against(project: Project, revision: str, targets: Sequence[str], say: Say) -> Report:
    """Plan both sides, at the same time, and say what lies between them.

    Args:
        project: The project.
        revision: A branch, tag or commit.
        targets: Stacks and environments; none: all of them.
        say: Told in one line what takes its time.

    Raises:
        ConfigError: A stack file is wrong.
        NotAProjectError: Neither side has a stack file of a target.
        RevisionError: There is no such revision, or it cannot be planned.
    """
    before, after = both_sides(project, revision, targets, say)
    stacks = {StackName.parse(one.stack) for one in (*before, *after)}
    known = {name for one in stacks for name in (str(one), one.environment)}
    for target in targets:
        if target not in known:
            project.named(target)
    asked = targets or sorted({one.environment for one in stacks})
    return report(before, after, targets=asked, revision=revision)
