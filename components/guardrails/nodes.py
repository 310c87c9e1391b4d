"""Where a tenant's pods may run: on shared nodes and on its own, never next to the platform.

Rules over `variables.specs`: everything in the request that says where a pod runs.
"""

from components import names
from components.compute import labels
from components.guardrails.policy import Rule, listed

KEYS = (
    names.LABEL_POOL,
    names.LABEL_TENANT,
    labels.ARCHITECTURE,
    labels.CAPACITY_TYPE,
    "kubernetes.io/os",
    "node.kubernetes.io/instance-type",
    "topology.kubernetes.io/zone",
)
"""Labels of nodes by which a pod may choose, beside those that Karpenter gives an instance type."""

# Nodes have no such taints: the charts of notebooks and of GPUs name them on every pod.
_NO_TAINTS = ("nvidia.com/gpu", "hub.jupyter.org/dedicated", "hub.jupyter.org_dedicated")
# Kubernetes itself adds them to every pod.
_ADDED = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")


def _key(key: str) -> str:
    return f"({key} in {listed(KEYS)} || {key}.startsWith('{labels.INSTANCE}'))"


def _own(key: str, value: str) -> str:
    """Whether a label's value names nodes that are nobody else's."""
    shared = f"{value} != '{names.POOL_SYSTEM}' && !{value}.startsWith('{_DEDICATED}')"
    own = f"{value} == '{_DEDICATED}' + variables.tenant"
    pool = f"({key} != '{names.LABEL_POOL}' || ({shared}) || {own})"
    return f"({pool} && ({key} != '{names.LABEL_TENANT}' || {value} == variables.tenant))"


_DEDICATED = names.dedicated_pool("")

_AFFINITIES = "variables.specs.filter(s, has(s.affinity)).map(s, s.affinity)"
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"

VARIABLES = {
    "nodeTerms": (
        f"{_AFFINITIES}.filter(a, has(a.nodeAffinity)).map(a, "
        f"(has(a.nodeAffinity.{_REQUIRED}) ? a.nodeAffinity.{_REQUIRED}.nodeSelectorTerms : []) + "
        f"(has(a.nodeAffinity.{_PREFERRED}) ? "
        f"a.nodeAffinity.{_PREFERRED}.map(p, p.preference) : []))"
    ),
    "podAffinities": (
        f"{_AFFINITIES}.map(a, (has(a.podAffinity) ? [a.podAffinity] : []) + "
        "(has(a.podAntiAffinity) ? [a.podAntiAffinity] : []))"
    ),
    "podTerms": (
        "variables.podAffinities.map(both, both.map(a, "
        f"(has(a.{_REQUIRED}) ? a.{_REQUIRED} : []) + "
        f"(has(a.{_PREFERRED}) ? a.{_PREFERRED}.map(p, p.podAffinityTerm) : [])))"
    ),
}

_EXPRESSION = (
    f"{_key('e.key')} && (!(e.key in {listed((names.LABEL_POOL, names.LABEL_TENANT))}) || "
    f"(e.operator == 'In' && e.values.all(v, {_own('e.key', 'v')})))"
)
_TOLERATION = " || ".join(
    [
        (
            f"(t.key == '{names.LABEL_POOL}' && has(t.value) && "
            "(!has(t.operator) || t.operator == 'Equal'))"
        ),
        (
            f"(t.key == '{names.LABEL_TENANT}' && has(t.value) && t.value == variables.tenant && "
            "(!has(t.operator) || t.operator == 'Equal'))"
        ),
        f"t.key in {listed(_NO_TAINTS)}",
        f"(t.key in {listed(_ADDED)} && has(t.effect) && t.effect == 'NoExecute')",
    ]
)

RULES = (
    Rule(
        expression=(
            "variables.specs.all(s, !has(s.nodeSelector) || s.nodeSelector.all(k, "
            f"{_key('k')} && {_own('k', 's.nodeSelector[k]')}))"
        ),
        message=(
            "nodeSelector may name the pools of tenants, zone, instance type, architecture and "
            "capacity type, and no node, system node or other tenant's: remove the rest"
        ),
    ),
    Rule(
        expression=(
            "variables.nodeTerms.all(terms, terms.all(t, !has(t.matchFields) && "
            f"(!has(t.matchExpressions) || t.matchExpressions.all(e, {_EXPRESSION}))))"
        ),
        message=(
            "nodeAffinity may name what nodeSelector may, pools and tenants with the operator In: "
            "remove the rest"
        ),
    ),
    Rule(
        expression=(
            "variables.podTerms.all(both, both.all(terms, terms.all(t, "
            "!has(t.namespaces) && !has(t.namespaceSelector))))"
        ),
        message=(
            "podAffinity and podAntiAffinity may not look into other namespaces: remove "
            "namespaces and namespaceSelector"
        ),
    ),
    Rule(
        expression=(
            "variables.specs.all(s, !has(s.tolerations) || s.tolerations.all(t, has(t.key) && "
            f"({_TOLERATION})))"
        ),
        message=(
            f"tolerations may name {names.LABEL_POOL} with a pool, and {names.LABEL_TENANT} with "
            "this tenant, by the operator Equal: remove the others"
        ),
    ),
)

NO_NODE = Rule(
    expression=(
        "(request.resource.resource == 'pods' && request.operation == 'UPDATE') || "
        "variables.specs.all(s, !has(s.nodeName))"
    ),
    message="the scheduler chooses the node: remove nodeName",
)
