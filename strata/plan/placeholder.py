"""Placeholders: values that only a deployment tells, as readable text."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args, get_origin

from pulumi import _types

from strata.packages import resource_class

PLACEHOLDER: Final = re.compile(r"\$\{([^}:]+)\}")
"""A placeholder in a text. A policy's own variables have a colon: `${aws:PrincipalTag/tenant}`."""

_DEEPEST = 3


def outputs(type_: str, name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """A resource's outputs: its inputs, and `${name.property}` for what AWS or Kubernetes adds.

    Args:
        type_: Type token.
        name: Logical name.
        inputs: Input properties.
    """
    return _merged(_computed(type_, name), inputs)


def identifier(type_: str, name: str, inputs: Mapping[str, Any]) -> str:
    """A resource's physical identifier; for a Kubernetes object, what the provider makes of it."""
    metadata = inputs.get("metadata")
    if type_.startswith("kubernetes:") and isinstance(metadata, Mapping) and "name" in metadata:
        namespace = metadata.get("namespace")
        return f"{namespace}/{metadata['name']}" if namespace else str(metadata["name"])
    return f"${{{name}.id}}"


def _computed(type_: str, name: str) -> dict[str, Any]:
    resource = resource_class(type_)
    if resource is None:
        return {}
    # Private to the SDK, but the only reader of its own generated classes, and the SDK is pinned.
    return _texts(_types.resource_types(resource), name, _DEEPEST)


def _merged(computed: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**computed, **inputs}
    for key in computed.keys() & inputs.keys():
        if isinstance(computed[key], Mapping) and isinstance(inputs[key], Mapping):
            merged[key] = _merged(computed[key], inputs[key])
    return merged


def _texts(types: Mapping[str, Any], path: str, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, annotation in types.items():
        kind = _types.unwrap_type(annotation)
        if kind is str:
            found[key] = f"${{{path}.{key}}}"
        elif depth and _types.is_output_type(kind):
            found[key] = _texts(_types.output_type_types(kind), f"{path}.{key}", depth - 1)
        elif depth and (item := _item(kind)):
            # Of what AWS lists, at least one is there, such as a cache's endpoint.
            found[key] = [_texts(_types.output_type_types(item), f"{path}.{key}[0]", depth - 1)]
    return found


def _item(kind: Any) -> type | None:
    """What a list is of, if AWS makes it: a list of texts may be empty."""
    items = get_args(kind) if get_origin(kind) is Sequence else ()
    return next((item for item in items if _types.is_output_type(item)), None)
