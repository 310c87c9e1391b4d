"""What a change does to each resource of a plan."""

from typing import Any

import pytest

from strata.comparison.properties import Difference
from strata.comparison.replacement import PROVIDER, Reason
from strata.comparison.resources import Action, Change, compare
from strata.plan.recording import Planned, Recording
from strata.wire import Secret
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

RELEASE = "kubernetes:helm.sh/v3:Release"
CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
PRIORITY = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
PROVIDER_TYPE = "pulumi:providers:kubernetes"
INLINE = "aws:iam/rolePolicy:RolePolicy"


def changes(before: Recording, after: Recording) -> dict[str, Change]:
    """What happens to the resources of one stack, by logical name."""
    (found,) = compare([before], [after])
    return {change.name: change for change in found.changes}


def change(before: Planned, after: Planned) -> Change:
    return changes(stack(before), stack(after))[after.name]


def test_what_only_the_new_plan_has_is_created() -> None:
    assert changes(stack(), stack(planned(BUCKET)))["one"].action is Action.CREATED


def test_what_only_the_old_plan_has_is_destroyed() -> None:
    assert changes(stack(planned(BUCKET)), stack())["one"].action is Action.DESTROYED


def test_what_is_retained_is_let_go_and_stays_in_the_cloud() -> None:
    found = changes(stack(planned(BUCKET, retain=True)), stack())["one"]
    assert (found.action, found.stays_in_cloud) == (Action.LET_GO, True)


def test_what_is_protected_is_told_to_be_when_it_would_go() -> None:
    assert changes(stack(planned(BUCKET, protect=True)), stack())["one"].protected


def test_the_new_plan_cannot_protect_what_goes() -> None:
    old = planned(BUCKET, inputs={"bucket": "a"})
    new = planned(BUCKET, inputs={"bucket": "b"}, protect=True)
    assert not change(old, new).protected


def test_what_may_change_in_place_is_updated() -> None:
    old, new = (planned(BUCKET, inputs={"tags": {"a": value}}) for value in ("x", "y"))
    found = change(old, new)
    assert found.action is Action.UPDATED
    assert found.differences == (Difference("tags.a", "x", "y"),)


def test_a_create_only_input_that_changes_replaces() -> None:
    old, new = (planned(VPC, inputs={"cidrBlock": cidr}) for cidr in ("10.0.0.0/16", "10.1.0.0/16"))
    found = change(old, new)
    assert (found.action, found.reasons) == (Action.REPLACED, (Reason("cidrBlock"),))


def test_a_create_only_input_inside_of_another_replaces() -> None:
    old, new = (
        planned("aws:eks/cluster:Cluster", inputs={"kubernetesNetworkConfig": {"ipFamily": family}})
        for family in ("ipv4", "ipv6")
    )
    assert change(old, new).reasons == (Reason("kubernetesNetworkConfig.ipFamily"),)


def test_a_secret_that_changes_is_a_change_without_its_value() -> None:
    old, new = (planned(QUEUE, inputs={"policy": Secret(value)}) for value in ("hunter2", "x"))
    assert change(old, new).differences == (Difference("policy", "[secret]", "[secret]"),)


def test_a_renamed_resource_with_an_alias_is_kept() -> None:
    old, new = planned(BUCKET, "was"), planned(BUCKET, "is", aliases=("was",))
    found = change(old, new)
    assert (found.action, found.formerly) == (Action.KEPT, old.urn)


def test_what_takes_from_a_renamed_resource_is_kept() -> None:
    old = stack(planned(VPC, "was"), planned(SUBNET, inputs={"vpcId": "${was.id}"}))
    new = stack(planned(VPC, "is", aliases=("was",)), planned(SUBNET, inputs={"vpcId": "${is.id}"}))
    assert changes(old, new)["one"].action is Action.KEPT


