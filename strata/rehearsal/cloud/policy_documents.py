"""Policy documents: well formed, within their limit, and naming principals that exist.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (sizes, without white
space), https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html and
https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.kind import Kind
from strata.rehearsal.cloud.request import Request


@dataclass(frozen=True, slots=True)
class _Form:
    """What a document is for decides its form.

    Attributes:
        principal: Whether a statement says who (a resource's policy) or not (an identity's).
        resource: Whether a statement says on what.
        limit: Greatest number of characters, white space not counted.
    """

    principal: bool
    resource: bool
    limit: int


_FORMS = {
    "managed": _Form(principal=False, resource=True, limit=6144),
    "inline": _Form(principal=False, resource=True, limit=10240),
    "trust": _Form(principal=True, resource=False, limit=2048),
    "bucket": _Form(principal=True, resource=True, limit=20480),
    "key": _Form(principal=True, resource=True, limit=32768),
    "queue": _Form(principal=True, resource=True, limit=262144),
    "secret": _Form(principal=True, resource=True, limit=20480),
    "topic": _Form(principal=True, resource=True, limit=30720),
    "endpoint": _Form(principal=True, resource=True, limit=20480),
}

# Roles of this path are this platform's own; others belong to the account and are presumed there.
_OWN_ROLE = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:role/strata/.+")


def written(inputs: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """Inputs whose policy documents are text: the provider takes maps too, and writes them."""
    documents = {name: inputs.get(name) for name in kind.policies}
    texts = {name: json.dumps(it) for name, it in documents.items() if isinstance(it, Mapping)}
    return {**inputs, **texts}


def check(request: Request, kind: Kind) -> None:
    """Judge every policy document among the inputs.

    Raises:
        RefusedError: AWS would not take it.
    """
    for name, purpose in kind.policies.items():
        text = request.input(name)
        if text is not None:
            _check_document(request, name, text, _FORMS[purpose])


def own_roles(principals: list[str]) -> list[str]:
    """Those of the principals that are roles of this platform."""
    return [principal for principal in principals if _OWN_ROLE.fullmatch(principal)]


def _check_document(request: Request, name: str, text: str, form: _Form) -> None:
    size = len("".join(text.split()))
    if size > form.limit:
        raise request.refused(
            f"{name}: MalformedPolicyDocument: {size} characters, at most {form.limit}",
            "split it or name fewer resources",
        )
    for number, statement in enumerate(_statements(request, name, text), start=1):
        for fault, remedy in _faults(statement, form):
            raise request.refused(
                f"{name}: MalformedPolicyDocument: statement {number} {fault}", remedy
            )
        for role in own_roles(_principals(statement)):
            if request.find(t.ROLE, role) is None:
                raise request.refused(
                    f"{name}: MalformedPolicyDocument: statement {number} names the principal "
                    f"{role}, which does not exist",
                    "create the role first, or name the account root and test aws:PrincipalArn "
                    "in a condition",
                )


def _statements(request: Request, name: str, text: str) -> list[Mapping[str, Any]]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise request.refused(
            f"{name}: MalformedPolicyDocument: not JSON: {error}", "write it with json.dumps"
        ) from error
    statements = document.get("Statement") if isinstance(document, dict) else None
    listed: list[Any] = statements if isinstance(statements, list) else [statements]
    if not all(isinstance(statement, dict) for statement in listed):
        raise request.refused(
            f"{name}: MalformedPolicyDocument: no statements",
            "write an object with Version and a list Statement",
        )
    return listed


def _faults(statement: Mapping[str, Any], form: _Form) -> Iterator[tuple[str, str]]:
    if statement.get("Effect") not in ("Allow", "Deny"):
        yield f"has the effect {statement.get('Effect')!r}", "write Allow or Deny"
    if not {"Action", "NotAction"} & set(statement):
        yield "says no action", "add Action"
    says_who = bool({"Principal", "NotPrincipal"} & set(statement))
    if says_who and not form.principal:
        yield "names a principal", "remove Principal: the policy belongs to whom it is attached to"
    if form.principal and not says_who:
        yield "names no principal", "add Principal"
    says_what = bool({"Resource", "NotResource"} & set(statement))
    if form.resource and not says_what:
        yield "names no resource", "add Resource"
    if says_what and not form.resource:
        yield "names a resource", "remove Resource: a trust policy is about its own role"


def _principals(statement: Mapping[str, Any]) -> list[str]:
    principal = statement.get("Principal")
    named = principal.get("AWS", []) if isinstance(principal, dict) else principal
    return [named] if isinstance(named, str) else list(named or [])
