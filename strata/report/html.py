"""The report as one page for a browser: it holds all that it needs, and asks no network."""

import base64
import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import jinja2

from strata.comparison.properties import ABSENT
from strata.comparison.resources import Action, Change
from strata.cost.difference import Change as Bill
from strata.cost.difference import Difference
from strata.plan.text import kind
from strata.report import money, picture, places, sentences
from strata.report.model import Report, StackReport
from strata.report.verdict import verdict

WORDS = {action: action.value for action in Action} | {Action.UPDATED: "changed"}
"""What happens to a resource, in a word or two."""

SIGNS = {
    Action.REPLACED: "±",
    Action.DESTROYED: "−",  # noqa: RUF001 - a minus sign is as wide as a plus sign
    Action.LET_GO: "○",
    Action.UPDATED: "~",
    Action.CREATED: "+",
    Action.KEPT: "=",
}
"""What stands for that where there is no room for words."""

# Between words and what comes from a plan. It is no character, so no text holds it on purpose.
_MARK = "\ufdd0"


def as_html(report: Report) -> str:
    """A page: what is grave stands first, and everything is in tables that sort and filter.

    Everything that comes from a plan is escaped, and the page's own policy allows its one style
    and its one script and nothing else.
    """
    style, script = (_text(name) for name in ("page.css", "page.js"))
    rows = [(stack, change) for stack in report.stacks for change in stack.changes]
    return (
        _environment()
        .get_template("page.html")
        .render(
            report=report,
            verdict=verdict(report),
            pictures=picture.pictures(report.stacks),
            touched=[one for one in report.stacks if picture.is_touched(one)],
            rows=rows,
            grave=[(stack, change) for stack, change in rows if _is_grave(stack, change)],
            numbers={change.urn: number for number, (_, change) in enumerate(rows, start=1)},
            style=style,
            style_hash=_hash(style),
            script=script,
            script_hash=_hash(script),
        )
    )


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("strata.report", "page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "ABSENT": ABSENT,
        "Action": Action,
        "SIGNS": SIGNS,
        "WORDS": WORDS,
        "COLUMNS": places.COLUMNS,
        "WIDTH": picture.WIDTH,
        "code": _code,
        "bills": _bills,
        "money": money,
        "places": places,
        "sentences": sentences,
        "said": _said,
        "told": picture.told,
        "whole": _whole,
    }
    environment.filters |= {"kind": kind, "parts": _parts, "usd": _usd, "name": _name}
    return environment


def _is_grave(stack: StackReport, change: Change) -> bool:
    """Whether a reader must see it first; of a stack that goes as a whole, that is enough."""
    gone = change.action in (Action.REPLACED, Action.DESTROYED) and not stack.is_gone
    return gone or bool(change.refused)


def _said(change: Change, stack: StackReport) -> list[str]:
    """What there is to say of a resource besides its properties before and after."""
    return sentences.change(replace(change, differences=(), options=()), stack, _code)


def _bills(found: Difference) -> list[Bill]:
    """What is billed otherwise: the most first, then what nobody knows, then what use decides."""
    return sorted(
        found.changes,
        key=lambda one: (
            one.usd is None,
            one not in found.unknown,
            -abs(one.usd or Decimal()),
            one.urn,
            one.item,
        ),
    )


def _code(text: str) -> str:
    return f"{_MARK}{text.replace(_MARK, '')}{_MARK}"


def _parts(sentence: str) -> list[str]:
    """A sentence taken apart: words, what comes from a plan, words, and so on."""
    return sentence.split(_MARK)


def _whole(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, sort_keys=True)


def _usd(amount: Decimal, sign: str = "") -> str:
    return f"{amount:{sign},.2f}"


def _name(urn: str) -> str:
    return urn.split("::", 3)[3]


def _text(name: str) -> str:
    return (resources.files(__package__) / "page" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """What a content security policy calls a text by."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
