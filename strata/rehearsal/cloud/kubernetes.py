"""Kubernetes: every object of every API, since an API server treats them all alike.

Sources: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/,
https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ and, for what cannot be
changed in place, https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/clients/
"""

import re
from dataclasses import dataclass
from typing import Final

from strata.rehearsal.cloud import charts, ingress, karpenter, signatures
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Handle, Row
from strata.rehearsal.cloud.kind import Kind, NameRule, Need, Unique
from strata.rehearsal.cloud.request import Request

CUSTOM_KIND: Final = "kubernetes custom kind"
"""Handle type of a custom kind, `<group>/<Kind>`, that a cluster knows."""

_ALWAYS_THERE = frozenset({"default", "kube-system", "kube-public", "kube-node-lease"})

_CLUSTER_SCOPED = frozenset(
    {
        "APIService", "CSIDriver", "CSINode", "CertificateSigningRequest", "ClusterRole",
        "ClusterRoleBinding", "ClusterTrustBundle", "CustomResourceDefinition", "DeviceClass",
        "FlowSchema", "IPAddress", "IngressClass", "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration", "Namespace", "Node",
        "PersistentVolume", "PriorityClass", "PriorityLevelConfiguration", "ResourceSlice",
        "RuntimeClass", "ServiceCIDR", "StorageClass", "StorageVersion",
        "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration", "VolumeAttachment", "VolumeAttributesClass",
    }
)  # fmt: skip

# Custom kinds, of no namespace, that every control plane brings.
# Source: https://github.com/aws/amazon-network-policy-controller-k8s/blob/v1.1.7/pkg/crd/crd_manager.go
_OF_EKS = frozenset({"networking.k8s.aws/ClusterNetworkPolicy"})

_CREATE_ONLY: dict[str, tuple[str, ...]] = {
    "ConfigMap": ("data", "binaryData"),
    "Secret": ("data", "stringData", "type"),
    "StorageClass": ("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"),
    "RoleBinding": ("roleRef",),
    "ClusterRoleBinding": ("roleRef",),
    "Deployment": ("spec.selector",),
    "DaemonSet": ("spec.selector",),
    "Job": ("spec.selector", "spec.template"),
}
_ALWAYS_CREATE_ONLY = ("apiVersion", "kind", "metadata.name", "metadata.namespace")

_LABEL_VALUE = re.compile(r"([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?")


@dataclass(frozen=True, slots=True)
class _Token:
    """A type token, taken apart."""

    group: str
    version: str
    kind: str

    @classmethod
    def parse(cls, type_: str) -> "_Token":
        _, module, kind = type_.split(":")
        group, _, version = module.partition("/")
        # A patch is part of an object, and says the object's kind.
        return cls("" if group == "core" else group, version, kind.removesuffix("Patch"))

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def custom(self) -> str:
        return f"{self.group}/{self.kind}"


def kind(type_: str, mutable: frozenset[str]) -> Kind:
    """What the stand-in cloud knows of a Kubernetes type.

    Args:
        type_: Type token, of a built-in kind or of a custom one.
        mutable: Kinds whose data is changed in place.
    """
    token = _Token.parse(type_)
    needs: list[Need] = [_cluster, _labels, _namespace]
    if signatures.signature(type_) is None and token.custom not in _OF_EKS:
        needs.append(_definition)
    needs.extend(karpenter.NEEDS.get(token.custom, ()))
    needs.extend(ingress.NEEDS.get(token.custom, ()))
    immutable = () if token.kind in mutable else _CREATE_ONLY.get(token.kind, ())
    return Kind(
        id=identity,
        outputs={
            "apiVersion": token.api_version,
            "kind": token.kind,
            "metadata.namespace": lambda request, _: namespace(request) or None,
            "metadata.uid": _uid,
            "metadata.generation": _generation,
        },
        name=_name_rule(token),
        unique=None if type_.endswith("Patch") else _unique(token),
        create_only=_ALWAYS_CREATE_ONLY + immutable,
        volatile=("metadata.generation",),
        brings=_brings,
        needs=tuple(needs),
        keeps=karpenter.KEEPS.get(token.custom, ()) + ingress.KEEPS.get(token.custom, ()),
    )


