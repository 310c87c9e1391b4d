"""Rights in AWS: roles' policies and trust, resources' own policies, boundaries, pod identities.

Each statement is read as it stands, wildcards included; what it comes to with all others is what
`strata isolation` answers.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from strata.comparison.right import Effect, Granted, Right, joined, listed, of_type, opened
from strata.plan.recording import Planned, Recording

_ROLE = "aws:iam/role:Role"
_POLICY = "aws:iam/policy:Policy"
_INLINE = "aws:iam/rolePolicy:RolePolicy"
_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
_POD_IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation"

_PLACEHOLDER = re.compile(r"\$\{([^}:]+)\.(?:arn|id|name|uniqueId)\}")
_ARN_NAME = re.compile(r"arn:[^:]*:iam::[^:]*:(role|policy)/(?:.*/)?([^/]+)")


class _Names:
    """Physical names of the roles and policies that plans make."""

    def __init__(self, recordings: Sequence[Recording]) -> None:
        self._made = {
            (one.type, one.name): str(opened(one.inputs.get("name")) or one.name)
            for one in of_type(recordings, _ROLE, _POLICY)
        }

    def of(self, type_: str, value: Any) -> str:
        """The name of a role or policy, however it is referred to."""
        text = str(value)
        placeholder = _PLACEHOLDER.fullmatch(text)
        if placeholder:
            return self._made.get((type_, placeholder[1]), text)
        arn = _ARN_NAME.fullmatch(text)
        return arn[2] if arn else text


def rights(recordings: Sequence[Recording]) -> Iterator[Granted]:
    """Every right in AWS that plans grant, statement by statement."""
    names = _Names(recordings)
    yield from _roles(recordings, names)
    yield from _policies(recordings, names)
    yield from _of_resources(recordings, names)
    for one in of_type(recordings, _POD_IDENTITY):
        inputs = opened(one.inputs)
        account = f"service account {inputs['namespace']}/{inputs['serviceAccount']}"
        role = f"role {names.of(_ROLE, inputs['roleArn'])}"
        yield Granted(Right(subject=account, verb="acts as", object=role), one.urn)


def _roles(recordings: Sequence[Recording], names: _Names) -> Iterator[Granted]:
    for one in of_type(recordings, _ROLE):
        inputs = opened(one.inputs)
        role = f"role {inputs.get('name') or one.name}"
        for right in _statements(inputs.get("assumeRolePolicy"), names, of=role):
            yield Granted(right, one.urn)
        for inline in listed(inputs.get("inlinePolicies")):
            for right in _statements(inline.get("policy"), names, subject=role):
                yield Granted(right, one.urn)
        for arn in listed(inputs.get("managedPolicyArns")):
            yield Granted(_has(role, arn, names), one.urn)
        if boundary := inputs.get("permissionsBoundary"):
            limit = f"policy {names.of(_POLICY, boundary)}"
            right = Right(subject=role, verb="stays within", object=limit, effect=Effect.LIMITS)
            yield Granted(right, one.urn)


def _policies(recordings: Sequence[Recording], names: _Names) -> Iterator[Granted]:
    for one in of_type(recordings, _INLINE):
        inputs = opened(one.inputs)
        role = f"role {names.of(_ROLE, inputs['role'])}"
        for right in _statements(inputs["policy"], names, subject=role):
            yield Granted(right, one.urn)
    made = {names.of(_POLICY, f"${{{one.name}.arn}}"): one for one in of_type(recordings, _POLICY)}
    attached = set()
    for one in of_type(recordings, _ATTACHMENT):
        inputs = opened(one.inputs)
        role, policy = f"role {names.of(_ROLE, inputs['role'])}", inputs["policyArn"]
        known = made.get(names.of(_POLICY, policy))
        if known is None:
            yield Granted(_has(role, policy, names), one.urn)
            continue
        attached.add(known.urn)
        for right in _statements(opened(known.inputs["policy"]), names, subject=role):
            yield Granted(right, known.urn)
    for name, one in made.items():
        if one.urn not in attached:
            holders = f"whoever has policy {name}"
            for right in _statements(opened(one.inputs["policy"]), names, subject=holders):
                yield Granted(right, one.urn)


def _of_resources(recordings: Sequence[Recording], names: _Names) -> Iterator[Granted]:
    """What policies of buckets, keys, queues, topics, secrets and repositories say."""
    for recording in recordings:
        for one in recording.resources:
            policy = opened(one.inputs.get("policy"))
            if one.type.startswith("aws:iam/") or not one.type.startswith("aws:"):
                continue
            if _document(policy) is not None:
                for right in _statements(policy, names, of=_thing(one)):
                    yield Granted(right, one.urn)


def _statements(policy: Any, names: _Names, *, subject: str = "", of: str = "") -> Iterator[Right]:
    """Every right of a document: of a subject's own policy, or of a thing's."""
    if policy is None:
        return
    document = _document(policy)
    if document is None:
        yield Right(subject=subject or of, verb="follows", object=str(policy))
        return
    for statement in listed(document.get("Statement")):
        if subject:
            who = [subject]
        else:
            who = [name for one in _said(statement, "Principal") for name in _whom(one, names)]
        verbs = _said(statement, "Action")
        objects = _said(statement, "Resource") or [of]
        for one, verb, thing in product(who, verbs, objects):
            yield Right(
                subject=one,
                verb=verb,
                object=thing,
                when=_when(statement.get("Condition") or {}),
                effect=Effect.DENIES if statement.get("Effect") == "Deny" else Effect.ALLOWS,
            )


def _said(statement: Mapping[str, Any], element: str) -> list[Any]:
    """What an element says, each by itself; of its negation, all in one."""
    if f"Not{element}" in statement:
        return [f"all but {joined(_flat(statement[f'Not{element}']))}"]
    return listed(statement.get(element))


def _flat(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [one for names in value.values() for one in listed(names)]
    return listed(value)


def _whom(principal: Any, names: _Names) -> list[str]:
    """Whom a `Principal` names.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    if principal == "*":
        return ["anyone"]
    if not isinstance(principal, Mapping):
        return [str(principal)]
    found = []
    for kind, who in principal.items():
        for one in listed(who):
            match kind:
                case "AWS" if one == "*":
                    found.append("anyone")
                case "AWS" if "role/" in one or _PLACEHOLDER.fullmatch(one):
                    found.append(f"role {names.of(_ROLE, one)}")
                case "AWS":
                    found.append(one)
                case "Service":
                    found.append(f"service {one}")
                case _:
                    found.append(f"identities of {one}")
    return found


def _when(conditions: Mapping[str, Mapping[str, Any]]) -> str:
    return "; ".join(
        sorted(
            f"{key} {operator} {joined(listed(values))}"
            for operator, keys in conditions.items()
            for key, values in keys.items()
        )
    )


def _document(policy: Any) -> Mapping[str, Any] | None:
    """A policy document; None if the value is none, or is not known before a deployment."""
    try:
        found = json.loads(policy) if isinstance(policy, str) else policy
    except ValueError:
        return None
    return found if isinstance(found, Mapping) and "Statement" in found else None


def _has(role: str, policy: Any, names: _Names) -> Right:
    return Right(subject=role, verb="has", object=f"policy {names.of(_POLICY, policy)}")


def _thing(one: Planned) -> str:
    """A resource whose policy need not say what it is about."""
    kind = one.type.rpartition(":")[2].removesuffix("Policy")
    return f"{kind} {one.name}"
