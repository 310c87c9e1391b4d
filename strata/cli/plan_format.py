"""How `strata plan` writes what it found."""

from enum import StrEnum


class PlanFormat(StrEnum):
    """How a plan, or what a change does to it, is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
