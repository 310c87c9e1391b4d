"""Who must approve a change: a team's own file, within the rules, needs nobody else."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, get_args

from components.tenancy.sizes import SizeName
from layers.problem import Problem, shown
from layers.tenant.settings import TenantSettings
from layers.tenant.settings.isolation import Network, Nodes
from strata.check.approval_rules import ApprovalRules, Rule
from strata.check.change import Change, TenantChange


class _Wish(NamedTuple):
    """What a tenant's file says that is beyond a rule.

    Attributes:
        rule: The rule.
        key: The setting.
        value: Its value.
        beyond: Why a team may not write it alone.
    """

    rule: Rule
    key: str
    value: Any
    beyond: str


def reasons(change: Change, rules: ApprovalRules) -> Iterator[Problem]:
    """Why a change needs somebody's approval, one reason each; none: it needs nobody's.

    Args:
        change: What changed.
        rules: What a team may change alone.
    """
    for path in change.other_files:
        yield _reason(rules, "files", file=path, rule="is no tenant's file")
    names = sorted({one.stack.tenant for one in change.tenants})
    for one in change.tenants:
        if len(names) > 1:
            rule = f"changes together with other tenants' files: {', '.join(names)}"
            yield _reason(rules, "files", file=one.source, rule=rule)
        if one.removed:
            yield _reason(rules, "files", file=one.source, rule="is removed")
        yield from _beyond(one, rules)


def _beyond(change: TenantChange, rules: ApprovalRules) -> Iterator[Problem]:
    """What a file says that is beyond the rules, and did not say before."""
    if not change.now or not change.found:
        return
    known = [(wish.key, wish.value) for wish in _wishes(change.before, rules)]
    for wish in _wishes(change.now, rules):
        if (wish.key, wish.value) not in known:
            yield _reason(
                rules,
                wish.rule,
                file=change.source,
                line=change.found.line(wish.key),
                key=wish.key,
                value=shown(wish.value),
                rule=wish.beyond,
            )


def _wishes(settings: TenantSettings | None, rules: ApprovalRules) -> Iterator[_Wish]:
    if settings is None:
        return
    size, isolation = settings.size, settings.isolation
    above = "a team may write {} at most"
    if _after(get_args(SizeName), size, rules.size):
        yield _Wish("size", "size", size, above.format(rules.size))
    if settings.quota.gpu > rules.gpu:
        yield _Wish("gpu", "quota.gpu", settings.quota.gpu, above.format(rules.gpu))
    if _after(get_args(Network), isolation.network, rules.network):
        yield _Wish("network", "isolation.network", isolation.network, above.format(rules.network))
    if _after(get_args(Nodes), isolation.nodes, rules.nodes):
        yield _Wish("nodes", "isolation.nodes", isolation.nodes, above.format(rules.nodes))
    budget, most = settings.cost.monthly_budget_usd or 0, rules.monthly_budget_usd
    if most is not None and budget > most:
        key = "cost.monthlyBudgetUsd"
        yield _Wish("monthlyBudgetUsd", key, budget, above.format(f"{most:g}"))
    yield from _shared_secrets(settings, rules)
    if settings.delete_data:
        yield _Wish("data", "deleteData", settings.delete_data, "deletes data")
    if settings.adopt:
        yield _Wish("namespace", "adopt", settings.adopt, "takes over what is somebody's")


def _shared_secrets(settings: TenantSettings, rules: ApprovalRules) -> Iterator[_Wish]:
    if rules.shared_secrets:
        return
    for place, prefix in enumerate(settings.secrets.read_prefixes):
        key = f"secrets.readPrefixes[{place}]"
        yield _Wish("sharedSecrets", key, prefix, "reads secrets that others share")


def _after(order: Sequence[str], value: str, limit: str) -> bool:
    return order.index(value) > order.index(limit)


def _reason(rules: ApprovalRules, which: Rule, **problem: Any) -> Problem:
    return Problem(remedy=f"{rules.approver_of(which)} approves", **problem)
