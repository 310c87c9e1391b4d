"""Whether AWS would allow a request, from the policies alone, within one account.

What is not modelled raises, so that nothing passes for allowed or denied that was not understood.

Sources:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
and
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from strata.isolation.iam_conditions import Condition, conditions
from strata.isolation.iam_values import Context, NotUnderstoodError, arn_like, like

Document = str | Mapping[str, Any]

_VERSION = "2012-10-17"
_ELEMENTS = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal"}

# The owner's consent is always needed: a key's policy, a role's trust policy.
# Sources: https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html and
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html
_WITH_CONSENT = ("kms", "sts")


class Decision(StrEnum):
    """How a request ends, in the words of IAM's own simulator."""

    ALLOWED = "allowed"
    IMPLICIT_DENY = "implicitDeny"
    EXPLICIT_DENY = "explicitDeny"


class _Named(IntEnum):
    """How a resource's policy names a caller: what it grants grows with the number."""

    NOT = 0
    # It leaves the decision to the policies of the account's own identities.
    BY_ACCOUNT = 1
    # It grants, within the role's boundary.
    BY_ROLE = 2
    # It grants, whatever the boundary says.
    DIRECTLY = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One statement of a policy.

    Attributes:
        effect: `Allow` or `Deny`.
        actions: Patterns of actions, in small letters.
        but_actions: Whether it is about all actions but those.
        resources: Patterns of ARNs; a trust policy has none, for it is about its own role.
        but_resources: Whether it is about all resources but those.
        principals: Whom it is about, as kind and name; None in an identity's own policy.
        conditions: What a request must meet.
    """

    effect: str
    actions: tuple[str, ...]
    but_actions: bool
    resources: tuple[str, ...]
    but_resources: bool
    principals: tuple[tuple[str, str], ...] | None
    conditions: tuple[Condition, ...]

    def applies(self, action: str, resource: str, context: Context) -> bool:
        """Whether it is about a request, whoever makes it."""
        named = any(like(pattern, action, {}) for pattern in self.actions)
        return (
            named != self.but_actions
            and self._about(resource, context)
            and all(condition.holds(context) for condition in self.conditions)
        )

    def _about(self, resource: str, context: Context) -> bool:
        if not self.resources:
            return True
        matches = [
            like(pattern, resource, context)
            if pattern == "*"
            else arn_like(pattern, resource, context)
            for pattern in self.resources
        ]
        if self.but_resources and None in matches:
            raise NotUnderstoodError("NotResource with a variable that has no value")
        return any(matches) != self.but_resources


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """Who makes a request.

    Attributes:
        arn: ARN of an IAM role or user, or the name of an AWS service.
        policies: Statements of the policies that are attached to it.
        boundary: Statements of its permissions boundary; None if it has none.
        session: ARN of the role's session, if that matters.
        context: What is known of it in each request, such as its session's tags.
    """

    arn: str
    policies: tuple[Statement, ...] = ()
    boundary: tuple[Statement, ...] | None = None
    session: str = ""
    context: Mapping[str, str] = field(default_factory=dict)

    @property
    def account(self) -> str:
        """Its account; empty for an AWS service."""
        return self.arn.split(":")[4] if self.arn.startswith("arn:") else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What is asked for.

    Attributes:
        action: Such as `s3:GetObject`.
        resource: ARN; `*` for an action that knows no resource.
        context: Condition keys and their values.
    """

    action: str
    resource: str
    context: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)


def statements(*documents: Document) -> tuple[Statement, ...]:
    """Read policy documents.

    Raises:
        NotUnderstoodError: Something in them is not modelled.
    """
    return tuple(one for document in documents for one in _read(document))


