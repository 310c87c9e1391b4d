"""Who reaches what in AWS: every role, before everything of its own and of others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from strata.isolation.iam import Caller, Decision, Request, decide
from strata.isolation.iam_account import PLATFORM, Account, Role
from strata.isolation.iam_targets import Target, targets
from strata.isolation.iam_uses import USES


class Whose(StrEnum):
    """Whose something is, seen from a role."""

    OWN = "its own"
    OTHER = "another tenant's"
    TENANT = "a tenant's"
    PLATFORM = "the platform's"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """What one role may do with one thing.

    Attributes:
        role: What the role is for: `workload`, `admin`, or a part of the platform.
        tenant: The tenant whose role it is, or `PLATFORM`.
        whose: Whose the thing is.
        noun: What the thing is.
        owner: The tenant that it belongs to, or `PLATFORM`.
        may: Uses for which every request is allowed, then actions that are allowed of other uses.
    """

    role: str
    tenant: str
    whose: Whose
    noun: str
    owner: str
    may: tuple[str, ...]


def cells(account: Account) -> Iterator[Cell]:
    """Every role before everything that the account holds."""
    everything = targets(account)
    for role in account.roles:
        for target in everything:
            yield _cell(account, role, target)


def allowed(account: Account, caller: Caller, request: Request) -> bool:
    """Whether AWS would allow a request to something of the account."""
    policy = account.policy(request.resource)
    return decide(caller, request, policy) is Decision.ALLOWED


def purpose(account: Account, role: Role) -> str:
    """What a role is for: how its name ends."""
    whose = f"{role.owner}-" if role.owner else ""
    return role.name.removeprefix(f"strata-{account.environment}-{whose}")


def _cell(account: Account, role: Role, target: Target) -> Cell:
    verdicts: Mapping[str, dict[str, bool]] = {
        use: _verdicts(account, role, requests) for use, requests in target.uses.items()
    }
    full = [use for use in USES if verdicts.get(use) and all(verdicts[use].values())]
    parts = {
        action
        for use, found in verdicts.items()
        if use not in full
        for action, yes in found.items()
        if yes
    }
    return Cell(
        role=purpose(account, role),
        tenant=role.owner,
        whose=_whose(role.owner, target.owner),
        noun=target.noun,
        owner=target.owner,
        may=(*full, *sorted(parts)),
    )


def _verdicts(account: Account, role: Role, requests: Sequence[Request]) -> dict[str, bool]:
    """Whether each action is allowed on all that it is asked for."""
    found: dict[str, bool] = {}
    for one in requests:
        yes = allowed(account, role.identity, one)
        found[one.action] = yes and found.get(one.action, True)
    return found


def _whose(tenant: str, owner: str) -> Whose:
    if owner == PLATFORM:
        return Whose.PLATFORM
    if tenant == PLATFORM:
        return Whose.TENANT
    return Whose.OWN if owner == tenant else Whose.OTHER
