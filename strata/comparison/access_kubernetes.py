"""Rights in the cluster: who is let in, in which groups, and what Roles and bindings grant.

Source: https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html and
https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from strata.comparison.right import Granted, Right, joined, listed, of_type, opened
from strata.isolation.rbac import rules_rights
from strata.plan.recording import Recording

_RBAC = "kubernetes:rbac.authorization.k8s.io/v1:"
_BINDINGS = (f"{_RBAC}RoleBinding", f"{_RBAC}ClusterRoleBinding")
_ROLES = (f"{_RBAC}Role", f"{_RBAC}ClusterRole")
_ENTRY = "aws:eks/accessEntry:AccessEntry"
_ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"

_Rules = Mapping[tuple[str, str, str], Sequence[Mapping[str, Any]]]


def rights(recordings: Sequence[Recording]) -> Iterator[Granted]:
    """Every right in the cluster that plans grant."""
    yield from _entries(recordings)
    yield from _bindings(recordings)


def _entries(recordings: Sequence[Recording]) -> Iterator[Granted]:
    for one in of_type(recordings, _ENTRY):
        inputs = opened(one.inputs)
        who = _principal(inputs["principalArn"])
        cluster = f"cluster {inputs['clusterName']}"
        yield Granted(Right(subject=who, verb="enters", object=cluster), one.urn)
        for group in listed(inputs.get("kubernetesGroups")):
            right = Right(subject=who, verb="is a member of", object=f"group {group}")
            yield Granted(right, one.urn)
    for one in of_type(recordings, _ASSOCIATION):
        inputs = opened(one.inputs)
        policy = f"access policy {str(inputs['policyArn']).rpartition('/')[2]}"
        spaces = listed((inputs.get("accessScope") or {}).get("namespaces"))
        where = f"in namespace {joined(spaces)}" if spaces else "in every namespace"
        right = Right(
            subject=_principal(inputs["principalArn"]), verb="has", object=f"{policy} {where}"
        )
        yield Granted(right, one.urn)


def _bindings(recordings: Sequence[Recording]) -> Iterator[Granted]:
    rules = _rules(recordings)
    for one in of_type(recordings, *_BINDINGS):
        inputs = opened(one.inputs)
        home = inputs["metadata"].get("namespace", "")
        where = f"in namespace {home}" if home else "in every namespace"
        reference = inputs["roleRef"]
        kind, name = reference["kind"], reference["name"]
        granted = rules.get((kind, home if kind == "Role" else "", name))
        for subject in listed(inputs.get("subjects")):
            who = _subject(subject, home)
            if granted is None:
                right = Right(subject=who, verb="has", object=f"{kind} {name} {where}")
                yield Granted(right, one.urn)
                continue
            for verb, resource, only in rules_rights(granted):
                thing = f"{resource} {only}" if only else resource
                right = Right(subject=who, verb=verb, object=f"{thing} {where}")
                yield Granted(right, one.urn)


def _rules(recordings: Sequence[Recording]) -> _Rules:
    """Rules of every role that a plan makes, by kind, namespace and name."""
    found = {}
    for one in of_type(recordings, *_ROLES):
        metadata = one.inputs["metadata"]
        key = one.type.rpartition(":")[2], metadata.get("namespace", ""), metadata["name"]
        found[key] = opened(one.inputs.get("rules")) or []
    return found


def _subject(subject: Mapping[str, Any], home: str) -> str:
    match subject["kind"]:
        case "ServiceAccount":
            return f"service account {subject.get('namespace') or home}/{subject['name']}"
        case kind:
            return f"{kind.lower()} {subject['name']}"


def _principal(arn: Any) -> str:
    return f"principal {arn}"
