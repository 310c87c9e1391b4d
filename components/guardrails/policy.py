"""A guardrail: what one policy demands of everything that is put into a tenant's namespace.

Source: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pulumi_kubernetes.admissionregistration import v1

from components import names

Mode = Literal["audit", "enforce"]
"""Whether what breaks a rule is only told, or refused."""

ACTIONS: Mapping[Mode, list[str]] = {"audit": ["Audit", "Warn"], "enforce": ["Deny"]}

_LABELS = "(has({0}.metadata.labels) ? {0}.metadata.labels : {{}})"
_ANNOTATIONS = "(has({0}.metadata.annotations) ? {0}.metadata.annotations : {{}})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One thing that is demanded.

    Attributes:
        expression: CEL that is true of what is allowed.
        message: What is wrong and what to do, in one line.
    """

    expression: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Kinds:
    """Kinds of one API group.

    Attributes:
        group: The API group; empty for the core.
        versions: Its versions.
        resources: Plurals, with subresources such as `pods/ephemeralcontainers`.
    """

    group: str
    versions: tuple[str, ...]
    resources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Guardrail:
    """One policy.

    Attributes:
        name: Its name, and its binding's.
        kinds: What it judges, when it is made and whenever it is changed.
        variables: CEL by name; each may use those before it.
        rules: What is demanded.
    """

    name: str
    kinds: tuple[Kinds, ...]
    variables: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...]


def policy_spec(guardrail: Guardrail) -> v1.ValidatingAdmissionPolicySpecArgsDict:
    """The `spec` of the policy. If it cannot be asked, nothing is let in."""
    return {
        "failure_policy": "Fail",
        "match_constraints": {
            # No tenant can write labels of namespaces.
            "namespace_selector": {
                "match_expressions": [{"key": names.LABEL_TENANT, "operator": "Exists"}]
            },
            "resource_rules": [
                {
                    "api_groups": [kinds.group],
                    "api_versions": list(kinds.versions),
                    "operations": ["CREATE", "UPDATE"],
                    "resources": list(kinds.resources),
                }
                for kinds in guardrail.kinds
            ],
        },
        "match_conditions": [{"name": "says-something-new", "expression": _NEWS}],
        "variables": [
            {"name": name, "expression": expression}
            for name, expression in guardrail.variables.items()
        ],
        "validations": [
            {"expression": rule.expression, "message": rule.message, "reason": "Forbidden"}
            for rule in guardrail.rules
        ],
    }


def _changed(part: str) -> str:
    return f"{part.format('object')} != {part.format('oldObject')}"


# Kubernetes itself changes finalizers and owners of what was there before the policy.
_NEWS = " || ".join(
    [
        "request.operation == 'CREATE'",
        "(has(object.spec) && object.spec != oldObject.spec)",
        "(!has(object.spec) && object != oldObject)",
        _changed(_LABELS),
        _changed(_ANNOTATIONS),
    ]
)


def listed(values: Any) -> str:
    """Texts as a list in CEL."""
    return "[" + ", ".join(f"'{value}'" for value in values) + "]"