def _unique(token: _Token) -> Unique:
    return Unique(
        key=lambda request: f"{request.caller.server}|{identity(request)}",
        thing=lambda request: f"a {token.kind} {identity(request)}",
        scope="its name is unique in its namespace, or in the cluster if it has none",
    )


def namespace(request: Request) -> str:
    """Namespace of an object; empty if its kind has none."""
    token = _Token.parse(request.type)
    if token.kind in _CLUSTER_SCOPED or token.custom in charts.CLUSTER_SCOPED | _OF_EKS:
        return ""
    if _definition_scope(request, token) == "Cluster":
        return ""
    return str(request.input("metadata.namespace", "default"))


def identity(request: Request) -> str:
    """`<namespace>/<name>`, or the name alone if the kind has no namespace."""
    home = namespace(request)
    name = request.input("metadata.name")
    return f"{home}/{name}" if home else str(name)


def cluster(request: Request) -> Row:
    """The EKS cluster that the caller speaks to.

    Raises:
        RefusedError: There is none at that address.
    """
    row = request.inventory.find(t.CLUSTER, request.caller.server)
    if row is None:
        raise request.refused(
            f"the cluster at {request.caller.server} cannot be reached: no EKS cluster has that "
            "endpoint",
            "bring its stack up first",
        )
    return row


def need_namespace(request: Request, name: str) -> list[Row]:
    """The namespace, unless every cluster has it.

    Raises:
        RefusedError: It does not exist.
    """
    if not name or name in _ALWAYS_THERE:
        return []
    row = request.find(t.NAMESPACE, name)
    if row is None:
        raise request.refused(
            f"namespace {name!r} does not exist in {cluster(request)}",
            "create the Namespace first and depend on it",
        )
    return [row]


def _cluster(request: Request) -> list[Row]:
    return [cluster(request)]


def _namespace(request: Request) -> list[Row]:
    return need_namespace(request, namespace(request))


def _labels(request: Request) -> list[Row]:
    for key, value in request.input("metadata.labels", {}).items():
        if _LABEL_VALUE.fullmatch(value) is None:
            raise request.refused(
                f"metadata.labels.{key} = {value!r}: a label's value has at most 63 letters, "
                "digits, -, _ and ., beginning and ending with a letter or digit",
                "make it an annotation",
            )
    return []


def _definition(request: Request) -> list[Row]:
    custom = _Token.parse(request.type).custom
    row = request.find(CUSTOM_KIND, custom)
    if row is None:
        raise request.refused(
            f"no matches for kind {custom}: its CustomResourceDefinition is not installed in "
            f"{cluster(request)}",
            "install the chart that brings it first and depend on it",
        )
    return [row]


def _definition_scope(request: Request, token: _Token) -> str:
    row = request.find(CUSTOM_KIND, token.custom)
    spec = row.inputs.get("spec", {}) if row is not None else {}
    return str(spec.get("scope", ""))


def _brings(request: Request) -> list[Handle]:
    handles = [Handle(request.type, identity(request))]
    if request.type == t.CUSTOM_RESOURCE_DEFINITION:
        group, kind_ = request.input("spec.group"), request.input("spec.names.kind")
        handles.append(Handle(CUSTOM_KIND, f"{group}/{kind_}"))
    return handles


def _uid(request: Request, _: str) -> str:
    digits = request.hex(32)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _generation(request: Request, _: str) -> int:
    return int(request.before.outputs["metadata"]["generation"]) + 1 if request.before else 1


def _name_rule(token: _Token) -> NameRule:
    if token.group == "rbac.authorization.k8s.io":
        return NameRule(
            input="metadata.name",
            limit=253,
            pattern=r"(?!\.\.?$)[^/%]+",
            made_of="anything but / and %",
            generated=8,
        )
    label = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
    short = token.group == "" and token.kind in ("Namespace", "Service")
    return NameRule(
        input="metadata.name",
        limit=63 if short else 253,
        pattern=label if short else rf"{label}(\.{label})*",
        made_of="small letters, digits and - (and . between them, where the kind allows it)",
        generated=8,
    )
