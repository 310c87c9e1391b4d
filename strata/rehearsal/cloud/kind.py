"""What the stand-in cloud knows of one kind of resource: a declaration, not code.

Texts are either templates or functions of the request. A template names inputs and facts in
braces: `{account}`, `{region}`, `{name}` (the logical name), `{id}` (once it is made), any input
by its wire name, and `{hex17}` for 17 hexadecimal digits.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from strata.rehearsal.cloud.inventory import Handle, Inventory, Row
from strata.rehearsal.cloud.paths import at, put
from strata.rehearsal.cloud.request import Request

Text = str | Callable[[Request], str]
Output = str | Callable[[Request, str], Any]
"""How an output is made: a template, or a function of the request and the resource's id."""
Need = Callable[[Request], list[Row]]
"""What must exist already: returns what the resource then cannot live without, or refuses."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NameRule:
    """How long a physical name may be and what it is made of.

    Attributes:
        input: Input that gives the name; dotted if nested.
        limit: Greatest number of characters.
        pattern: What the name must match as a whole.
        made_of: The pattern in words.
        least: Smallest number of characters.
        generated: Digits that are appended to the logical name where none is given: 7 by the AWS
            provider, 8 by the Kubernetes one; 0: it must be given.
        prefix: What a generated name starts with.
    """

    input: str
    limit: int
    pattern: str
    made_of: str
    least: int = 1
    generated: int = 7
    prefix: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unique:
    """What there can only be one of.

    Attributes:
        key: What is compared.
        thing: The same in words.
        scope: Where it must be unique, as a sentence.
    """

    key: Text
    thing: Text
    scope: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What an input must refer to.

    Attributes:
        type: Type token of what must exist.
        thing: The same in words.
        elsewhere: Pattern of values that are presumed to exist outside of the stand-in.
        holds: Whether what is referred to cannot be deleted meanwhile.
    """

    type: str
    thing: str
    elsewhere: str = r"(?!)"
    holds: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One kind of resource.

    Attributes:
        id: How its identifier is made.
        outputs: How its computed outputs are made; dotted if nested.
        defaults: What the cloud fills in for inputs that were not given.
        name: The rule of its physical name; None if it has none.
        unique: What there can only be one of.
        create_only: Inputs that cannot change after creation; dotted if nested.
        volatile: Outputs that any change may change.
        references: What inputs refer to, where the table of field names does not say.
        handles: Outputs, besides id and arn, by which others refer to it; the value is the type
            that they name, empty for its own.
        brings: What else others may refer to while it exists, such as a namespace.
        policies: Inputs that hold a policy document, and what for.
        needs: What must exist already.
        keeps: Reasons not to be deleted, besides being in use.
        leaves: What its deletion leaves behind.
    """

    id: Text
    outputs: Mapping[str, Output] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    name: NameRule | None = None
    unique: Unique | None = None
    create_only: tuple[str, ...] = ()
    volatile: tuple[str, ...] = ()
    references: Mapping[str, Target] = field(default_factory=dict)
    handles: Mapping[str, str] = field(default_factory=dict)
    brings: Callable[[Request], list[Handle]] | None = None
    policies: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    keeps: tuple[Callable[[Row, Inventory], None], ...] = ()
    leaves: tuple[Callable[[Row, Inventory], None], ...] = ()


class _Facts(dict[str, Any]):
    """Values for a template; computes `{hex17}` when asked for."""

    def __init__(self, request: Request, id_: str, defaults: Mapping[str, Any]) -> None:
        caller = request.caller
        super().__init__(
            {
                **defaults,
                "account": caller.account,
                "name": request.name,
                **request.inputs,
                "id": id_,
                "region": request.inputs.get("region") or caller.region,
            }
        )
        self._request = request

    def __missing__(self, key: str) -> str:
        digits = re.fullmatch(r"hex(\d+)", key)
        return self._request.hex(int(digits[1])) if digits else ""


def render(
    text: Text, request: Request, id_: str = "", defaults: Mapping[str, Any] | None = None
) -> str:
    """Fill a template, or call the function that stands for one."""
    if callable(text):
        return text(request)
    return text.format_map(_Facts(request, id_, defaults or {}))


def outputs(kind: Kind, request: Request, id_: str) -> dict[str, Any]:
    """Every output of a resource: defaults, inputs, and what the kind computes.

    What was computed at creation stays: a cluster that is changed keeps its endpoint.
    """
    values: dict[str, Any] = {**kind.defaults, **request.inputs}
    before = request.before.outputs if request.before else {}
    for path, made in kind.outputs.items():
        told = None if path in kind.volatile else at(before, path)
        if told is None:
            told = (
                made(request, id_) if callable(made) else render(made, request, id_, kind.defaults)
            )
        values = put(values, path, told)
    return values
