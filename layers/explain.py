"""The error explainer: what pydantic found, in words that say what to do."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from ipaddress import IPv4Network
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from layers.example import Schema, example_of, flow, keys_of, part_of
from layers.problem import Problem, shown, spoken
from layers.yaml_tree import Node


@dataclass(frozen=True, slots=True)
class Place:
    """Where settings stand.

    Attributes:
        source: Path of the stack file.
        key: The layer's key, such as `strata:cluster`.
        node: The settings in the file; None when they came from elsewhere.
    """

    source: str
    key: str
    node: Node | None

    def missing(self, model: type[BaseModel]) -> Problem:
        """Tell that there are no settings at all."""
        schema = model.model_json_schema()
        remedy = f"add under `config:`, for example, `{self.key}: {_example(schema, schema)}`"
        return Problem(file=self.source, key=self.key, rule="missing", remedy=remedy)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """One finding of pydantic.

    Attributes:
        path: Path to the setting.
        value: What stands there.
        written: The value as a person wrote it.
        context: Limits that pydantic reports.
        message: What pydantic says.
        schema: The setting's schema.
        whole: The model's schema.
    """

    path: tuple[str | int, ...]
    value: Any
    written: str
    context: dict[str, Any]
    message: str
    schema: Schema
    whole: Schema

    @property
    def example(self) -> str:
        return _example(self.schema, self.whole)

    @property
    def assigned(self) -> str:
        """A right value, with its key where it has one."""
        name = self.path[-1] if self.path else ""
        return f"{name}: {self.example}" if isinstance(name, str) and name else self.example


Words = tuple[str, str]


def explain(error: ValidationError, model: type[BaseModel], place: Place) -> list[Problem]:
    """Tell everything that pydantic found; each with its line when the file has it."""
    whole = model.model_json_schema()
    problems: list[Problem] = []
    for found in error.errors(include_url=False):
        path, schema = _told_of(whole, found["loc"])
        node, exact = place.node.nearest(path) if place.node else (None, False)
        kind, value = found["type"], found["input"]
        if (node and node.flawed) or _counts_only_good_items(found):
            continue
        wrong = _Wrong(
            path=path,
            value=value,
            written=node.written if node and exact and node.written else str(value),
            context=found.get("ctx", {}),
            message=found["msg"],
            schema=schema,
            whole=whole,
        )
        untold = kind in {"missing", "extra_forbidden"} or value is None
        problems += [
            Problem(
                file=place.source,
                line=node.line if node else 0,
                key=spoken(path) or place.key,
                value="" if untold else _value(one),
                rule=rule,
                remedy=remedy,
            )
            for one in _each(wrong)
            for rule, remedy in [_words(kind, one)]
        ]
    return problems


def _told_of(whole: Schema, path: tuple[str | int, ...]) -> tuple[tuple[str | int, ...], Schema]:
    """What is wrong, and the schema that it breaks: a setting's, or that of a map's names."""
    if path[-1:] == ("[key]",):
        return path[:-1], part_of(whole, path[:-2]).get("propertyNames", {})
    return path, part_of(whole, path)


def _each(wrong: _Wrong) -> list[_Wrong]:
    """A rule of our own may find several things at once: one a line."""
    error = wrong.context.get("error")
    if not isinstance(error, ValueError):
        return [wrong]
    return [replace(wrong, context={"error": ValueError(line)}) for line in str(error).splitlines()]


def _counts_only_good_items(found: ErrorDetails) -> bool:
    """Whether a list is called too short only because its items are wrong, which is told too."""
    return found["type"] == "too_short" and len(found["input"]) >= found["ctx"]["min_length"]


def _value(wrong: _Wrong) -> str:
    return (
        shown(wrong.value)
        if isinstance(wrong.value, str)
        else ("" if isinstance(wrong.value, dict | list) else wrong.written)
    )


def _words(kind: str, wrong: _Wrong) -> Words:
    if wrong.value is None and kind not in {"missing", "extra_forbidden"}:
        return "has no value", f"write one, for example `{wrong.assigned}`"
    return _RULES.get(kind, _other)(wrong)


def _missing(wrong: _Wrong) -> Words:
    return "missing", f"add it, for example `{wrong.assigned}`"


def _unknown(wrong: _Wrong) -> Words:
    *parent, name = wrong.path
    allowed = list(part_of(wrong.whole, tuple(parent)).get("properties", {}))
    simple = {re.sub(r"[^a-z0-9]", "", key.lower()): key for key in allowed}
    written = re.sub(r"[^a-z0-9]", "", str(name).lower())
    if close := difflib.get_close_matches(written, simple, n=1, cutoff=0.7):
        return "unknown key", f"did you mean `{simple[close[0]]}`?"
    elsewhere = [path for path in keys_of(wrong.whole) if path.rpartition(".")[2] == name]
    if len(elsewhere) == 1:
        return "unknown key", f"did you mean `{elsewhere[0]}`?"
    return "unknown key", f"allowed here: {', '.join(allowed)}"


def _text(wrong: _Wrong) -> Words:
    if isinstance(wrong.value, dict | list):
        return "must be text", f"write one, for example `{wrong.assigned}`"
    if not re.search(wrong.schema.get("pattern", ""), wrong.written):
        return _pattern(wrong)
    return "must be text", f'put it in quotes: "{wrong.written}"'


def _pattern(wrong: _Wrong) -> Words:
    rule = wrong.schema.get("patternErrorMessage", "has another form")
    return rule, f"write one such as {wrong.example}"


def _choice(wrong: _Wrong) -> Words:
    allowed = [flow(value) for value in wrong.schema.get("enum", ())]
    rule = f"must be {_either(allowed)}"
    lowered = {value.lower(): value for value in allowed}
    close = difflib.get_close_matches(wrong.written.lower(), lowered, n=1)
    return rule, f"write {lowered[close[0]]}" if close else "write one of them"


def _whole_number(wrong: _Wrong) -> Words:
    limits = _limits(wrong.schema)
    digits = re.match(r"-?[0-9]{1,18}", wrong.written.strip())
    rule = "must be a whole number" + (f" of {limits}" if limits else "")
    return rule, f"write {int(digits[0])}" if digits else f"write one such as {wrong.example}"


def _number(wrong: _Wrong) -> Words:
    return "must be a number", f"write one such as {wrong.example}"


def _boolean(wrong: _Wrong) -> Words:
    meant = {"yes": "true", "on": "true", "y": "true", "1": "true", "true": "true"}
    unmeant = {"no": "false", "off": "false", "n": "false", "0": "false", "false": "false"}
    word = {**meant, **unmeant}.get(wrong.written.lower(), "one of them")
    return "must be true or false", f"write {word}"


def _out_of_limits(wrong: _Wrong) -> Words:
    lowest, highest = wrong.schema.get("minimum"), wrong.schema.get("maximum")
    if highest is not None and wrong.value > highest:
        return f"must be {_limits(wrong.schema)}", f"write {highest} or less"
    return f"must be {_limits(wrong.schema)}", f"write {lowest} or more"


def _list(wrong: _Wrong) -> Words:
    if isinstance(wrong.value, dict):
        return "must be a list", f"write it as `{wrong.assigned}`"
    return "must be a list", f"put it in brackets: [{flow(wrong.value)}]"


def _map(wrong: _Wrong) -> Words:
    if not wrong.path:
        return "must be a map of settings", f"write, for example, `{wrong.example}`"
    return "must be a map of keys", f"write it as `{wrong.assigned}`"


def _too_few(wrong: _Wrong) -> Words:
    least, present = wrong.context["min_length"], len(wrong.value)
    rule = f"must have at least {_count(least, wrong.value)}, and has {present}"
    return rule, f"write, for example, `{wrong.assigned}`"


def _too_many(wrong: _Wrong) -> Words:
    most, present = wrong.context["max_length"], len(wrong.value)
    rule = f"must have at most {_count(most, wrong.value)}, and has {present}"
    return rule, "shorten it" if isinstance(wrong.value, str) else f"remove {present - most}"


def _own(wrong: _Wrong) -> Words:
    rule, _, remedy = str(wrong.context["error"]).partition("; ")
    if not remedy and wrong.schema.get("format") == "ipv4network":
        return _block(wrong)
    return rule, remedy or f"write one such as {wrong.example}"


def _block(wrong: _Wrong) -> Words:
    try:
        right = str(IPv4Network(wrong.value, strict=False))
    except ValueError:
        return _pattern(wrong)
    return f"has bits set beyond its prefix of /{right.partition('/')[2]}", f"write {right}"


def _other(wrong: _Wrong) -> Words:
    rule = wrong.message.replace("Input should", "must", 1).replace("String should", "must", 1)
    return rule[:1].lower() + rule[1:], f"write one such as {wrong.example}"


_RULES: dict[str, Callable[[_Wrong], Words]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "string_type": _text,
    "string_pattern_mismatch": _pattern,
    "string_too_short": _too_few,
    "string_too_long": _too_many,
    "literal_error": _choice,
    "int_type": _whole_number,
    "int_from_float": _whole_number,
    "float_type": _number,
    "finite_number": _number,
    "bool_type": _boolean,
    "greater_than_equal": _out_of_limits,
    "less_than_equal": _out_of_limits,
    "tuple_type": _list,
    "model_type": _map,
    "json_invalid": _map,
    "too_short": _too_few,
    "too_long": _too_many,
    "ip_v4_network": _block,
    "value_error": _own,
}


def _example(schema: Schema, whole: Schema) -> str:
    return flow(example_of(schema, whole))


def _limits(schema: Schema) -> str:
    lowest, highest = schema.get("minimum"), schema.get("maximum")
    if lowest is None:
        return "" if highest is None else f"{highest} or less"
    return f"{lowest} or more" if highest is None else f"{lowest} to {highest}"


def _count(number: int, value: Any) -> str:
    noun = "character" if isinstance(value, str) else "value"
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
