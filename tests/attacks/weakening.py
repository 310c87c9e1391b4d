"""Fences with one guard less, and what then gets through."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from strata.rehearsal.api_server import until
from tests.attacks.case import Case
from tests.attacks.world import POLICIES, Outcome, World
from tests.kubernetes.judge import Object

_OTHER = {"CREATE": "UPDATE", "UPDATE": "CREATE"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Weakening:
    """A fence with one guard less.

    Attributes:
        name: Which guard is gone.
        path: Of the object that holds it.
        weak: The merge patch that takes it away.
        whole: The merge patch that brings it back.
        cases: The attacks that it refuses.
    """

    name: str
    path: str
    weak: Object
    whole: Object
    cases: tuple[Case, ...]


def weakenings(policy: Object, refusals: Sequence[Outcome]) -> Iterator[Weakening]:
    """A policy without each of its rules, each operation and each kind that it looks at.

    Args:
        policy: The policy, as the server holds it.
        refusals: The attacks that it refuses.
    """
    rules = policy["spec"]["validations"]
    looks = policy["spec"]["matchConstraints"]["resourceRules"]
    for rule in rules:
        message = rule["message"]
        # A policy needs a rule.
        rest = [one for one in rules if one != rule] or [{"expression": "true"}]
        yield _without(
            policy,
            message,
            {"validations": rest},
            [one for one in refusals if message in one.message],
        )
    for operation, other in _OTHER.items():
        rest = [{**look, "operations": [other]} for look in looks]
        found = [one for one in refusals if one.operation == operation]
        yield _without(policy, operation, {"matchConstraints": {"resourceRules": rest}}, found)
    kinds = [kind for look in looks for kind in look["resources"]]
    for kind in kinds if len(kinds) > 1 else []:
        left = [(look, [one for one in look["resources"] if one != kind]) for look in looks]
        rest = [{**look, "resources": resources} for look, resources in left if resources]
        found = [one for one in refusals if one.of(kind)]
        yield _without(policy, kind, {"matchConstraints": {"resourceRules": rest}}, found)


def _without(policy: Object, what: str, weak: Object, refusals: Sequence[Outcome]) -> Weakening:
    name, spec = policy["metadata"]["name"], policy["spec"]
    whole = {
        "validations": spec["validations"],
        "matchConstraints": {"resourceRules": spec["matchConstraints"]["resourceRules"]},
    }
    return Weakening(
        name=f"{name} without {what}",
        path=f"{POLICIES}/{name}",
        weak={"spec": {**whole, **weak}},
        whole={"spec": whole},
        cases=tuple(one.case for one in refusals),
    )


@contextlib.contextmanager
def weakened(world: World, *guards: Weakening) -> Iterator[None]:
    """Take guards away, wait until an attack succeeds for each, and bring them back."""
    with contextlib.ExitStack() as stack:
        for one in guards:
            stack.callback(world.change, one.path, one.whole)
            world.change(one.path, one.weak)
        left = list(guards)

        def through() -> bool:
            left[:] = [
                one for one in left if all(world.attempt(case).message for case in one.cases)
            ]
            return not left

        until(through, lambda: f"nothing gets through: {[one.name for one in left]}")
        yield
