"""Which resource of one plan is which of another."""

from strata.comparison.identity import Pair, pairs
from tests.unit.comparison.planned import BUCKET, COMPONENT, QUEUE, planned, stack


def only(found: tuple[Pair, ...]) -> Pair:
    (pair,) = found
    return pair


def test_a_resource_is_the_one_with_its_urn() -> None:
    old, new = planned(BUCKET, inputs={"bucket": "a"}), planned(BUCKET, inputs={"bucket": "b"})
    assert pairs(stack(old), stack(new)) == (Pair(old, new),)


def test_a_name_of_another_type_is_another_resource() -> None:
    old, new = planned(BUCKET), planned(QUEUE)
    assert pairs(stack(old), stack(new)) == (Pair(old, None), Pair(None, new))


def test_an_alias_s_name_finds_the_resource_of_that_name() -> None:
    old, new = planned(BUCKET, "was"), planned(BUCKET, "is", aliases=("was",))
    assert only(pairs(stack(old), stack(new))).formerly == old.urn


def test_an_alias_s_urn_finds_a_resource_anywhere() -> None:
    outer = planned(COMPONENT, "outer")
    old, new = planned(BUCKET, "was", parent=outer.urn), planned(BUCKET, "is")
    aliased = planned(BUCKET, "is", aliases=(old.urn,))
    found = pairs(stack(outer, old), stack(outer, aliased))
    assert Pair(old, aliased) in found
    assert Pair(old, None) in pairs(stack(outer, old), stack(outer, new))


def test_a_child_follows_its_parent_s_alias() -> None:
    was, now = planned(COMPONENT, "was"), planned(COMPONENT, "is", aliases=("was",))
    old = planned(BUCKET, "was-logs", parent=was.urn)
    new = planned(BUCKET, "is-logs", parent=now.urn)
    assert Pair(old, new) in pairs(stack(was, old), stack(now, new))


def test_a_child_with_a_name_of_its_own_keeps_it_under_a_renamed_parent() -> None:
    was, now = planned(COMPONENT, "was"), planned(COMPONENT, "is", aliases=("was",))
    old, new = (planned(BUCKET, "logs", parent=parent.urn) for parent in (was, now))
    assert Pair(old, new) in pairs(stack(was, old), stack(now, new))


def test_a_resource_that_is_still_there_is_nobody_s_former_self() -> None:
    old, new = planned(BUCKET, "was"), planned(BUCKET, "is", aliases=("was",))
    assert Pair(None, new) in pairs(stack(old), stack(old, new))


def test_two_that_claim_one_former_self_do_not_both_get_it() -> None:
    old = planned(BUCKET, "was")
    news = [planned(BUCKET, name, aliases=("was",)) for name in ("a", "b")]
    assert [pair.before for pair in pairs(stack(old), stack(*news))] == [old, None]
