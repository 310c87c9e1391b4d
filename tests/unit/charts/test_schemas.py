"""Objects that an API server would take, or not."""

from pathlib import Path
from typing import Any

import pytest

from components import versions
from strata.charts.schemas import Schemas
from tests.unit.charts.conftest import put

DEFINITION = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.com
  names:
    kind: Cache
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          type: object
          properties:
            apiVersion: {type: string}
            kind: {type: string}
            metadata: {type: object}
            spec:
              type: object
              required: [size]
              properties:
                size: {type: integer, format: int32}
                port: {anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true}
                name: {type: string, nullable: true}
                any: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {a: {}}}
                each: {type: array, items: {type: object, properties: {a: {type: string}}}}
                by: {type: object, additionalProperties: {type: object, properties: {a: {}}}}
"""


@pytest.fixture
def schemas(tmp_path: Path) -> Schemas:
    file = put(tmp_path, {"caches.yaml": DEFINITION}) / "caches.yaml"
    return Schemas(versions.KUBERNETES, (file,))


def cache(**spec: Any) -> dict[str, Any]:
    head = {"apiVersion": "example.com/v1", "kind": "Cache", "metadata": {"name": "a"}}
    return {**head, "spec": {"size": 1, **spec}}


def config_map(**fields: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, **fields}


def test_an_object_of_kubernetes_itself_is_judged_strictly(schemas: Schemas) -> None:
    assert schemas.problem(config_map(data={"a": "b"})) == ""
    assert schemas.problem(config_map(data={"a": 1})) == "data.a: 1 is not of type 'string', 'null'"
    assert schemas.problem(config_map(dat={})) == (
        "the object: Additional properties are not allowed ('dat' was unexpected)"
    )


@pytest.mark.parametrize(
    "spec",
    [
        {},
        {"port": "http"},
        {"port": 80},
        {"name": None},
        {"any": {"b": 1}},
        {"each": [{"a": "b"}]},
        {"by": {"c": {"a": 1}}},
    ],
    ids=str,
)
def test_a_custom_object_that_fits_its_definition_is_no_problem(
    spec: dict[str, Any], schemas: Schemas
) -> None:
    assert schemas.problem(cache(**spec)) == ""


@pytest.mark.parametrize(
    ("spec", "problem"),
    [
        ({"size": "1"}, "spec.size: '1' is not of type 'integer'"),
        ({"sizes": 1}, "spec: Additional properties are not allowed ('sizes' was unexpected)"),
        (
            {"each": [{"b": "c"}]},
            "spec.each.0: Additional properties are not allowed ('b' was unexpected)",
        ),
        (
            {"by": {"c": {"b": 1}}},
            "spec.by.c: Additional properties are not allowed ('b' was unexpected)",
        ),
    ],
    ids=str,
)
def test_a_custom_object_is_judged_by_its_definition(
    spec: dict[str, Any], problem: str, schemas: Schemas
) -> None:
    assert schemas.problem(cache(**spec)) == problem


@pytest.mark.parametrize(
    "other", [{"kind": "Other"}, {"apiVersion": "example.com/v2"}, {"apiVersion": "other.com/v1"}]
)
def test_an_object_whose_definition_is_not_at_hand_is_not_judged(
    other: dict[str, str], schemas: Schemas
) -> None:
    assert schemas.problem({**cache(), **other}) is None


def test_a_long_complaint_is_cut(schemas: Schemas) -> None:
    told = schemas.problem(config_map(data={"a": ["x" * 300]}))
    assert told is not None
    assert told == f"data.a: ['{'x' * 198} ..."
