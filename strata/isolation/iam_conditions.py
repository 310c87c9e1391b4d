"""The `Condition` element of IAM policies.

Sources:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
and
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from strata.isolation.iam_values import Context, NotUnderstoodError, arn_like, like, same

_Comparison = Callable[[str, str, Context], bool | None]

_FORM = re.compile(r"(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?")
_NEGATED = re.compile(r"Not(?=Equals|Like)")
_NULL = "Null"


def _ignoring_case(text: str, value: str, context: Context) -> bool | None:
    lowered = {key: tuple(one.lower() for one in values) for key, values in context.items()}
    return same(text.lower(), value.lower(), lowered)


def _bool(text: str, value: str, _: Context) -> bool:
    return text.lower() == value.lower()


def _numeric(holds: Callable[[float, float], bool]) -> _Comparison:
    return lambda text, value, _: holds(float(value), float(text))


# Positive forms; `Not` before `Equals` or `Like` negates one.
_COMPARISONS: Mapping[str, _Comparison] = {
    "StringEquals": same,
    "StringEqualsIgnoreCase": _ignoring_case,
    "StringLike": like,
    "ArnEquals": arn_like,
    "ArnLike": arn_like,
    "Bool": _bool,
    "NumericEquals": _numeric(lambda value, wanted: value == wanted),
    "NumericLessThan": _numeric(lambda value, wanted: value < wanted),
    "NumericLessThanEquals": _numeric(lambda value, wanted: value <= wanted),
    "NumericGreaterThan": _numeric(lambda value, wanted: value > wanted),
    "NumericGreaterThanEquals": _numeric(lambda value, wanted: value >= wanted),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """One key under one operator.

    Attributes:
        operator: The operator, positive and without prefix and suffix.
        negated: Whether nothing may match.
        of_set: `ForAllValues` or `ForAnyValue`, for keys with many values; else empty.
        if_exists: Whether a request without the key passes.
        key: The condition key, in small letters.
        values: What the request's value is compared with; one that matches is enough.
    """

    operator: str
    negated: bool
    of_set: str
    if_exists: bool
    key: str
    values: tuple[str, ...]

    def holds(self, context: Context) -> bool:
        """Whether a request's context meets it.

        Raises:
            NotUnderstoodError: The policy or the request uses the key in an unmodelled way.
        """
        found = context.get(self.key, ())
        if self.operator == _NULL:
            return all((value.lower() == "true") == (not found) for value in self.values)
        if not found:
            return self._without_value()
        if self.of_set == "ForAllValues":
            return all(self._meets(value, context) for value in found)
        if self.of_set == "ForAnyValue":
            return any(self._meets(value, context) for value in found)
        if len(found) > 1:
            raise NotUnderstoodError(f"{self.operator} on {self.key}, which has many values")
        return self._meets(found[0], context)

    def _without_value(self) -> bool:
        if self.of_set:
            return self.of_set == "ForAllValues"
        return self.if_exists or self.negated

    def _meets(self, value: str, context: Context) -> bool:
        compare = _COMPARISONS[self.operator]
        matches = [compare(text, value, context) for text in self.values]
        if self.negated and None in matches:
            raise NotUnderstoodError(f"a variable without value is to differ from {self.key}")
        return any(matches) != self.negated


def conditions(element: Mapping[str, Mapping[str, Any]]) -> Iterator[Condition]:
    """Read a `Condition` element; all of its conditions must hold.

    Raises:
        NotUnderstoodError: It uses an operator that is not modelled.
    """
    for name, keys in element.items():
        of_set, operator, suffix = _operator(name)
        positive = _NEGATED.sub("", operator)
        # What AWS does with any value of a key that need not exist, it does not say.
        unsaid = suffix and of_set == "ForAnyValue"
        unknown = positive not in (*_COMPARISONS, _NULL) or (operator == _NULL and of_set + suffix)
        if unsaid or unknown:
            raise NotUnderstoodError(f"condition operator {name!r}")
        for key, values in keys.items():
            yield Condition(
                operator=positive,
                negated=positive != operator,
                of_set=of_set,
                if_exists=bool(suffix),
                key=key.lower(),
                values=_texts(values),
            )


def _operator(name: str) -> tuple[str, str, str]:
    found = _FORM.fullmatch(name)
    if found is None:
        raise NotUnderstoodError(f"condition operator {name!r}")
    return found[1] or "", found[2], found[3] or ""


def _texts(values: Any) -> tuple[str, ...]:
    """A condition's values as texts: JSON's booleans and numbers are taken too."""
    listed = values if isinstance(values, list) else [values]
    return tuple(str(value).lower() if isinstance(value, bool) else str(value) for value in listed)
