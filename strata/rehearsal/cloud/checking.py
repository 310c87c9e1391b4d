"""Checking: what is wrong with inputs whatever exists, before anything is asked of the cloud."""

from collections.abc import Mapping
from typing import Any

from strata.rehearsal.cloud import names, policy_documents, signatures
from strata.rehearsal.cloud.kind import Kind
from strata.rehearsal.cloud.kinds import kind_of
from strata.rehearsal.cloud.refused import Problem
from strata.rehearsal.cloud.request import Request


def check(request: Request, old_inputs: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Judge inputs and give a physical name where there is none.

    Returns:
        The inputs as they will be used, and everything that is wrong with them.
    """
    kind = kind_of(request.type, request.caller.mutable)
    if kind is None:
        return dict(request.inputs), [Problem("", _unmodelled(request))]
    inputs = policy_documents.written(names.named(request, kind, old_inputs), kind)
    return inputs, [
        Problem(path, f"{request.name} ({request.type}): {path}: {fault}")
        for path, fault in _faults(request.type, kind, inputs)
    ]


def _faults(type_: str, kind: Kind, inputs: Mapping[str, Any]) -> list[signatures.Fault]:
    signature = signatures.signature(type_)
    if signature is not None:
        found = signature.faults(inputs)
    else:
        # A custom resource: what its CustomResourceDefinition says is judged by an API server.
        metadata = signatures.nested_signature("pulumi_kubernetes.meta.v1", "ObjectMetaArgs")
        given = inputs.get("metadata")
        found = metadata.faults(given) if isinstance(given, Mapping) else []
        found = [(f"metadata.{path}", fault) for path, fault in found]
    return found + (names.faults(inputs, kind.name) if kind.name else [])


def _unmodelled(request: Request) -> str:
    who = f"{request.name} ({request.type})"
    if signatures.signature(request.type) is None:
        near = signatures.near_type(request.type)
        return f"{who}: unknown resource type{near}; correct the type token"
    return (
        f"{who}: the stand-in cloud does not model this type yet; declare it in the file of its "
        "service in strata/rehearsal/cloud"
    )
