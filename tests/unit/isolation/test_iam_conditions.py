"""Condition operators, by the tables of AWS's documentation."""

from typing import Any

import pytest

from strata.isolation.iam_conditions import conditions
from strata.isolation.iam_values import NotUnderstoodError

ROLE = "arn:aws:iam::123456789012:role/strata/dev/a"

Given = str | tuple[str, ...] | None


def holds(operator: str, wanted: Any, given: Given, key: str = "key") -> bool:
    """Whether a request in which the key has a value meets a condition."""
    values = (given,) if isinstance(given, str) else given
    context = {} if values is None else {key: values}
    return all(one.holds(context) for one in conditions({operator: {key.upper(): wanted}}))


@pytest.mark.parametrize(
    ("operator", "wanted", "given", "expected"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEquals", ["a", "b"], "b", True),
        ("StringEquals", "a*", "ab", False),
        ("StringNotEquals", ["a", "b"], "c", True),
        ("StringNotEquals", ["a", "b"], "b", False),
        ("StringEqualsIgnoreCase", "Ab", "aB", True),
        ("StringNotEqualsIgnoreCase", "Ab", "aB", False),
        ("StringLike", "a*c?", "abbcd", True),
        ("StringLike", "a?", "abc", False),
        ("StringNotLike", "a*", "abc", False),
        ("ArnLike", "arn:aws:iam::*:role/strata/*", ROLE, True),
        ("ArnEquals", "arn:aws:iam::*:role/strata/*", ROLE, True),
        ("ArnLike", "arn:*:a", ROLE, None),
        ("ArnLike", ROLE, "no ARN", False),
        ("ArnNotLike", "arn:aws:iam::*:role/strata/*", ROLE, False),
        ("ArnNotEquals", "arn:aws:iam::*:role/other", ROLE, True),
        ("Bool", "true", "true", True),
        ("Bool", True, "true", True),
        ("Bool", "false", "true", False),
        ("NumericLessThan", "1.2", "1.1", True),
        ("NumericLessThan", 1.2, "1.2", False),
        ("NumericLessThanEquals", "1.2", "1.2", True),
        ("NumericGreaterThan", "1.2", "1.3", True),
        ("NumericGreaterThanEquals", "1.2", "1.1", False),
        ("NumericEquals", "10", "10.0", True),
        ("NumericNotEquals", "10", "10.0", False),
    ],
)
def test_an_operator_compares(
    operator: str, wanted: Any, given: str, *, expected: bool | None
) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html."""
    if expected is None:
        with pytest.raises(NotUnderstoodError):
            holds(operator, wanted, given)
    else:
        assert holds(operator, wanted, given) is expected


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("StringEquals", False),
        ("StringNotEquals", True),
        ("ArnLike", False),
        ("ArnNotLike", True),
        ("Bool", False),
        ("NumericLessThan", False),
        ("StringEqualsIfExists", True),
        ("BoolIfExists", True),
        ("StringNotEqualsIfExists", True),
        ("ForAllValues:StringEquals", True),
        ("ForAnyValue:StringEquals", False),
        ("ForAnyValue:StringNotEquals", False),
    ],
)
def test_a_key_that_the_request_has_not(operator: str, *, expected: bool) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html."""
    wanted = "arn:aws:s3:::a" if operator.startswith("Arn") else "1"
    assert holds(operator, wanted, None) is expected


@pytest.mark.parametrize(
    ("wanted", "given", "expected"),
    [("true", None, True), ("true", "x", False), ("false", None, False), ("false", "x", True)],
)
def test_null_tells_whether_a_key_is_there(wanted: str, given: Given, *, expected: bool) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null."""
    assert holds("Null", wanted, given) is expected


@pytest.mark.parametrize(
    ("operator", "given", "expected"),
    [
        ("ForAllValues:StringLike", ("key1:legal",), True),
        ("ForAllValues:StringLike", ("key1:hr", "key2:audit"), False),
        ("ForAnyValue:StringLike", ("key1:hr", "key2:audit"), True),
        ("ForAnyValue:StringLike", ("key2:audit",), False),
        ("ForAllValues:StringNotLike", ("key1:hr", "key2:audit"), False),
        ("ForAllValues:StringNotLike", ("key2:audit",), True),
        ("ForAnyValue:StringNotLike", ("key1:hr", "key2:audit"), True),
    ],
)
def test_a_key_of_many_values(operator: str, given: tuple[str, ...], *, expected: bool) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition_examples-multi-valued-context-keys.html."""
    assert holds(operator, "key1*", given) is expected


def test_all_keys_and_operators_of_a_statement_must_hold() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html."""
    element = {"StringEquals": {"a": "1", "b": "2"}, "Bool": {"c": "true"}}
    right = {"a": ("1",), "b": ("2",), "c": ("true",)}
    assert all(one.holds(right) for one in conditions(element))
    for key in right:
        wrong = right | {key: ("other",)}
        assert not all(one.holds(wrong) for one in conditions(element))


def test_a_condition_may_name_a_variable() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html."""
    element = {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}
    (condition,) = conditions(element)
    mine = {"aws:principaltag/team": ("ads",)}
    assert condition.holds({**mine, "aws:resourcetag/team": ("ads",)})
    assert not condition.holds({**mine, "aws:resourcetag/team": ("search",)})
    assert not condition.holds({"aws:resourcetag/team": ("ads",)})


def test_to_differ_from_a_variable_without_value_is_no_answer() -> None:
    (condition,) = conditions({"StringNotEquals": {"key": "${aws:PrincipalTag/team}"}})
    with pytest.raises(NotUnderstoodError) as error:
        condition.holds({"key": ("a",)})
    assert str(error.value) == "a variable without value is to differ from key"


def test_many_values_before_an_operator_of_one_are_no_answer() -> None:
    with pytest.raises(NotUnderstoodError) as error:
        holds("StringEquals", "a", ("a", "b"))
    assert str(error.value) == "StringEquals on key, which has many values"
