"""JSON Schemas of whole stack files: what an editor completes and checks by."""

import json
from typing import Any

from layers.models import MODELS
from layers.stack import PROJECT, Layer
from layers.stack_file import WRITTEN_BY_PULUMI

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def file_name(layer: Layer) -> str:
    """Name of the schema's file in `schemas/`."""
    return f"{layer}.schema.json"


def schema(layer: Layer) -> str:
    """The schema of a layer's stack files, as the file holds it."""
    settings = MODELS[layer].model_json_schema()
    definitions = settings.pop("$defs", {})
    whole: dict[str, Any] = {
        "$schema": _DIALECT,
        "title": f"Strata {layer} stack",
        "type": "object",
        "additionalProperties": False,
        "required": ["config"],
        "properties": {
            "config": {
                "type": "object",
                "additionalProperties": False,
                "required": [f"{PROJECT}:{layer}"],
                "properties": {f"{PROJECT}:{layer}": settings},
                "patternProperties": {"^pulumi:": {}},
            },
            **{
                key: {"type": "string", "description": "Written by Pulumi itself."}
                for key in WRITTEN_BY_PULUMI
            },
        },
        "$defs": definitions,
    }
    return json.dumps(whole, indent=2) + "\n"
