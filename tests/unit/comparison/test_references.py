"""What a resource's inputs take from others."""

from strata.comparison.references import Names, leaves, renamed
from strata.wire import ResourceReference, Secret
from tests.unit.comparison.planned import BUCKET, COMPONENT, SUBNET, VPC, planned, stack

VPC_ONE = planned(VPC, "vpc")


def test_a_placeholder_leads_to_the_resource_of_its_name() -> None:
    subnet = planned(SUBNET, inputs={"vpcId": "${vpc.id}"})
    assert list(Names([stack(VPC_ONE, subnet)]).taken(subnet, "dev-cluster")) == [
        ("vpcId", VPC_ONE.urn)
    ]


def test_a_placeholder_is_found_inside_of_a_text() -> None:
    bucket = planned(BUCKET, inputs={"tags": {"of": "arn:${vpc.id}/x"}})
    found = list(Names([stack(VPC_ONE, bucket)]).taken(bucket, "dev-cluster"))
    assert found == [("tags.of", VPC_ONE.urn)]


def test_a_variable_of_a_policy_is_no_placeholder() -> None:
    bucket = planned(BUCKET, inputs={"policy": "${aws:PrincipalTag/vpc.id}"})
    assert not list(Names([stack(VPC_ONE, bucket)]).taken(bucket, "dev-cluster"))


def test_a_stack_takes_from_the_stacks_below_what_it_has_not() -> None:
    subnet = planned(SUBNET, inputs={"vpcId": "${vpc.id}"})
    names = Names([stack(VPC_ONE), stack(subnet, name="dev-platform")])
    assert list(names.taken(subnet, "dev-platform")) == [("vpcId", VPC_ONE.urn)]


def test_of_a_name_that_several_share_the_one_depended_on_is_meant() -> None:
    other = planned(BUCKET, "vpc")
    subnet = planned(SUBNET, inputs={"vpcId": "${vpc.id}"}, depends_on=(VPC_ONE.urn,))
    found = list(Names([stack(VPC_ONE, other, subnet)]).taken(subnet, "dev-cluster"))
    assert found == [("vpcId", VPC_ONE.urn)]


def test_a_component_has_no_values_to_take() -> None:
    named_alike = planned(COMPONENT, "vpc")
    subnet = planned(SUBNET, inputs={"vpcId": "${vpc.id}"})
    found = list(Names([stack(named_alike, VPC_ONE, subnet)]).taken(subnet, "dev-cluster"))
    assert found == [("vpcId", VPC_ONE.urn)]


def test_a_reference_leads_to_its_resource() -> None:
    subnet = planned(SUBNET, inputs={"vpc": ResourceReference(VPC_ONE.urn)})
    assert list(Names([stack(subnet)]).taken(subnet, "dev-cluster")) == [("vpc", VPC_ONE.urn)]


def test_leaves_lie_at_their_paths_in_secrets_and_lists_too() -> None:
    value = {"a": [{"b": "x"}], "c": Secret({"d": "y"}), "e": 1}
    assert list(leaves(value)) == [("a.b", "x"), ("c.d", "y")]


def test_a_resource_is_retold_with_other_names() -> None:
    inputs = {"a": Secret("${old.id}"), "b": ["x${old.id}y"], "c": "${older.id}", "d": 1}
    assert renamed(planned(BUCKET, inputs=inputs), {"old": "new"}).inputs == {
        "a": Secret("${new.id}"),
        "b": ["x${new.id}y"],
        "c": "${older.id}",
        "d": 1,
    }
