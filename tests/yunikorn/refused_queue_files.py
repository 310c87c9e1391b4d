"""Queue files that YuniKorn's validator refuses, and our check with it: one a rule."""

from tests.yunikorn.queue_files import TENANTS, TWO, Case, amounts, partition, queue, rule

REFUSED = {
    "unknown key of the file": Case(
        file={**partition(), "queues": []},
        problems="queue file: queues is no key here; write one of partitions",
    ),
    "unknown key of a partition": Case(
        file=partition(queue("a"), placement=[]),
        problems=(
            "partition: placement is no key here; write one of name, nodesortpolicy, "
            "placementrules, preemption, queues"
        ),
    ),
    "unknown key of preemption": Case(
        file=partition(queue("a"), preemption={"enable": True}),
        problems="preemption: enable is no key here; write one of enabled, quotapreemptionenabled",
    ),
    "unknown key of a queue": Case(
        file=partition(queue("a", maxApplications=3)),
        problems=(
            "queue root.a: maxApplications is no key here; write one of adminacl, "
            "childtemplate, maxapplications, name, parent, properties, queues, resources, "
            "submitacl"
        ),
    ),
    "unknown key of a template": Case(
        file=partition(queue("a", childtemplate={"parent": True})),
        problems=(
            "queue root.a: childtemplate: parent is no key here; write one of "
            "maxapplications, properties, resources"
        ),
    ),
    "unknown key of resources": Case(
        file=partition(queue("a", resources={"limit": {"vcore": "1"}})),
        problems="queue root.a: resources: limit is no key here; write one of guaranteed, max",
    ),
    "unknown key of a rule": Case(
        file=partition(TENANTS, placementrules=[rule("provided", creates=True)]),
        problems=(
            "placement rule 1: creates is no key here; write one of create, name, parent, value"
        ),
    ),
    "a partition twice": Case(
        file={"partitions": [{"queues": []}, {"name": "Default", "queues": []}]},
        problems="queue file: partitions are default, default; write one, called default",
    ),
    "no queues": Case(
        file={"partitions": [{"name": "default"}]},
        problems="partition: there are no queues; write at least root",
    ),
    "resources of root": Case(
        file={"partitions": [{"queues": [queue("root", **amounts(most={"vcore": "1"}))]}]},
        problems="queue root: resources may not stand here; write them at the queues below",
    ),
    "a dot in a name": Case(
        file=partition(queue("a.b")),
        problems=(
            "queue root: a.b is no name of a queue; write 1 to 64 letters, digits or _ : # / "
            "@ -, and no dots"
        ),
    ),
    "a long name": Case(
        file=partition(queue("a" * 65)),
        problems=(
            f"queue root: {'a' * 65} is no name of a queue; write 1 to 64 letters, digits or "
            "_ : # / @ -, and no dots"
        ),
    ),
    "a name twice": Case(
        file=partition(queue("p", queue("Ads"), queue("ads"))),
        problems="queue root.p: ads is there twice; rename one (upper case is lower case)",
    ),
    "two spaces in an access list": Case(
        file=partition(queue("a", adminacl="anna people others")),
        problems=(
            "queue root.a: adminacl is 'anna people others'; write users and groups, each "
            "list with commas, and one space between the two"
        ),
    ),
    "an amount of CPU that is none": Case(
        file=partition(queue("a", **amounts(most={"vcore": "0.5"}))),
        problems="queue root.a: max vcore is 0.5, which is no amount; write one such as 4 or 500m",
    ),
    "an amount of memory in thousandths": Case(
        file=partition(queue("a", **amounts(most={"memory": "500m"}))),
        problems=(
            "queue root.a: max memory is 500m, which is no amount; write one such as 64Gi or 1000"
        ),
    ),
    "an amount beyond counting": Case(
        file=partition(queue("a", **amounts(most={"memory": "8Ei"}))),
        problems=(
            "queue root.a: max memory is 8Ei, which is more than can be counted; write less, "
            "such as 64Gi or 1000"
        ),
    ),
    "guaranteed above max": Case(
        file=partition(queue("a", **amounts({"vcore": "9"}, {"vcore": "8500m"}))),
        problems=(
            "queue root.a: guaranteed vcore 9 is above max vcore 8500m; raise max or guarantee less"
        ),
    ),
    "max above the parent's": Case(
        file=partition(
            queue(
                "p",
                queue("a", **amounts(most={"memory": "2Gi"})),
                **amounts(most={"memory": "1Gi"}),
            )
        ),
        problems=(
            "queue root.p.a: max memory 2Gi is above the max memory 1Gi of the queue over it; "
            "lower it or raise the other"
        ),
    ),
    "guaranteed sum above the parent's": Case(
        file=partition(queue("p", *TWO, **amounts({"vcore": "9"}))),
        problems=(
            "queue root.p: guaranteed vcore 9 is below vcore 10, the guaranteed sum of its "
            "children; raise it or guarantee less"
        ),
    ),
    "guaranteed sum above the parent's max": Case(
        file=partition(queue("p", *TWO, **amounts(most={"vcore": "8"}))),
        problems=(
            "queue root.p: max vcore 8 is below vcore 10, the guaranteed sum of its children; "
            "raise it or guarantee less"
        ),
    ),
    "guaranteed sum of grandchildren above the max": Case(
        file=partition(queue("q", queue("p", *TWO), **amounts(most={"vcore": "8"}))),
        problems=(
            "queue root.q.p: max vcore 8 is below vcore 10, the guaranteed sum of its "
            "children; raise it or guarantee less\n"
            "queue root.q: max vcore 8 is below vcore 10, the guaranteed sum of its children; "
            "raise it or guarantee less"
        ),
    ),
    "a guarantee of nothing counts as none": Case(
        file=partition(
            queue(
                "q",
                queue("p", *TWO, **amounts({"memory": "0"})),
                **amounts(most={"vcore": "8"}),
            )
        ),
        problems=(
            "queue root.q.p: max vcore 8 is below vcore 10, the guaranteed sum of its "
            "children; raise it or guarantee less\n"
            "queue root.q: max vcore 8 is below vcore 10, the guaranteed sum of its children; "
            "raise it or guarantee less"
        ),
    ),
    "applications missing below a parent that has them": Case(
        file=partition(queue("p", queue("a"), maxapplications=3)),
        problems="queue root.p.a: maxapplications is missing, and root.p has 3; write 1 to 3",
    ),
    "applications above the parent's": Case(
        file=partition(queue("p", queue("a", maxapplications=4), maxapplications=3)),
        problems="queue root.p.a: maxapplications 4 is above the 3 of root.p; lower it",
    ),
    "applications below nothing": Case(
        file=partition(queue("a", maxapplications=-1)),
        problems="queue root.a: maxapplications is -1; write a whole number of 0 or more",
    ),
    "an unknown order of nodes": Case(
        file=partition(queue("a"), nodesortpolicy={"type": "spread"}),
        problems="nodesortpolicy: type is spread; write fair or binpacking",
    ),
    "an unknown key of the order of nodes": Case(
        file=partition(queue("a"), nodesortpolicy={"type": "fair", "weights": {}}),
        problems="nodesortpolicy: weights is no key here; write one of resourceweights, type",
    ),
    "a weight below nothing": Case(
        file=partition(queue("a"), nodesortpolicy={"resourceweights": {"vcore": -1}}),
        problems="nodesortpolicy: weight of vcore is -1; write 0 or more",
    ),
    "a rule whose name cannot be one": Case(
        file=partition(queue("a"), placementrules=[rule("by user")]),
        problems="placement rule 1: by user is no rule; write one of fixed, provided, tag, user",
    ),
    "a fixed rule to a queue that is not there": Case(
        file=partition(queue("a"), placementrules=[rule("provided"), rule("fixed", "root.b")]),
        problems="placement rule 2: there is no queue root.b; add it, or let the rule create it",
    ),
    "a fixed rule below a queue that takes none": Case(
        file=partition(queue("a"), placementrules=[rule("fixed", "root.a.b", create=True)]),
        problems="placement rule 1: root.a takes no queues; give it parent: true, for root.a.b",
    ),
    "a fixed rule to a queue of queues": Case(
        file=partition(TENANTS, placementrules=[rule("fixed", "root.tenants")]),
        problems=(
            "placement rule 1: root.tenants takes queues and no applications; name a queue below it"
        ),
    ),
    "a tag below a queue of applications": Case(
        file=partition(
            queue("tenants"),
            placementrules=[
                rule("tag", "namespace", create=True, parent=rule("fixed", "root.tenants"))
            ],
        ),
        problems="placement rule 1: root.tenants takes no queues; give it parent: true",
    ),
    "a whole path below a parent": Case(
        file=partition(
            queue("p", queue("a")),
            placementrules=[rule("fixed", "root.p.a", parent=rule("fixed", "root.p"))],
        ),
        problems=(
            "placement rule 1: root.p.a is a whole path, which has no parent; write its last part"
        ),
    ),
}
