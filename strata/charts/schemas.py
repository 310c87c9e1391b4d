"""Judging objects: Kubernetes' own kinds strictly, others by their definitions at hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
from ruamel.yaml import YAML

from strata.charts.helm import Object

_LONGEST = 200


@dataclass(slots=True)
class Schemas:
    """What objects must look like.

    Attributes:
        kubernetes_version: Minor version of Kubernetes.
        definition_files: Files of custom resource definitions.
    """

    kubernetes_version: str
    definition_files: tuple[Path, ...] = ()
    _known: dict[tuple[str, str], Mapping[str, Any] | None] = field(default_factory=dict)

    def problem(self, thing: Object) -> str | None:
        """What is wrong with an object; empty: nothing; None: nothing at hand knows its kind."""
        try:
            kubernetes_validate.validate(thing, self.kubernetes_version, strict=True)
        except kubernetes_validate.SchemaNotFoundError:
            return self._custom_problem(thing)
        except kubernetes_validate.ValidationError as error:
            return _in_words(error)
        return ""

    def _custom_problem(self, thing: Object) -> str | None:
        key = (thing["apiVersion"], thing["kind"])
        if key not in self._known:
            self._known[key] = _definition(self.definition_files, *key)
        schema = self._known[key]
        if schema is None:
            return None
        error = jsonschema.exceptions.best_match(
            jsonschema.Draft202012Validator(schema).iter_errors(thing)
        )
        return _in_words(error) if error else ""


def _in_words(error: jsonschema.ValidationError) -> str:
    place = ".".join(map(str, error.absolute_path)) or "the object"
    message = " ".join(error.message.split())
    cut = f"{message[:_LONGEST]} ..." if len(message) > _LONGEST else message
    return f"{place}: {cut}"


def _definition(files: Iterable[Path], api_version: str, kind: str) -> Mapping[str, Any] | None:
    group, _, version = api_version.rpartition("/")
    for file in files:
        text = file.read_text()
        # Reading them all as YAML takes seconds.
        if f"kind: {kind}\n" not in text:
            continue
        for definition in YAML(typ="safe").load_all(text):
            spec = (definition or {}).get("spec", {})
            if spec.get("group") != group or spec["names"]["kind"] != kind:
                continue
            for one in spec["versions"]:
                if one["name"] == version:
                    return _strict(one["schema"]["openAPIV3Schema"], top=True)
    return None


def _strict(schema: Mapping[str, Any], *, top: bool = False) -> dict[str, Any]:
    """A schema that refuses what an API server would drop."""
    strict = dict(schema)
    if properties := schema.get("properties"):
        strict["properties"] = {name: _strict(one) for name, one in properties.items()}
        if top:
            strict["properties"]["metadata"] = {"type": "object"}
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            strict["additionalProperties"] = False
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), Mapping):
            strict[key] = _strict(schema[key])
    if schema.get("nullable"):
        strict["type"] = [schema["type"], "null"]
    return strict
