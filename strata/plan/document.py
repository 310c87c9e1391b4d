"""The plan as a JSON document: what other tools read."""

from collections.abc import Mapping
from typing import Any

from strata.plan.recording import Planned, Recording
from strata.wire import ResourceReference, Secret, Unknown

MASK = "[secret]"


def document(recording: Recording) -> dict[str, Any]:
    """One stack: `{"stack", "resources": [...], "outputs"}`, secrets masked.

    A resource is `{"urn", "type", "name", "parent", "dependsOn", "protect", "inputs"}`.
    """
    return {
        "stack": recording.stack,
        "resources": [_resource(resource) for resource in recording.resources],
        "outputs": shown(recording.outputs),
    }


def shown(value: Any) -> Any:
    """A value that JSON can hold and anyone may see."""
    match value:
        case Secret():
            return MASK
        case Unknown():
            return "${unknown}"
        case ResourceReference():
            return value.urn
        case Mapping():
            return {name: shown(item) for name, item in value.items()}
        case list() | tuple():
            return [shown(item) for item in value]
        case _:
            return value


def _resource(resource: Planned) -> dict[str, Any]:
    return {
        "urn": resource.urn,
        "type": resource.type,
        "name": resource.name,
        "parent": resource.parent,
        "dependsOn": list(resource.depends_on),
        "protect": resource.protect,
        "inputs": shown(resource.inputs),
    }
