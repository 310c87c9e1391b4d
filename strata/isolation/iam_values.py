"""Texts of IAM policies that stand for more than themselves: wildcards and variables.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import functools
import re
from collections.abc import Mapping

Context = Mapping[str, tuple[str, ...]]
"""What AWS knows of a request: values by condition key, in small letters."""

_VARIABLE = re.compile(r"(\$\{[^}]*\})")
# Three variables stand for characters that would mean something else.
_CHARACTERS = {"*": "*", "?": "?", "$": "$"}
_ARN_PARTS = 6


class NotUnderstoodError(Exception):
    """A policy says something that is not modelled, so nothing can be concluded from it."""


def like(pattern: str, value: str, context: Context) -> bool | None:
    """Whether a value matches a pattern with `*` and `?`; None if a variable has no value."""
    if "${" not in pattern:
        return _wild(pattern).fullmatch(value) is not None
    expression = _expression(pattern, context)
    return None if expression is None else re.fullmatch(expression, value, re.DOTALL) is not None


def same(text: str, value: str, context: Context) -> bool | None:
    """Whether a value is exactly a text; None if a variable has no value."""
    if "${" not in text:
        return text == value
    pieces = [_resolved(piece, context) for piece in _VARIABLE.split(text)]
    known = [piece for piece in pieces if piece is not None]
    return None if len(known) < len(pieces) else "".join(known) == value


def arn_like(pattern: str, value: str, context: Context) -> bool | None:
    """Whether an ARN matches a pattern, each of its six parts by itself.

    Raises:
        NotUnderstoodError: The pattern is no ARN.

    Source:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    """
    wanted = _parts(pattern)
    if len(wanted) < _ARN_PARTS:
        raise NotUnderstoodError(f"{pattern!r} is compared with ARNs and is none")
    found = value.split(":", _ARN_PARTS - 1)
    if len(found) < _ARN_PARTS:
        return False
    matches = [like(*pair, context) for pair in zip(wanted, found, strict=True)]
    return None if None in matches else all(matches)


def _parts(pattern: str) -> list[str]:
    """The six parts of an ARN; the colon in a variable parts nothing."""
    masked = _VARIABLE.sub(lambda found: found[0].replace(":", "\0"), pattern)
    return [part.replace("\0", ":") for part in masked.split(":", _ARN_PARTS - 1)]


@functools.cache
def _wild(pattern: str) -> re.Pattern[str]:
    return re.compile(_translated(pattern), re.DOTALL)


def _translated(pattern: str) -> str:
    return "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in pattern)


def _expression(pattern: str, context: Context) -> str | None:
    """A regular expression in which a variable's value stands for itself alone."""
    found = []
    for piece in _VARIABLE.split(pattern):
        if not _VARIABLE.fullmatch(piece):
            found.append(_translated(piece))
            continue
        value = _resolved(piece, context)
        if value is None:
            return None
        found.append(re.escape(value))
    return "".join(found)


def _resolved(piece: str, context: Context) -> str | None:
    """What a piece of a text stands for; None if it is a variable without value or default."""
    if not _VARIABLE.fullmatch(piece):
        return piece
    name, _, default = piece[2:-1].partition(",")
    if name in _CHARACTERS:
        return _CHARACTERS[name]
    values = context.get(name.strip().lower(), ())
    if len(values) > 1:
        raise NotUnderstoodError(f"{piece} has more than one value")
    if values:
        return values[0]
    quoted = re.fullmatch(r"\s*'(.*)'\s*", default)
    return quoted[1] if quoted else None
