"""Problems: what is wrong with a stack file, one line each."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

_LONGEST = 60


@dataclass(frozen=True, order=True, kw_only=True, slots=True)
class Problem:
    """One thing that is wrong, and what to do about it.

    As text: `stacks/Pulumi.dev-tenant-ads.yaml:5: size = 'big': must be s, m or l; write one`.

    Attributes:
        file: Path of the stack file.
        line: Line in it, counted from 1; 0 when the file as a whole is meant.
        key: The setting, such as `access.admins[0]`; empty when the file as a whole is meant.
        value: The value as a person would recognise it; empty when there is none to show.
        rule: What is wrong, or what is allowed.
        remedy: What to do.
    """

    file: str
    line: int = 0
    key: str = ""
    value: str = ""
    rule: str
    remedy: str

    @property
    def message(self) -> str:
        """Everything except the place."""
        named = f"{self.key} = {self.value}" if self.value else self.key
        return f"{named}: {self.explanation}" if named else self.explanation

    @property
    def explanation(self) -> str:
        """The rule and the remedy."""
        return f"{self.rule}; {self.remedy}"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class ConfigError(pulumi.RunError):
    """Settings are wrong; as text, one line a problem, and nothing else of it when Pulumi runs."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        # From one process to another it goes with its problems, not with its text.
        return type(self), (self.problems,)


def spoken(path: Sequence[str | int]) -> str:
    """Write the path to a setting as a person says it: `access.admins[0]`.

    Every setting of a stack lies under `config` and the layer's key, so these are left out.
    """
    if len(path) > 1 and path[0] == "config":
        path = path[1:]
        if len(path) > 1 and str(path[0]).startswith("strata:"):
            path = path[1:]
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + _word(part)
    return text


def shown(value: Any) -> str:
    """Write a value as a person would recognise it; empty for a map or a list."""
    if isinstance(value, dict | list):
        return ""
    if isinstance(value, str):
        return repr(_short(value))
    # As a map of words by value, True would be 1's.
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return _short(str(value))


def _word(key: str) -> str:
    return _short(key) if key.isprintable() and key else repr(_short(key))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