def test_what_another_stack_takes_from_a_renamed_resource_is_kept() -> None:
    above = planned(SUBNET, inputs={"vpcId": "${was.id}"})
    below = planned(SUBNET, inputs={"vpcId": "${is.id}"})
    before = [stack(planned(VPC, "was")), stack(above, name="dev-platform")]
    after = [stack(planned(VPC, "is", aliases=("was",))), stack(below, name="dev-platform")]
    assert [one.action for one in compare(before, after)[1].changes] == [Action.KEPT]


def test_what_is_made_of_a_replaced_resource_is_replaced_with_it() -> None:
    def plan(cidr: str) -> Recording:
        return stack(
            planned(VPC, "vpc", inputs={"cidrBlock": cidr}),
            planned(SUBNET, "subnet", inputs={"vpcId": "${vpc.id}"}),
            planned(
                "aws:rds/subnetGroup:SubnetGroup", "group", inputs={"subnetIds": ["${subnet.id}"]}
            ),
        )

    found = changes(plan("10.0.0.0/16"), plan("10.1.0.0/16"))
    assert found["subnet"].reasons == (Reason("vpcId", found["vpc"].urn),)
    assert found["subnet"].action is Action.REPLACED
    assert found["group"].follows == (Reason("subnetIds", found["subnet"].urn),)
    assert found["group"].action is Action.UPDATED


def test_what_another_stack_makes_of_a_replaced_resource_is_replaced_with_it() -> None:
    def plan(cidr: str) -> list[Recording]:
        return [
            stack(planned(VPC, "vpc", inputs={"cidrBlock": cidr})),
            stack(planned(SUBNET, inputs={"vpcId": "${vpc.id}"}), name="dev-platform"),
        ]

    _, above = compare(plan("10.0.0.0/16"), plan("10.1.0.0/16"))
    assert [one.action for one in above.changes] == [Action.REPLACED]


def test_what_moves_to_a_new_resource_of_the_same_name_is_replaced() -> None:
    old = stack(planned(BUCKET, "vpc"), planned(SUBNET, inputs={"vpcId": "${vpc.id}"}))
    new = stack(planned(VPC, "vpc"), planned(SUBNET, inputs={"vpcId": "${vpc.id}"}))
    assert changes(old, new)["one"].action is Action.REPLACED


def test_a_provider_that_is_made_anew_takes_all_that_it_made_with_it() -> None:
    def plan(cluster: str) -> Recording:
        provider = planned(PROVIDER_TYPE, "provider", inputs={"clusterIdentifier": cluster})
        return stack(provider, planned(RELEASE, provider=f"{provider.urn}::id"))

    found = changes(plan("a"), plan("b"))
    assert found["one"].reasons == (Reason(PROVIDER, found["provider"].urn),)


@pytest.mark.parametrize(
    ("inputs", "first"),
    [
        ({"name": "queue"}, True),
        ({}, False),
    ],
)
def test_what_keeps_its_name_goes_before_its_successor_comes(
    inputs: dict[str, str], first: bool
) -> None:
    old, new = (planned(QUEUE, inputs=inputs | {"fifoQueue": fifo}) for fifo in (True, False))
    assert change(old, new).deletes_first is first


def test_what_gets_another_name_goes_after_its_successor_has_come() -> None:
    old, new = (planned(QUEUE, inputs={"name": name}) for name in ("a", "b"))
    assert change(old, new).deletes_first is False


def test_what_names_a_resource_that_goes_first_is_made_anew_too() -> None:
    def plan(path: str) -> Recording:
        role = planned(ROLE, "role", inputs={"name": "dev-role", "path": path})
        policy = planned(INLINE, inputs={"role": "dev-role"}, depends_on=(role.urn,))
        return stack(role, policy)

    found = changes(plan("/a/"), plan("/b/"))
    assert found["one"].reasons == (Reason("role", found["role"].urn),)


def test_an_object_in_another_namespace_does_not_go_first() -> None:
    old, new = (
        planned(CONFIG_MAP, inputs={"metadata": {"name": "x", "namespace": namespace}})
        for namespace in ("a", "b")
    )
    found = change(old, new)
    assert (found.action, found.deletes_first) == (Action.REPLACED, False)


