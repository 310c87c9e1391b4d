"""Queue files for our check and for YuniKorn's own: right ones, and those it lets pass."""

from dataclasses import dataclass
from typing import Any

from components.services import yunikorn_queues

Node = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A queue file, and what is said of it.

    Attributes:
        file: The queue file.
        problems: What our check says, one line a problem.
        passes: Whether YuniKorn's validator lets it pass, although our check does not.
    """

    file: Node
    problems: str = ""
    passes: bool = False


def partition(*queues: Node, **more: Any) -> Node:
    """A queue file of these queues below root."""
    root = {"name": "root", "submitacl": "*", "queues": list(queues)}
    return {"partitions": [{"name": "default", "queues": [root], **more}]}


def queue(name: str, *queues: Node, **more: Any) -> Node:
    """A queue."""
    return {"name": name, **({"parent": True, "queues": list(queues)} if queues else {}), **more}


def amounts(guaranteed: Node | None = None, most: Node | None = None) -> Node:
    """A queue's resources."""
    said = {"guaranteed": guaranteed, "max": most}
    return {"resources": {key: value for key, value in said.items() if value is not None}}


def rule(name: str, value: str = "", **more: Any) -> Node:
    """A placement rule."""
    return {"name": name, **({"value": value} if value else {}), **more}


TENANTS = queue("tenants", parent=True)
TWO = (
    queue("a", **amounts({"vcore": "4"}, {"vcore": "8"})),
    queue("b", **amounts({"vcore": "6"}, {"vcore": "8"})),
)

GOOD = {
    "ours": Case(file=yunikorn_queues.queues(60)),
    "no root": Case(file={"partitions": [{"queues": [queue("a"), queue("b")]}]}),
    "root in capitals": Case(file={"partitions": [{"name": "DEFAULT", "queues": [queue("Root")]}]}),
    "amounts of every unit": Case(
        file=partition(
            queue(
                "a",
                **amounts(
                    {"vcore": "500m", "memory": "1k"},
                    {"vcore": 2, "memory": "16 Gi", "nvidia.com/gpu": "1", "pods": "1E"},
                ),
            )
        )
    ),
    "children within their parent": Case(
        file=partition(queue("p", *TWO, **amounts({"vcore": "10"}, {"vcore": "10"})))
    ),
    "what a parent does not limit": Case(
        file=partition(queue("p", *TWO, **amounts(most={"memory": "1Gi"})))
    ),
    "applications within their parent's": Case(
        file=partition(queue("p", queue("a", maxapplications=2), maxapplications=2))
    ),
    "users and groups": Case(file=partition(queue("a", submitacl="anna,bob people,others"))),
    "a rule of a user below a fixed parent": Case(
        file=partition(TENANTS, placementrules=[rule("user", parent=rule("fixed", "root.tenants"))])
    ),
    "a fixed rule without its root": Case(
        file=partition(queue("a"), placementrules=[rule("fixed", "a")])
    ),
    "a fixed rule below a fixed one": Case(
        file=partition(
            queue("p", queue("a")),
            placementrules=[rule("fixed", "a", parent=rule("fixed", "root.p"))],
        )
    ),
    "a fixed rule that creates": Case(
        file=partition(TENANTS, placementrules=[rule("fixed", "root.tenants.a", create=True)])
    ),
    "weights of resources": Case(
        file=partition(
            queue("a"), nodesortpolicy={"type": "fair", "resourceweights": {"vcore": 0.5}}
        )
    ),
}

LET_PASS = {
    "no partition": Case(
        file={"partitions": []},
        problems="queue file: partitions are none; write one, called default",
        passes=True,
    ),
    "another partition": Case(
        file={"partitions": [{"name": "gpu", "queues": []}]},
        problems="queue file: partitions are gpu; write one, called default",
        passes=True,
    ),
    "a misspelt property": Case(
        file=partition(queue("a", properties={"preemption.police": "fence"})),
        problems=(
            "queue root.a: preemption.police is no property, and would be left out; write one "
            "of application.sort.policy, application.sort.priority, "
            "application.unschedasks.backoff, application.unschedasks.backoff.delay, "
            "preemption.delay, preemption.policy, priority.offset, priority.policy, "
            "quota.preemption.delay"
        ),
        passes=True,
    ),
    "a delay without its unit": Case(
        file=partition(
            queue("a", childtemplate={"properties": {"preemption.delay": "60"}}, parent=True)
        ),
        problems=(
            "queue root.a: childtemplate: preemption.delay is 60, and would be left out; "
            "write a time such as 30s"
        ),
        passes=True,
    ),
    "a delay of nothing": Case(
        file=partition(queue("a", properties={"preemption.delay": "0s"})),
        problems=(
            "queue root.a: preemption.delay is 0s, and would be left out; write a time such as 30s"
        ),
        passes=True,
    ),
    "a policy that is none": Case(
        file=partition(queue("a", properties={"priority.policy": "disabled"})),
        problems=(
            "queue root.a: priority.policy is disabled, and would be left out; write default "
            "or fence"
        ),
        passes=True,
    ),
    "an amount of a template that is none": Case(
        file=partition(queue("a", parent=True, childtemplate=amounts(most={"memory": "a lot"}))),
        problems=(
            "queue root.a: childtemplate: max memory is a lot, which is no amount; write one "
            "such as 64Gi or 1000"
        ),
        passes=True,
    ),
    "a template that guarantees more than its max": Case(
        file=partition(
            queue("a", parent=True, childtemplate=amounts({"memory": "2Gi"}, {"memory": "1Gi"}))
        ),
        problems=(
            "queue root.a: childtemplate: guaranteed memory 2Gi is above max memory 1Gi; "
            "raise max or guarantee less"
        ),
        passes=True,
    ),
    "an unknown rule": Case(
        file=partition(queue("a"), placementrules=[rule("group")]),
        problems="placement rule 1: group is no rule; write one of fixed, provided, tag, user",
        passes=True,
    ),
    "a rule without its value": Case(
        file=partition(queue("a"), placementrules=[rule("tag")]),
        problems="placement rule 1: tag needs a value; write the name of a queue or of a tag",
        passes=True,
    ),
    "limits, which would hold for all tenants together": Case(
        file=partition(queue("a", limits=[{"users": ["*"], "maxapplications": 1}])),
        problems=(
            "queue root.a: limits is no key here; write one of adminacl, childtemplate, "
            "maxapplications, name, parent, properties, queues, resources, submitacl"
        ),
        passes=True,
    ),
}
