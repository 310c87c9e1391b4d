"""What holds of every comparison, whatever is planned."""

from hypothesis import given
from hypothesis import strategies as st

from strata.comparison.resources import Action, compare
from strata.plan.recording import Recording
from strata.wire import Secret
from tests.unit.comparison.planned import BUCKET, COMPONENT, QUEUE, SUBNET, VPC, planned, stack

INPUTS = st.dictionaries(
    st.sampled_from(["bucket", "name", "vpcId", "cidrBlock", "tags"]),
    st.sampled_from(["x", "y", "${a.id}", "${b.arn}", Secret("${a.id}"), None]),
    max_size=3,
)
NAMES = ("a", "b", "c")


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    """A plan of a few resources that take from each other."""
    resources = {}
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True)):
        one = planned(
            draw(st.sampled_from([BUCKET, VPC, SUBNET, QUEUE, COMPONENT])),
            name,
            inputs=draw(INPUTS),
            protect=draw(st.booleans()),
            retain=draw(st.booleans()),
            aliases=tuple(draw(st.lists(st.sampled_from(NAMES), max_size=1))),
        )
        resources[one.urn] = one
    return stack(*resources.values())


@given(recordings())
def test_a_plan_keeps_all_of_itself(one: Recording) -> None:
    (found,) = compare([one], [one])
    assert {change.action for change in found.changes} <= {Action.KEPT}
    assert not any(change.differences or change.options for change in found.changes)


@given(recordings(), recordings())
def test_every_urn_of_either_plan_appears_exactly_once(before: Recording, after: Recording) -> None:
    (found,) = compare([before], [after])
    told = [change.urn for change in found.changes]
    told += [change.formerly for change in found.changes if change.formerly]
    assert sorted(told) == sorted({one.urn for one in (*before.resources, *after.resources)})


@given(recordings(), recordings())
def test_what_is_replaced_has_a_reason_and_what_has_a_reason_is_replaced(
    before: Recording, after: Recording
) -> None:
    (found,) = compare([before], [after])
    assert all(bool(one.reasons) == (one.action is Action.REPLACED) for one in found.changes)


@given(recordings(), recordings())
def test_the_order_in_which_resources_are_planned_changes_nothing(
    before: Recording, after: Recording
) -> None:
    turned = Recording(after.stack, after.resources[::-1])
    assert compare([before], [after]) == compare([before], [turned])
