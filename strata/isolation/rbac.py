"""What Roles and bindings of planned stacks grant, as Kubernetes' RBAC authorizer adds them up.

Rights only ever add up: there is no rule that takes one away.

Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from strata.plan.recording import Recording

EVERYWHERE = ""
"""Namespace of what holds in the whole cluster."""

_RBAC = "kubernetes:rbac.authorization.k8s.io/v1:"
_ACCOUNT = "kubernetes:core/v1:ServiceAccount"
_NAMESPACE = "kubernetes:core/v1:Namespace"
_ENTRY = "aws:eks/accessEntry:AccessEntry"
_ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation"


class Right(NamedTuple):
    """One verb on one kind of thing.

    Attributes:
        verb: Such as `get`; `*` for all.
        resource: Such as `pods/log` or `jobs.batch`; for what is no resource, its path.
        name: The one thing that it holds for; empty for all.
    """

    verb: str
    resource: str
    name: str = ""


Rights = frozenset[Right]


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """Who asks, as the API server knows it.

    Attributes:
        user: User name; of a service account, `system:serviceaccount:<namespace>:<name>`.
        groups: Groups, beside those that Kubernetes adds itself.
    """

    user: str
    groups: tuple[str, ...] = ()


def account(namespace: str, name: str) -> Subject:
    """A service account.

    Source: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/
    """
    groups = ("system:serviceaccounts", f"system:serviceaccounts:{namespace}")
    return Subject(user=f"system:serviceaccount:{namespace}:{name}", groups=groups)


def rules_rights(rules: Iterable[Mapping[str, Any]]) -> Iterator[Right]:
    """Every right of a list of rules, wildcards as they stand."""
    for rule in rules:
        names = rule.get("resourceNames") or [""]
        kinds = product(rule.get("resources") or [], rule.get("apiGroups") or [])
        of_group = [named(kind, group) for kind, group in kinds]
        paths = rule.get("nonResourceURLs") or []
        for verb, resource, name in product(rule["verbs"], of_group, names):
            yield Right(verb, resource, name)
        for verb, path in product(rule["verbs"], paths):
            yield Right(verb, path)


def named(resource: str, group: str) -> str:
    """A resource as kubectl takes it: `sparkapplications.sparkoperator.k8s.io/status`."""
    plural, slash, subresource = resource.partition("/")
    return f"{plural}.{group}{slash}{subresource}" if group else resource


def granted(recordings: Sequence[Recording], subject: Subject, namespace: str) -> Rights:
    """What plans grant someone in a namespace, or in the whole cluster.

    Raises:
        LookupError: A binding is to a role that no plan makes.
    """
    found: set[Right] = set()
    for home, binding in _bindings(recordings):
        if home in {EVERYWHERE, namespace} and _is_about(binding, subject, home):
            found.update(rules_rights(_rules(recordings, binding["roleRef"], home)))
    return frozenset(found)


def namespaces(recording: Recording) -> tuple[str, ...]:
    """Namespaces that a plan makes."""
    return tuple(sorted(one.inputs["metadata"]["name"] for one in recording.of_type(_NAMESPACE)))


def accounts(recording: Recording) -> tuple[tuple[str, str], ...]:
    """Service accounts, as namespace and name, that a plan makes, or gives a role in AWS."""
    made = [
        (one.inputs["metadata"]["namespace"], one.inputs["metadata"]["name"])
        for one in recording.of_type(_ACCOUNT)
    ]
    given = [
        (one.inputs["namespace"], one.inputs["serviceAccount"])
        for one in recording.of_type(_ASSOCIATION)
    ]
    return tuple(sorted({*made, *given}))


def people(recording: Recording) -> tuple[tuple[str, ...], ...]:
    """Groups of each IAM principal that a plan lets into the cluster."""
    entries = recording.of_type(_ENTRY)
    groups = (tuple(one.inputs.get("kubernetesGroups") or ()) for one in entries)
    return tuple(sorted(one for one in groups if one))


def _bindings(recordings: Sequence[Recording]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for recording in recordings:
        for one in recording.of_type(f"{_RBAC}RoleBinding"):
            yield one.inputs["metadata"]["namespace"], one.inputs
        for one in recording.of_type(f"{_RBAC}ClusterRoleBinding"):
            yield EVERYWHERE, one.inputs


def _is_about(binding: Mapping[str, Any], subject: Subject, home: str) -> bool:
    for one in binding["subjects"]:
        match one["kind"]:
            case "ServiceAccount":
                named = account(one.get("namespace") or home, one["name"]).user == subject.user
            case "Group":
                named = one["name"] in {*subject.groups, "system:authenticated"}
            case _:
                named = one["name"] == subject.user
        if named:
            return True
    return False


def _rules(
    recordings: Sequence[Recording], reference: Mapping[str, Any], home: str
) -> list[dict[str, Any]]:
    kind, name = reference["kind"], reference["name"]
    for recording in recordings:
        for one in recording.of_type(f"{_RBAC}{kind}"):
            metadata = one.inputs["metadata"]
            same_home = kind == "ClusterRole" or metadata["namespace"] == home
            if metadata["name"] == name and same_home:
                rules: list[dict[str, Any]] = one.inputs["rules"]
                return rules
    raise LookupError(f"no plan makes the {kind} {name!r}")
