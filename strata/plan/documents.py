"""What a plan tells: the documents of stacks, kept from one run to the next."""

from typing import Any

from layers.stack import StackName
from strata.plan.cache import PlanCache
from strata.project import Project


def documents(project: Project, stacks: list[StackName]) -> list[dict[str, Any]]:
    """What each stack would make, in the order of `stacks`; secrets are masked.

    A document is that of `strata.plan.document`; a cluster's holds `addresses` beside it, a
    platform's `idle`. What nothing changed for since it was planned last is not planned again.

    Raises:
        ConfigError: A stack file is wrong.
    """
    cache = PlanCache.of(project)
    told = {stack: cache.kept(stack) for stack in stacks}
    if missing := [stack for stack in stacks if told[stack] is None]:
        # Not loaded unless it is needed: it takes longer than all the rest.
        from strata.plan.described import described  # noqa: PLC0415

        for stack, document in zip(missing, described(project, missing), strict=True):
            cache.keep(stack, document)
            told[stack] = document
    return [document for document in told.values() if document is not None]