def decide(
    caller: Caller, request: Request, resource_policy: tuple[Statement, ...] | None = None
) -> Decision:
    """Decide a request.

    Args:
        caller: Who asks.
        request: What for.
        resource_policy: Policy of the bucket, queue, secret or key, or the role's trust policy.
            A key without one has AWS's own, which leaves the decision to the account's identities.

    Raises:
        NotUnderstoodError: A policy says something that is not modelled.
    """
    context = _context(caller, request)
    action = request.action.lower()

    def about(policy: Iterable[Statement], effect: str) -> list[Statement]:
        return [
            one
            for one in policy
            if one.effect == effect and one.applies(action, request.resource, context)
        ]

    own, of_resource = caller.policies, resource_policy or ()
    named = {effect: _named(about(of_resource, effect), caller) for effect in ("Allow", "Deny")}
    if about((*own, *(caller.boundary or ())), "Deny") or named["Deny"]:
        return Decision.EXPLICIT_DENY
    granted = named["Allow"]
    service = action.partition(":")[0]
    if service == "kms" and resource_policy is None:
        granted = _Named.BY_ACCOUNT
    if granted is _Named.DIRECTLY:
        return Decision.ALLOWED
    if service in _WITH_CONSENT and granted is _Named.NOT:
        return Decision.IMPLICIT_DENY
    if granted is not _Named.BY_ROLE and not about(own, "Allow"):
        return Decision.IMPLICIT_DENY
    if caller.boundary is not None and not about(caller.boundary, "Allow"):
        return Decision.IMPLICIT_DENY
    return Decision.ALLOWED


def _context(caller: Caller, request: Request) -> Context:
    """All that AWS knows when it decides."""
    service = not caller.account
    who = {"aws:PrincipalIsAWSService": str(service).lower()}
    if service:
        who["aws:PrincipalServiceName"] = caller.arn
    else:
        who |= {"aws:PrincipalArn": caller.arn, "aws:PrincipalAccount": caller.account}
    given: dict[str, str | tuple[str, ...]] = {**who, **caller.context, **request.context}
    return {
        key.lower(): (value,) if isinstance(value, str) else value for key, value in given.items()
    }


def _named(policy: Iterable[Statement], caller: Caller) -> _Named:
    """The strongest way in which any of the statements names a caller."""
    return max(
        (
            _way(kind, name, caller)
            for one in policy
            if one.principals is not None
            for kind, name in one.principals
        ),
        default=_Named.NOT,
    )


def _way(kind: str, name: str, caller: Caller) -> _Named:
    if name == "*":
        return _Named.DIRECTLY
    if kind == "Service":
        return _Named.DIRECTLY if name == caller.arn else _Named.NOT
    if "*" in name or kind != "AWS":
        raise NotUnderstoodError(f"principal {kind} {name!r}")
    if name == caller.arn:
        return _Named.DIRECTLY if ":user/" in name else _Named.BY_ROLE
    if caller.session and name == caller.session:
        return _Named.DIRECTLY
    accounts = (caller.account, f"arn:aws:iam::{caller.account}:root")
    return _Named.BY_ACCOUNT if caller.account and name in accounts else _Named.NOT


def _read(document: Document) -> Iterable[Statement]:
    found: Mapping[str, Any] = json.loads(document) if isinstance(document, str) else document
    if found.get("Version") != _VERSION:
        raise NotUnderstoodError(f"policy version {found.get('Version')!r}")
    return [_statement(element) for element in _listed(found["Statement"])]


def _statement(element: Mapping[str, Any]) -> Statement:
    unknown = sorted(set(element) - _ELEMENTS - {"Condition"})
    if unknown:
        raise NotUnderstoodError(f"policy element {', '.join(unknown)}")
    if element["Effect"] not in ("Allow", "Deny"):
        raise NotUnderstoodError(f"effect {element['Effect']!r}")
    principal = element.get("Principal")
    return Statement(
        effect=element["Effect"],
        actions=tuple(
            action.lower() for action in _listed(element.get("Action", element.get("NotAction")))
        ),
        but_actions="NotAction" in element,
        resources=tuple(_listed(element.get("Resource", element.get("NotResource", [])))),
        but_resources="NotResource" in element,
        principals=None if principal is None else tuple(_principals(principal)),
        conditions=tuple(conditions(element.get("Condition", {}))),
    )


def _principals(principal: Any) -> Iterable[tuple[str, str]]:
    if principal == "*":
        return [("AWS", "*")]
    return [(kind, name) for kind, names in principal.items() for name in _listed(names)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
