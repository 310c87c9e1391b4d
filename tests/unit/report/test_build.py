"""What a report says of two plans."""

from decimal import Decimal

import pytest

from strata.comparison.resources import Action
from strata.plan.recording import Planned, Recording
from strata.report.build import report
from strata.report.model import Report
from tests.unit.comparison.planned import (
    BUCKET,
    COMPONENT,
    QUEUE,
    ROLE,
    SUBNET,
    VPC,
    planned,
    stack,
)

BUDGET = "aws:budgets/budget:Budget"
DATABASE = "aws:rds/instance:Instance"
GATEWAY = "aws:ec2/natGateway:NatGateway"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
IN_VPC = {"vpcId": "${vpc.id}", "cidrBlock": "10.0.0.0/24", "availabilityZone": "eu-west-1a"}
DENY = '{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "b"}}'


def told(before: list[Recording], after: list[Recording], *targets: str) -> Report:
    return report(before, after, targets=targets or ("dev",), revision="main")


def one(before: list[Planned], after: list[Planned]) -> Report:
    return told([stack(*before)], [stack(*after)])


def named(name: str, *resources: Planned) -> Recording:
    """A stack whose URNs tell its name."""
    moved = [
        planned(
            resource.type,
            resource.name,
            urn=resource.urn.replace("dev-cluster", name),
            inputs=resource.inputs,
        )
        for resource in resources
    ]
    return stack(*moved, name=name)


def test_nothing_changes_where_nothing_does(dev: dict[str, Recording]) -> None:
    found = told([*dev.values()], [*dev.values()])
    assert found.is_empty
    assert [stack.stack for stack in found.stacks] == [*dev]
    assert all(stack.kept and not stack.changes for stack in found.stacks)


def test_stacks_come_in_the_order_in_which_they_come_up() -> None:
    names = ["dev-tenant-ads", "dev-platform", "prod-cluster", "dev-cluster"]
    found = told([], [named(name, planned(QUEUE)) for name in names], "dev", "prod")
    assert [stack.stack for stack in found.stacks] == [
        "dev-cluster",
        "dev-platform",
        "dev-tenant-ads",
        "prod-cluster",
    ]


def test_only_what_was_asked_for_is_told() -> None:
    found = told(
        [],
        [named(name, planned(QUEUE)) for name in ("dev-cluster", "dev-platform")],
        "dev-platform",
    )
    assert [stack.stack for stack in found.stacks] == ["dev-platform"]


def test_what_a_stack_below_replaces_is_followed_in_the_one_that_was_asked_for() -> None:
    def plan(cidr: str) -> list[Recording]:
        return [
            named("dev-cluster", planned(VPC, "vpc", inputs={"cidrBlock": cidr})),
            named("dev-platform", planned(SUBNET, inputs=IN_VPC)),
        ]

    (found,) = told(plan("10.0.0.0/16"), plan("10.1.0.0/16"), "dev-platform").stacks
    assert [change.action for change in found.of(Action.REPLACED)] == [Action.REPLACED]


def test_components_are_no_change_of_their_own() -> None:
    found = one([], [planned(COMPONENT)])
    assert found.stacks[0].changes == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (planned(BUCKET, protect=True), planned(BUCKET)),
        (planned(BUCKET, "was"), planned(BUCKET, "is", aliases=("was",))),
    ],
    ids=["options", "name"],
)
def test_another_name_or_option_is_told_although_nothing_happens(
    old: Planned, new: Planned
) -> None:
    (found,) = one([old], [new]).stacks
    assert ([change.action for change in found.changes], found.kept) == ([Action.KEPT], 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (planned(BUCKET, inputs={"bucket": "a"}), [planned(BUCKET, inputs={"bucket": "b"})]),
        (planned(BUCKET), []),
    ],
    ids=["replaced", "destroyed"],
)
def test_what_holds_data_and_goes_is_a_loss(old: Planned, new: list[Planned]) -> None:
    (loss,) = one([old], new).losses
    assert (loss.stack, loss.name, loss.holds) == ("dev-cluster", "one", "its objects")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (planned(BUCKET, retain=True), []),
        (planned(BUCKET), [planned(BUCKET, inputs={"tags": {"a": "b"}})]),
        (planned(VPC), []),
        (
            planned(BUCKET, retain=True, inputs={"bucket": "a"}),
            [planned(BUCKET, retain=True, inputs={"bucket": "b"})],
        ),
    ],
    ids=["retained", "updated", "without data", "replaced and retained"],
)
def test_what_stays_or_holds_no_data_is_no_loss(old: Planned, new: list[Planned]) -> None:
    assert one([old], new).losses == ()


