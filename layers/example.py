"""Examples of settings, made from a model's JSON schema."""

import json
from typing import Any

from layers.yaml_scalar import quoted_if_needed

Schema = dict[str, Any]


def part_of(whole: Schema, path: tuple[str | int, ...]) -> Schema:
    """The schema of one setting; empty when the model has no such setting."""
    schema = _resolved(whole, whole)
    for part in path:
        if isinstance(part, int):
            found = schema.get("items")
        else:
            found = schema.get("properties", {}).get(part) or _entries(schema)
        schema = _resolved(found or {}, whole)
    return schema


def _entries(schema: Schema) -> Schema | None:
    """The schema under each name of a map whose names a person chooses; None for other maps."""
    by_pattern = schema.get("patternProperties", {}).values()
    found = (*by_pattern, schema.get("additionalProperties"))
    return next((one for one in found if isinstance(one, dict)), None)


def keys_of(whole: Schema) -> list[str]:
    """The path of every setting that can be reached without passing a list: `access.admins`."""

    def below(schema: Schema, prefix: str) -> list[str]:
        paths: list[str] = []
        for key, child in schema.get("properties", {}).items():
            paths.append(prefix + key)
            paths += below(_resolved(child, whole), f"{prefix}{key}.")
        return paths

    return below(_resolved(whole, whole), "")


def example_of(schema: Schema, whole: Schema) -> Any:
    """A value that the schema accepts."""
    schema = _resolved(schema, whole)
    if examples := schema.get("examples"):
        return examples[0]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("default") not in (None, []):
        return schema["default"]
    if "items" in schema:
        return _items(schema, whole)
    if schema.get("type") == "object":
        return {
            key: example_of(schema["properties"][key], whole) for key in schema.get("required", ())
        }
    return {
        "integer": schema.get("minimum", 1),
        "number": schema.get("minimum", 1),
        "boolean": True,
    }.get(schema.get("type", ""), "text")


def _items(schema: Schema, whole: Schema) -> list[Any]:
    least = max(schema.get("minItems", 1), 1)
    item = _resolved(schema["items"], whole)
    return (item.get("examples") or item.get("enum") or [example_of(item, whole)])[:least]


def flow(value: Any) -> str:
    """Write a value as YAML in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(child)}" for key, child in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return quoted_if_needed(value) if isinstance(value, str) else json.dumps(value)


def _resolved(schema: Schema, whole: Schema) -> Schema:
    """Follow references, and take the part of an optional setting that is not null."""
    while True:
        aside = {key: value for key, value in schema.items() if key not in {"$ref", "anyOf"}}
        if "$ref" in schema:
            target = whole["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        elif "anyOf" in schema:
            target = next(part for part in schema["anyOf"] if part.get("type") != "null")
        else:
            return schema
        schema = {**target, **aside}