@pytest.mark.parametrize(
    ("flags", "action"),
    [
        ({}, Action.REPLACED),
        ({"enableConfigMapMutable": True}, Action.UPDATED),
        ({"enableConfigMapMutable": "true"}, Action.UPDATED),
        ({"enableSecretMutable": True}, Action.REPLACED),
    ],
)
def test_the_provider_decides_whether_the_data_of_a_config_map_changes_in_place(
    flags: dict[str, Any], action: Action
) -> None:
    def plan(value: str) -> Recording:
        provider = planned(PROVIDER_TYPE, "provider", inputs=flags)
        inputs = {"metadata": {"name": "x"}, "data": {"a": value}}
        return stack(provider, planned(CONFIG_MAP, inputs=inputs, provider=f"{provider.urn}::id"))

    assert changes(plan("x"), plan("y"))["one"].action is action


def test_a_change_that_the_api_refuses_is_told() -> None:
    old, new = (planned(PRIORITY, inputs={"value": value}) for value in (1, 2))
    found = change(old, new)
    assert (found.action, found.refused) == (Action.UPDATED, ("value",))


def test_what_is_made_anew_is_not_refused() -> None:
    old, new = (
        planned(PRIORITY, inputs={"value": value, "metadata": {"name": f"p{value}"}})
        for value in (1, 2)
    )
    found = change(old, new)
    assert (found.action, found.refused) == (Action.REPLACED, ())


def test_of_a_type_that_is_not_listed_it_is_told_that_nothing_is_known() -> None:
    old, new = (planned("aws:x/y:Y", inputs={"a": value}) for value in (1, 2))
    found = change(old, new)
    assert (found.action, found.known) == (Action.UPDATED, False)


@pytest.mark.parametrize("type_", [COMPONENT, CONFIG_MAP, "kubernetes:example.com/v1:Custom"])
def test_of_components_and_of_any_kubernetes_kind_it_is_known(type_: str) -> None:
    assert change(planned(type_), planned(type_)).known


def test_protection_that_is_lifted_is_told_although_nothing_happens_yet() -> None:
    found = change(planned(BUCKET, protect=True), planned(BUCKET))
    assert found.action is Action.KEPT
    assert found.options == (Difference("protect", True, False),)


def test_only_what_a_cloud_holds_is_made() -> None:
    found = changes(stack(), stack(planned(BUCKET, "a"), planned(COMPONENT, "b")))
    assert {name: change.made for name, change in found.items()} == {"a": True, "b": False}


def test_the_worst_comes_first() -> None:
    old = stack(planned(BUCKET, "a"), planned(BUCKET, "b", retain=True), planned(VPC, "c"))
    new = stack(planned(VPC, "c", inputs={"cidrBlock": "10.0.0.0/16"}), planned(QUEUE, "d"))
    (found,) = compare([old], [new])
    assert [change.action for change in found.changes] == [
        Action.REPLACED,
        Action.DESTROYED,
        Action.LET_GO,
        Action.CREATED,
    ]


def test_a_stack_of_one_side_is_made_or_destroyed_as_a_whole() -> None:
    gone, come = stack(planned(BUCKET), name="dev-platform"), stack(planned(BUCKET))
    found = compare([gone], [come])
    assert {one.stack: [change.action for change in one.changes] for one in found} == {
        "dev-cluster": [Action.CREATED],
        "dev-platform": [Action.DESTROYED],
    }


def test_changes_are_told_by_what_happens() -> None:
    (found,) = compare([stack(planned(BUCKET, "a"))], [stack(planned(BUCKET, "b"))])
    assert [change.name for change in found.of(Action.CREATED)] == ["b"]


def test_committed_stacks_keep_all_of_themselves(dev: dict[str, Recording]) -> None:
    found = compare([*dev.values()], [*dev.values()])
    assert {change.action for one in found for change in one.changes} == {Action.KEPT}
