"""Pods of tenants, and everything that pods are made from."""

from components.guardrails import nodes, scheduling
from components.guardrails.images import ImageSources, image_rule
from components.guardrails.policy import Guardrail, Kinds, Rule, listed
from components.services.airflow.task_pod import SERVICE_ACCOUNT as AIRFLOW_TASK
from components.tenancy.service_accounts import DEFAULT, DRIVER, EXECUTOR, NOTEBOOK

POLICY = "strata-pods"

ACCOUNTS = (DEFAULT, DRIVER, EXECUTOR, NOTEBOOK, AIRFLOW_TASK)
"""Service accounts that a pod may have whoever makes it."""

VOLUMES = (
    "configMap",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
)
"""Kinds of volumes that hold what is the tenant's."""

# What stands for long. The platform makes it: nobody in a tenant has a verb on it.
_STANDING = ("deployments", "replicasets", "statefulsets")
_CONTROLLERS = tuple(
    f"system:serviceaccount:kube-system:{one}-controller" for one in ("replicaset", "statefulset")
)

CONTAINERS = ("containers", "initContainers", "ephemeralContainers", "sidecars")
"""Fields that hold containers: of pods, and of a Spark application's driver and executor."""

_TEMPLATE = "variables.template"

VARIABLES = {
    "tenant": "request.namespace",
    "template": (
        "has(object.spec.jobTemplate) ? dyn(object.spec.jobTemplate.spec.template) : "
        "(has(object.spec.template) ? dyn(object.spec.template) : dyn(object))"
    ),
    "specs": f"[dyn({_TEMPLATE}.spec)]",
    "labels": (
        f"has({_TEMPLATE}.metadata) && has({_TEMPLATE}.metadata.labels) ? "
        f"[dyn({_TEMPLATE}.metadata.labels)] : [dyn({{}})]"
    ),
    "annotations": (
        f"has({_TEMPLATE}.metadata) && has({_TEMPLATE}.metadata.annotations) ? "
        f"[dyn({_TEMPLATE}.metadata.annotations)] : []"
    ),
}


def guardrail(images: ImageSources) -> Guardrail:
    """The policy."""
    return Guardrail(
        name=POLICY,
        kinds=(
            Kinds(
                group="",
                versions=("v1",),
                resources=("pods", "pods/ephemeralcontainers", "replicationcontrollers"),
            ),
            Kinds(
                group="apps",
                versions=("v1",),
                resources=("daemonsets", "deployments", "replicasets", "statefulsets"),
            ),
            Kinds(group="batch", versions=("v1",), resources=("cronjobs", "jobs")),
        ),
        variables={
            **VARIABLES,
            **SHARED_VARIABLES,
            "standing": (
                f"request.resource.resource in {listed(_STANDING)} || "
                f"request.userInfo.username in {listed(_CONTROLLERS)}"
            ),
        },
        rules=(
            _accounts(),
            image_rule(images),
            nodes.NO_NODE,
            scheduling.POD_SCHEDULER,
            scheduling.POD_APPLICATION,
            *SHARED_RULES,
        ),
    )


def _accounts() -> Rule:
    allowed = listed(ACCOUNTS)
    return Rule(
        expression=(
            # A pod cannot change its account.
            "(request.resource.resource == 'pods' && request.operation == 'UPDATE') || "
            "variables.standing || variables.specs.all(s, "
            f"(!has(s.serviceAccountName) || s.serviceAccountName in {allowed}) && "
            f"(!has(s.serviceAccount) || s.serviceAccount in {allowed}))"
        ),
        message=f"serviceAccountName must be {', '.join(ACCOUNTS[:-1])} or {ACCOUNTS[-1]}",
    )


def _each_container(rule: str) -> str:
    return " && ".join(f"(!has(s.{one}) || s.{one}.all(c, {rule}))" for one in CONTAINERS)


def _modest(context: str) -> str:
    """Whether a security context, of a pod or of a container, asks for nothing of the node's."""
    return (
        f"((!has({context}.privileged) || !{context}.privileged) && "
        f"(!has({context}.allowPrivilegeEscalation) || !{context}.allowPrivilegeEscalation) && "
        f"(!has({context}.runAsUser) || {context}.runAsUser != 0) && "
        f"(!has({context}.capabilities) || !has({context}.capabilities.add) || "
        f"{context}.capabilities.add.size() == 0) && "
        f"(!has({context}.procMount) || {context}.procMount == 'Default'))"
    )


_IMAGES = " + ".join(
    f"(has(s.{one}) ? s.{one}.filter(c, has(c.image)).map(c, c.image) : [])" for one in CONTAINERS
)

SHARED_VARIABLES = {
    "images": f"variables.specs.map(s, (has(s.image) ? [s.image] : []) + {_IMAGES})",
    **nodes.VARIABLES,
    **scheduling.VARIABLES,
}

SHARED_RULES = (
    Rule(
        expression="variables.specs.all(s, !has(s.volumes) || s.volumes.all(v, {}))".format(
            " || ".join(f"has(v.{one})" for one in VOLUMES)
        ),
        message=(
            f"volumes must be {', '.join(VOLUMES[:-1])} or {VOLUMES[-1]}: for fast local disk use "
            "emptyDir, which is on the node's NVMe"
        ),
    ),
    Rule(
        expression="variables.specs.all(s, {})".format(
            " && ".join(
                f"(!has(s.{one}) || !s.{one})" for one in ("hostNetwork", "hostPID", "hostIPC")
            )
            + " && "
            + _each_container(
                "!has(c.ports) || c.ports.all(p, !has(p.hostPort) || p.hostPort == 0)"
            )
        ),
        message=(
            "pods may not share network, processes or ports with their node: remove hostNetwork, "
            "hostPID, hostIPC and hostPort"
        ),
    ),
    Rule(
        expression="variables.specs.all(s, {})".format(
            " && ".join(
                f"(!has(s.{one}) || {_modest(f's.{one}')})"
                for one in ("securityContext", "podSecurityContext")
            )
            + " && "
            + _each_container(f"!has(c.securityContext) || {_modest('c.securityContext')}")
        ),
        message=(
            "containers run as an ordinary user: remove privileged, allowPrivilegeEscalation, "
            "capabilities.add, procMount and runAsUser 0"
        ),
    ),
    *nodes.RULES,
    *scheduling.RULES,
)
