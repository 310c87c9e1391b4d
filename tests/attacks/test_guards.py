"""Every guard stops something that nothing else stops: without it, that attack succeeds."""

import contextlib
import dataclasses
import itertools
import re
from collections.abc import Iterator, Sequence

import pytest

from components import names
from components.guardrails import suspended_tenants
from strata.rehearsal.api_server import until
from tests.attacks.case import Case, allowed
from tests.attacks.weakening import Weakening, weakened, weakenings
from tests.attacks.world import POLICIES, TENANT, Outcome, World
from tests.kubernetes.judge import Object

_NAMESPACE = f"/api/v1/namespaces/{TENANT}"
_RBAC = "rbac.authorization.k8s.io"
_NO_RIGHT = re.compile(
    r'User "(?P<user>[^"]+)" cannot (?P<verb>\w+) resource "(?P<resource>[^"]+)" '
    r'in API group "(?P<group>[^"]*)" (in the namespace "(?P<namespace>\w+)")?'
)
_RULE = {"verbs": "verb", "resources": "resource", "apiGroups": "group"}


def test_each_rule_of_a_policy_stops_something_that_nothing_else_stops(
    world: World, outcomes: dict[str, Outcome]
) -> None:
    lanes = [
        list(weakenings(policy, [one for one in outcomes.values() if one.policy == name]))
        for name, policy in world.policies().items()
        if name != suspended_tenants.POLICY
    ]
    assert [one.name for lane in lanes for one in lane if not one.cases] == []
    # No object is judged by two of the policies, so each may lack something at the same time.
    for guards in itertools.zip_longest(*lanes):
        with weakened(world, *filter(None, guards)):
            pass
    _wait_until_refused(world, [one.cases[0] for lane in lanes for one in lane])


POD_SECURITY = Weakening(
    name="violates PodSecurity",
    path=_NAMESPACE,
    weak={"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "privileged"}}},
    whole={"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "restricted"}}},
    cases=(),
)
QUOTA = Weakening(
    name="exceeded quota",
    path=f"{_NAMESPACE}/resourcequotas/tenant-objects",
    weak={"spec": {"hard": {"requests.nvidia.com/gpu": None}}},
    whole={"spec": {"hard": {"requests.nvidia.com/gpu": "0"}}},
    cases=(),
)


@pytest.mark.parametrize("fence", [POD_SECURITY, QUOTA], ids=lambda fence: fence.name)
def test_each_other_fence_stops_something_that_nothing_else_stops(
    fence: Weakening, world: World, outcomes: dict[str, Outcome]
) -> None:
    cases = tuple(one.case for one in outcomes.values() if fence.name in one.message)
    with weakened(world, dataclasses.replace(fence, cases=cases)):
        pass
    _wait_until_refused(world, cases)


def test_each_right_that_nobody_has_stops_something_that_nothing_else_stops(
    world: World, outcomes: dict[str, Outcome]
) -> None:
    lacking = [
        (one, found) for one in outcomes.values() if (found := _NO_RIGHT.search(one.message))
    ]
    assert lacking

    def refused() -> list[str]:
        again = (world.attempt(one.case) for one, _ in lacking)
        return [str(one.case) for one in again if _NO_RIGHT.search(one.message)]

    with contextlib.ExitStack() as stack:
        for number, (_, found) in enumerate(lacking):
            for manifest in _grant(f"more-{number}", found):
                path = world.administrator.path(manifest)
                world.administrator.call("POST", path, manifest)
                stack.callback(world.administrator.call, "DELETE", f"{path}/more-{number}")
        until(lambda: not refused(), lambda: f"refused all the same: {refused()}")
    _wait_until_refused(world, [one.case for one, _ in lacking])


def test_the_policy_alone_stops_what_is_new_in_a_suspended_tenant(world: World) -> None:
    new = next(one for one in allowed() if one.base == "executor")
    policy = f"{POLICIES}/{suspended_tenants.POLICY}"
    (rule,) = world.policies()[suspended_tenants.POLICY]["spec"]["validations"]
    with contextlib.ExitStack() as stack:
        for path, during, after in (
            (_NAMESPACE, _lifecycle(names.SUSPENDED), _lifecycle(None)),
            (policy, _validated(rule), _validated(rule)),
        ):
            stack.callback(world.change, path, after)
            world.change(path, during)
        until(
            lambda: suspended_tenants.MESSAGE in world.attempt(new).message,
            lambda: "a suspended tenant starts a pod",
        )
        world.change(policy, _validated({"expression": "true"}))
        until(lambda: not world.attempt(new).message, lambda: "something else stops it too")
    until(lambda: not world.attempt(new).message, lambda: "the tenant is still suspended")


def _lifecycle(value: str | None) -> Object:
    return {"metadata": {"labels": {names.LABEL_LIFECYCLE: value}}}


def _validated(rule: Object) -> Object:
    return {"spec": {"validations": [rule]}}


def _grant(name: str, missing: re.Match[str]) -> Iterator[Object]:
    """A Role with the right that is missing and no other, and whom it is bound to."""
    within = {"namespace": missing["namespace"]} if missing["namespace"] else {}
    kind = "Role" if within else "ClusterRole"
    common = {"apiVersion": f"{_RBAC}/v1", "metadata": {"name": name, **within}}
    right = {key: [missing[group]] for key, group in _RULE.items()}
    yield {**common, "kind": kind, "rules": [right]}
    yield {
        **common,
        "kind": f"{kind}Binding",
        "roleRef": {"apiGroup": _RBAC, "kind": kind, "name": name},
        "subjects": [{"apiGroup": _RBAC, "kind": "User", "name": missing["user"]}],
    }


def _wait_until_refused(world: World, cases: Sequence[Case]) -> None:
    """Wait until every guard is at work again."""

    def done() -> list[str]:
        return [str(one) for one in cases if not world.attempt(one).message]

    until(lambda: not done(), lambda: f"no longer refused: {done()}")
