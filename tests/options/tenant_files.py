"""Tenants' files as a person might write them, drawn from the schema of the settings itself."""

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

from layers.tenant.settings import TenantSettings

Schema = dict[str, Any]

_WHOLE: Schema = TenantSettings.model_json_schema()


def tenant_files() -> st.SearchStrategy[Schema]:
    """Settings that fit the schema; what only the model knows may still be wrong with them."""
    return _drawn(_WHOLE)


def _drawn(schema: Schema) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return _drawn(_WHOLE["$defs"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return st.one_of([_drawn(one) for one in schema["anyOf"] if one.get("type") != "null"])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return _KINDS[schema["type"]](schema)


def _object(schema: Schema) -> st.SearchStrategy[Any]:
    if isinstance(values := schema.get("additionalProperties"), dict):
        keys = _drawn({"type": "string", **schema.get("propertyNames", {})})
        return st.dictionaries(keys, _drawn(values), max_size=2)
    wanted = schema.get("required", [])
    properties = {key: _drawn(one) for key, one in schema.get("properties", {}).items()}
    return st.fixed_dictionaries(
        {key: properties[key] for key in wanted},
        optional={key: one for key, one in properties.items() if key not in wanted},
    )


def _array(schema: Schema) -> st.SearchStrategy[Any]:
    least = schema.get("minItems", 0)
    return st.lists(_drawn(schema["items"]), min_size=least, max_size=least + 1)


def _string(schema: Schema) -> st.SearchStrategy[Any]:
    longest = schema.get("maxLength", 60)
    if pattern := schema.get("pattern"):
        # As a person types it: letters of an English keyboard.
        letters = st.characters(min_codepoint=32, max_codepoint=126)
        found = st.from_regex(pattern, fullmatch=True, alphabet=letters)
        return found.filter(lambda text: len(text) <= longest)
    return st.text(max_size=longest)


def _number(schema: Schema) -> st.SearchStrategy[Any]:
    return st.integers(
        min_value=int(schema.get("minimum", 1 + schema.get("exclusiveMinimum", -1))),
        max_value=int(schema.get("maximum", 10_000)),
    )


_KINDS: Mapping[str, Callable[[Schema], st.SearchStrategy[Any]]] = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _number,
    "number": _number,
    "boolean": lambda _: st.booleans(),
}
