"""What a check found."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "failure"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        check: What was looked at.
        state: `ok`; `warning`: it will get in the way some day; `failure`: `pulumi up` would fail.
        found: What there is.
        remedy: What to do; empty if nothing.
    """

    check: str
    state: State
    found: str
    remedy: str = ""


def ok(check: str, found: str) -> Finding:
    """All is well."""
    return Finding(check=check, state="ok", found=found)


def warning(check: str, found: str, remedy: str) -> Finding:
    """It will get in the way some day."""
    return Finding(check=check, state="warning", found=found, remedy=remedy)


def failure(check: str, found: str, remedy: str) -> Finding:
    """`pulumi up` would fail."""
    return Finding(check=check, state="failure", found=found, remedy=remedy)
