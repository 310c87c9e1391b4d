"""Physical names: generated where none was given, and judged.

Source: https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
"""

import re
from collections.abc import Mapping
from typing import Any

from strata.rehearsal.cloud.kind import Kind, NameRule
from strata.rehearsal.cloud.paths import at, put
from strata.rehearsal.cloud.request import Request
from strata.rehearsal.cloud.signatures import Fault


def named(request: Request, kind: Kind, old_inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs, with a physical name where the program gave none.

    An existing resource keeps the name that it was once given: `old_inputs` has it.
    """
    inputs, rule = dict(request.inputs), kind.name
    if rule is None or not rule.generated or _is_given(inputs, rule):
        return inputs
    name = at(old_inputs, rule.input) or _generated(request, rule)
    return put(inputs, rule.input, name)


def faults(inputs: Mapping[str, Any], rule: NameRule) -> list[Fault]:
    """What is wrong with a physical name."""
    name = at(inputs, rule.input)
    if not isinstance(name, str):
        return []
    if len(name) > rule.limit:
        size, limit = len(name), rule.limit
        fault = f"{name!r} has {size} characters; at most {limit} are allowed"
        return [(rule.input, f"{fault}; shorten it by {size - limit}")]
    if len(name) < rule.least:
        return [(rule.input, f"{name!r} is too short; write at least {rule.least} characters")]
    if re.fullmatch(rule.pattern, name) is None:
        return [(rule.input, f"{name!r} is not a legal name; allowed are {rule.made_of}")]
    return []


def _is_given(inputs: Mapping[str, Any], rule: NameRule) -> bool:
    # `namePrefix`, `bucketPrefix` and `generateName` leave the ending to the cloud.
    prefix = "metadata.generateName" if "." in rule.input else f"{rule.input}Prefix"
    return any(at(inputs, path) is not None for path in (rule.input, prefix))


def _generated(request: Request, rule: NameRule) -> str:
    name = f"{rule.prefix}{request.name}-{request.hex(rule.generated, 'name')}"
    # Buckets and Kubernetes objects have small letters only.
    return name if re.fullmatch(rule.pattern, name) else name.lower()
