"""What tenants read of each other: each read needs the reader's file and the owner's."""

from collections.abc import Collection, Iterator

from layers.problem import Problem, shown
from layers.stack import StackName
from layers.stack_file import PREFIX, SUFFIX
from layers.tenant.settings import TenantSettings
from layers.tenant.settings.sharing import shares
from strata.check.found import Environment


def sharing_problems(environment: Environment, sources: Collection[str]) -> Iterator[Problem]:
    """Reads that the owner does not share, and what is shared with nobody there is.

    Args:
        environment: The files that are right by themselves.
        sources: Paths of all its files.
    """
    tenants = {name: settings for name, _, settings in environment.tenant_settings()}
    for name, found, settings in environment.tenant_settings():
        data = settings.data
        for key, paths in (("reads", data.reads), ("sharedWith", data.shared_with)):
            for number, path in enumerate(paths):
                other = path.partition(":")[0]
                fault = _fault(name, other, _source(environment, other) in sources)
                if not fault and key == "reads" and other in tenants:
                    source = _source(environment, other)
                    fault = _unshared(name, path, tenants[other], source)
                if fault:
                    rule, remedy = fault
                    place = f"data.{key}[{number}]"
                    problem = Problem(
                        file=found.source, key=place, value=shown(path), rule=rule, remedy=remedy
                    )
                    yield from found.located([problem])


def _source(environment: Environment, tenant: str) -> str:
    return f"stacks/{PREFIX}{StackName(environment.name, 'tenant', tenant)}{SUFFIX}"


def _fault(tenant: str, other: str, known: bool) -> tuple[str, str] | None:
    if other == tenant:
        return "a tenant reads its own bucket anyway", "remove it"
    if not known:
        return f"there is no tenant {other!r}", "correct its name, or remove it"
    return None


def _unshared(tenant: str, path: str, owner: TenantSettings, source: str) -> tuple[str, str] | None:
    [wanted] = shares([path])
    given = [one for one in shares(owner.data.shared_with) if one.tenant == tenant]
    if any(one.covers(wanted.prefix) for one in given):
        return None
    _, colon, folder = path.partition(":")
    line = f"{tenant}{colon}{folder}"
    return (
        f"{wanted.tenant} does not share it with {tenant}",
        f"have {line!r} added to data.sharedWith of {source}, or remove it",
    )
