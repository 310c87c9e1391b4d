"""Two values, property by property."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strata.comparison.properties import ABSENT, Difference, differences, same, value_at
from strata.wire import UNKNOWN, ResourceReference, Secret

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS | SCALARS.map(Secret),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "name", "key"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("old", "new", "path", "before", "after"),
    [
        ({"a": 1}, {"a": 2}, "a", 1, 2),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, "a.b", 1, 2),
        ({}, {"a": 1}, "a", ABSENT, 1),
        ({"a": 1}, {}, "a", 1, ABSENT),
        ({"a": ["x", "y"]}, {"a": ["x"]}, "a[]", "y", ABSENT),
        ({"a": ["x"]}, {"a": ["x", "y"]}, "a[]", ABSENT, "y"),
        ({"a": ["x", "y"]}, {"a": ["y", "x"]}, "a", ["x", "y"], ["y", "x"]),
        ({"a": [{"x": 1}]}, {"a": [{"x": 2}]}, "a[0].x", 1, 2),
        ({"a": [{"x": 1}]}, {"a": [{"x": 1}, {"x": 2}]}, "a[1]", ABSENT, {"x": 2}),
        ({"a": 1}, {"a": True}, "a", 1, True),
        ({"a": "x"}, {"a": UNKNOWN}, "a", "x", "${unknown}"),
        ({"a": {"b": 1}}, {"a": "x"}, "a", {"b": 1}, "x"),
        ({"a": ResourceReference("urn:1")}, {"a": "x"}, "a", "urn:1", "x"),
    ],
)
def test_a_difference_tells_where_and_what(
    old: Any, new: Any, path: str, before: Any, after: Any
) -> None:
    assert differences(old, new) == (Difference(path, before, after),)


def test_an_item_with_a_name_is_found_by_it_wherever_it_stands() -> None:
    old = [{"name": "driver", "cpu": 1}, {"name": "executor", "cpu": 1}]
    new = [{"name": "driver", "cpu": 1}, {"name": "init"}, {"name": "executor", "cpu": 2}]
    assert differences({"a": old}, {"a": new}) == (
        Difference("a[executor].cpu", 1, 2),
        Difference("a[init]", ABSENT, {"name": "init"}),
    )


def test_named_items_in_another_order_differ_by_the_order_alone() -> None:
    items = [{"name": "a"}, {"name": "b"}]
    assert differences({"x": items}, {"x": items[::-1]}) == (
        Difference("x", ["a", "b"], ["b", "a"]),
    )


def test_items_that_share_a_name_are_compared_by_position() -> None:
    old, new = [{"name": "a", "v": 1}, {"name": "a", "v": 2}], [{"name": "a", "v": 1}]
    assert differences(old, new) == (Difference("[1]", {"name": "a", "v": 2}, ABSENT),)


def test_a_policy_is_read_inside_its_text() -> None:
    old = json.dumps({"Statement": [{"Sid": "Read", "Action": ["s3:GetObject"]}]})
    new = json.dumps({"Statement": [{"Sid": "Read", "Action": ["s3:GetObject", "s3:PutObject"]}]})
    assert differences({"policy": old}, {"policy": new}) == (
        Difference("policy.Statement[Read].Action[]", ABSENT, "s3:PutObject"),
    )


def test_documents_that_mean_the_same_do_not_differ() -> None:
    assert same({"policy": '{"a": 1, "b": 2}'}, {"policy": '{"b":2,"a":1}'})


def test_text_that_only_begins_like_a_document_is_text() -> None:
    assert differences("{x", "{y") == (Difference("", "{x", "{y"),)


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        (Secret("hunter2"), Secret("hunter3"), "[secret]", "[secret]"),
        (Secret("hunter2"), "hunter2", "[secret]", "[secret]"),
        ("hunter2", Secret("hunter2"), "[secret]", "[secret]"),
        (None, Secret("hunter2"), ABSENT, "[secret]"),
        (Secret({"a": "hunter2"}), Secret({"a": "hunter3"}), "[secret]", "[secret]"),
    ],
)
def test_a_secret_that_changes_is_told_and_never_shown(
    old: Any, new: Any, before: Any, after: Any
) -> None:
    assert differences({"a": old}, {"a": new}) == (Difference("a", before, after),)


def test_a_secret_inside_of_what_comes_is_masked() -> None:
    (found,) = differences({}, {"a": {"user": "x", "password": Secret("hunter2")}})
    assert found.new == {"user": "x", "password": "[secret]"}


def test_a_secret_that_stays_is_no_difference() -> None:
    assert same({"a": Secret("hunter2")}, {"a": Secret("hunter2")})


def test_nothing_and_none_are_the_same() -> None:
    assert same({"a": None}, {})


def test_a_path_leads_through_secrets_and_ends_where_there_is_nothing() -> None:
    value = {"a": Secret({"b": 1})}
    assert (value_at(value, "a.b"), value_at(value, "a.c"), value_at(value, "a.b.c")) == (
        1,
        ABSENT,
        ABSENT,
    )


@given(VALUES)
def test_a_value_does_not_differ_from_itself(value: Any) -> None:
    assert differences(value, value) == ()


@given(VALUES, VALUES)
def test_what_differs_one_way_differs_the_other_way(old: Any, new: Any) -> None:
    there, back = differences(old, new), differences(new, old)
    assert sorted(one.path for one in there) == sorted(one.path for one in back)


@given(VALUES, VALUES)
def test_same_is_the_absence_of_differences(old: Any, new: Any) -> None:
    assert same(old, new) == (not differences(old, new))
