"""What changed since a revision, and what of it is refused whoever approves."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from layers.problem import ConfigError, Problem, shown
from layers.settings import settings_of
from layers.stack import StackName
from layers.stack_file import scan, stack_at
from layers.tenant.lifecycle import LEAVING
from layers.tenant.settings import TenantSettings
from strata.check.found import Found
from strata.check.git import Revision


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantChange:
    """A tenant's file that changed.

    Attributes:
        stack: Its stack.
        source: How problems name it.
        before: What it said; none: it was not there, or was wrong.
        now: What it says; none: it is not there, or is wrong.
        found: The file as it is; likewise.
        removed: Whether it is not there any more.
    """

    stack: StackName
    source: str
    before: TenantSettings | None
    now: TenantSettings | None
    found: Found | None
    removed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What changed.

    Attributes:
        tenants: Tenants' files.
        other_files: Paths of all others.
    """

    tenants: tuple[TenantChange, ...]
    other_files: tuple[str, ...]


def change(revision: Revision, right: Mapping[StackName, Found]) -> Change:
    """Compare the files with a revision.

    Args:
        revision: The revision.
        right: The stack files that are right by themselves now.

    Raises:
        GitError: Git does not tell.
    """
    tenants: list[TenantChange] = []
    others: list[str] = []
    for path in revision.changed():
        stack = _tenant(path)
        if stack is None:
            others.append(path)
            continue
        found = right.get(stack)
        tenants.append(
            TenantChange(
                stack=stack,
                source=path,
                before=_before(revision, path),
                now=found.settings
                if found and isinstance(found.settings, TenantSettings)
                else None,
                found=found,
                removed=not (revision.root / path).exists(),
            )
        )
    return Change(tenants=tuple(tenants), other_files=tuple(others))


def refused(made: Change) -> Iterator[Problem]:
    """What no approval makes right: a tenant that leaves without its steps.

    Args:
        made: What changed.
    """
    for one in made.tenants:
        before = one.before.lifecycle if one.before else LEAVING
        command = f"`strata tenant offboard {one.stack.environment} {one.stack.tenant}`"
        if one.removed and before != LEAVING:
            yield Problem(
                file=one.source,
                rule=f"is removed while its tenant is {before}",
                remedy=f"put it back; a team leaves in steps, which {command} writes",
            )
        elif one.now and one.now.lifecycle == LEAVING and before == "active":
            yield Problem(
                file=one.source,
                line=one.found.line("lifecycle") if one.found else 0,
                key="lifecycle",
                value=shown(LEAVING),
                rule="its tenant was active until now, and work and people must be out first",
                remedy="write suspended, and the rest in a change after it",
            )


def _tenant(path: str) -> StackName | None:
    """The tenant's stack that a path within the project is the file of."""
    stack = stack_at(path)
    return stack if stack and stack.layer == "tenant" else None


def _before(revision: Revision, path: str) -> TenantSettings | None:
    content = revision.content(path)
    if content is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / PurePosixPath(path).name
        file.write_bytes(content)
        try:
            return settings_of(TenantSettings, scan(file, path))
        except ConfigError:
            return None
