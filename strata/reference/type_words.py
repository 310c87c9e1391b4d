"""The type of a setting in words, from its JSON schema."""

from typing import Any

from layers.example import Schema, flow, part_of


def resolved(schema: Schema, whole: Schema) -> Schema:
    """Follow references, and take the part of an optional setting that is not null."""
    return part_of({**schema, "$defs": whole.get("$defs", {})}, ())


def code(value: Any) -> str:
    """A value as it is written in a stack file, as code."""
    return f"`{flow(value)}`"


def below(schema: Schema) -> tuple[str, Schema]:
    """What stands below a setting: how its path goes on, and the schema of the settings there."""
    by_pattern = schema.get("patternProperties", {}).values()
    for entries in (*by_pattern, schema.get("additionalProperties")):
        if isinstance(entries, dict):
            return ".<name>", entries
    return ("[]", schema["items"]) if "items" in schema else ("", schema)


def type_words(schema: Schema, whole: Schema) -> str:
    """Say what may be written, such as `a whole number of 2 to 10`.

    Args:
        schema: Schema of the setting.
        whole: Schema of the model, which holds the definitions.
    """
    schema = resolved(schema, whole)
    if "enum" in schema or "const" in schema:
        return _choice(schema.get("enum", [schema.get("const")]))
    match schema.get("type"):
        case "array":
            count = _range(schema.get("minItems"), schema.get("maxItems"))
            return f"a list{count}, each {type_words(schema['items'], whole)}"
        case "object":
            return _map(schema)
        case "integer" | "number" as kind:
            limits = _range(schema.get("minimum"), schema.get("maximum"))
            return f"a {'whole number' if kind == 'integer' else 'number'}{limits}"
        case "boolean":
            return "`true` or `false`"
        case _:
            return _text(schema)


def _choice(values: list[Any]) -> str:
    return f"one of {', '.join(map(code, values))}" if len(values) > 1 else code(values[0])


def _map(schema: Schema) -> str:
    if not below(schema)[0]:
        return "the settings below"
    names = schema.get("propertyNames", {})
    rule = names.get("patternErrorMessage")
    each = f"; each name {rule}{_such_as(names)}" if rule else ""
    return f"a map of names to the settings below{each}"


def _text(schema: Schema) -> str:
    if schema.get("format") == "ipv4network":
        return "an IPv4 block"
    rule = schema.get("patternErrorMessage", "")
    words = rule.removeprefix("must be ") if rule.startswith("must be ") else f"text that {rule}"
    return f"{words if rule else 'text'}{_such_as(schema)}"


def _such_as(schema: Schema) -> str:
    examples = schema.get("examples", ())
    return f", such as {code(examples[0])}" if examples else ""


def _range(least: int | None, most: int | None) -> str:
    if least is None and most is None:
        return ""
    if least is None:
        return f" of {most:,} or less"
    if most is None:
        return f" of {least:,} or more"
    return f" of {least:,}" if least == most else f" of {least:,} to {most:,}"
