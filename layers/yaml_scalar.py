"""What an unquoted YAML value becomes once Pulumi has read it."""

import math
import re

Scalar = str | int | float | bool | None

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
# Pulumi's reader makes 83 of 0123, 1000 of 1_000 and a time of 2026-01-01.
# Source: https://github.com/go-yaml/yaml/blob/v3/resolve.go
_OTHER_NUMBER = re.compile(r"[-+]?([0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|0[box][0-9a-fA-F_]+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


class MisreadError(ValueError):
    """An unquoted value becomes something that it does not look like.

    Attributes:
        rule: What it becomes.
        remedy: How to write what was meant.
    """

    def __init__(self, rule: str, remedy: str) -> None:
        self.rule, self.remedy = rule, remedy
        super().__init__(f"{rule}; {remedy}")


def plain(written: str) -> Scalar:
    """Read an unquoted value.

    Raises:
        MisreadError: It becomes something that it does not look like.
    """
    if written in _WORDS:
        return _WORDS[written]
    if _WHOLE.fullmatch(written):
        return int(written)
    if _DECIMAL.fullmatch(written) and math.isfinite(number := float(written)):
        return number
    if _DECIMAL.fullmatch(written) or _NO_NUMBER.fullmatch(written):
        raise MisreadError("is no number that a setting can have", "write digits")
    if _OTHER_NUMBER.fullmatch(written):
        raise MisreadError(
            "Pulumi reads another number here", "put it in quotes, or write plain decimal digits"
        )
    if _DATE.fullmatch(written):
        raise MisreadError("Pulumi reads a point in time here", "put it in quotes")
    return written


def quoted_if_needed(text: str) -> str:
    """Write a text so that YAML reads the same text."""
    try:
        same = plain(text) == text
    except MisreadError:
        same = False
    # YAML 1.1 readers, editors among them, take these for booleans.
    boolean = text.lower() in {"y", "n", "yes", "no", "on", "off"}
    if same and not boolean and re.fullmatch(r"[A-Za-z0-9/][\w./@:+=-]*(?<!:)", text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