def test_a_protected_loss_is_told_to_be_one() -> None:
    (loss,) = one([planned(DATABASE, protect=True)], []).losses
    assert loss.protected


def test_what_depends_on_what_is_replaced_is_told() -> None:
    def plan(cidr: str) -> list[Planned]:
        vpc = planned(VPC, "vpc", inputs={"cidrBlock": cidr})
        return [
            vpc,
            planned(SUBNET, "taking", inputs=IN_VPC),
            planned(QUEUE, "waiting", depends_on=(vpc.urn,)),
            planned(COMPONENT, "component", depends_on=(vpc.urn,)),
        ]

    (found,) = one(plan("10.0.0.0/16"), plan("10.1.0.0/16")).stacks
    (vpc,) = (change for change in found.changes if change.name == "vpc")
    assert found.dependents[vpc.urn] == ("taking", "waiting")


def test_what_goes_together_does_not_depend_on_each_other() -> None:
    before = [planned(VPC, "vpc"), planned(SUBNET, inputs=IN_VPC)]
    assert one(before, []).stacks[0].dependents == {}


def test_what_still_depends_on_what_is_destroyed_is_told() -> None:
    subnet = planned(SUBNET, inputs=IN_VPC)
    (found,) = one([planned(VPC, "vpc"), subnet], [subnet]).stacks
    assert [*found.dependents.values()] == [("one",)]


def test_a_stack_that_one_side_alone_has_is_new_or_gone() -> None:
    come, gone = named("dev-tenant-b", planned(QUEUE)), named("dev-tenant-a", planned(QUEUE))
    found = told([gone], [come])
    assert [(one.stack, one.is_new, one.is_gone) for one in found.stacks] == [
        ("dev-tenant-a", False, True),
        ("dev-tenant-b", True, False),
    ]


def test_costs_are_told_by_stack_and_together() -> None:
    gateway = planned(GATEWAY, inputs={"subnetId": "subnet-1"})
    stacks = [named(name, gateway) for name in ("dev-cluster", "dev-platform")]
    found = told(stacks[:1], stacks)
    assert found.cost.before.usd > 0
    assert found.cost.after.usd == 2 * found.cost.before.usd
    assert [one.cost.usd > 0 for one in found.stacks] == [False, True]


def test_what_has_another_name_costs_what_it_cost() -> None:
    found = one([planned(GATEWAY, "was")], [planned(GATEWAY, "is", aliases=("was",))])
    assert found.cost.changes == ()


def test_the_smallest_budget_of_a_stack_is_its_budget() -> None:
    budgets = [
        planned(BUDGET, name, inputs={"limitAmount": limit})
        for name, limit in (("a", "300"), ("b", "200"), ("c", "${x.limit}"))
    ]
    assert one([], budgets).stacks[0].budget == Decimal(200)
    assert one([], []).stacks[0].budget is None


def test_access_is_told_of_the_stacks_that_were_asked_for() -> None:
    rule = planned(
        INGRESS, inputs={"securityGroupId": "sg-1", "cidrIpv4": "0.0.0.0/0", "ipProtocol": "-1"}
    )
    before = [named("dev-cluster"), named("dev-platform")]
    after = [named("dev-cluster", rule), named("dev-platform")]
    assert len(told(before, after, "dev-cluster").access) == 1
    assert told(before, after, "dev-platform").access == ()


def test_a_denial_that_goes_with_its_whole_stack_is_no_gain() -> None:
    denial = named("dev-tenant-a", planned(BUCKET_POLICY, inputs={"policy": DENY}))
    assert told([], [denial]).access == ()
    assert told([denial], []).access == ()
    assert len(told([denial], [named("dev-tenant-a")]).access) == 1


def test_a_role_that_comes_with_its_boundary_has_lost_nothing() -> None:
    bound = planned(ROLE, inputs={"name": "dev-role", "permissionsBoundary": "${limit.arn}"})
    free = planned(ROLE, inputs={"name": "dev-role"})
    assert one([], [bound]).access == ()
    assert [change.gained for change in one([free], [bound]).access] == [False]


def test_addresses_are_told_of_environments_that_take_others() -> None:
    def plan(*more: Planned) -> list[Recording]:
        subnet = planned(
            SUBNET, "a", inputs={"cidrBlock": "10.0.0.0/24", "availabilityZone": "eu-west-1a"}
        )
        return [stack(subnet, *more)]

    gateway = planned(GATEWAY, inputs={"subnetId": "${a.id}"})
    (change,) = told(plan(), plan(gateway)).addresses["dev"].changes
    assert (change.id, change.idle) == ("${a.id}", 1)
    assert told(plan(gateway), plan(gateway)).addresses == {}
