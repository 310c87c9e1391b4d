"""Through which queue a tenant's pods come, as whose, and how urgent they are.

Rules over `variables.specs`, what says how a pod runs, and `variables.labels` and
`variables.annotations`, what is written on it.

Source: apache/yunikorn-k8shim v1.8.0, pkg/common/utils/utils.go and
pkg/common/constants/constants.go
"""

from components import names
from components.guardrails.policy import Rule, listed

SCHEDULER = "yunikorn"

_YUNIKORN = "yunikorn.apache.org"
_QUEUE = f"{_YUNIKORN}/queue"
_USER_INFO = f"{_YUNIKORN}/user.info"
_CONTROLLERS = "system:serviceaccount:kube-system:"

VARIABLES = {
    "queue": f"'{names.TENANT_QUEUES}.' + variables.tenant",
    # What YuniKorn calls the application of pods that say nothing, and a pod's that asks alone.
    "unnamed": "'yunikorn-' + variables.tenant + '-autogen'",
    "priorities": (
        "has(namespaceObject.metadata.annotations) && "
        f"'{names.ANNOTATION_PRIORITY_CLASSES}' in namespaceObject.metadata.annotations ? "
        f"namespaceObject.metadata.annotations['{names.ANNOTATION_PRIORITY_CLASSES}'].split(',') "
        ": []"
    ),
}


def _says(maps: str, key: str, rule: str) -> str:
    value = f"m['{key}']"
    return f"variables.{maps}.all(m, !('{key}' in m) || {rule.format(value)})"


_OWN_APPLICATION = "({0}.startsWith(variables.tenant + '.') || {0} == variables.unnamed)"

# YuniKorn writes an empty name on what holds the room of a gang.
_OWN_QUEUE = "({0} == '' || {0} == variables.queue)"

QUEUE = Rule(
    expression=" && ".join(
        [
            _says("labels", "queue", _OWN_QUEUE),
            _says("labels", _QUEUE, _OWN_QUEUE),
            _says("annotations", _QUEUE, _OWN_QUEUE),
        ]
    ),
    message=(
        "the namespace alone says which queue a pod goes to: remove the label or annotation "
        f"queue and {_QUEUE}"
    ),
)

APPLICATION = Rule(
    expression=_says("labels", names.LABEL_APPLICATION, _OWN_APPLICATION),
    message=(
        f"label {names.LABEL_APPLICATION} must be <tenant>.<name>, or the pod would join "
        "another's application: begin it with this tenant's name and a dot"
    ),
)

PRIORITY = Rule(
    expression=(
        "variables.specs.all(s, !has(s.priorityClassName) || s.priorityClassName == '' || "
        "s.priorityClassName in variables.priorities)"
    ),
    message=(
        "priorityClassName must be one that the tenant's file allows: write a lower one, or ask "
        "for quota.priority"
    ),
)

# The admission controller of YuniKorn writes the annotation, and who may not set it is told there;
# this holds while it is down. It is JSON, whose readers take much for `user`: only what the
# controller itself would write will do.
_WHO = (
    """'{"user":"' + request.userInfo.username + '","groups":["' + """
    """request.userInfo.groups.join('","') + '"]}'"""
)
USER = Rule(
    expression=(
        _says("labels", f"{_YUNIKORN}/username", "false")
        + f" && (request.userInfo.username.startsWith('{_CONTROLLERS}') || "
        + _says(
            "annotations",
            _USER_INFO,
            "({0} == " + _WHO.replace("{", "{{").replace("}", "}}") + " || "
            "(request.operation == 'UPDATE' && has(oldObject.metadata.annotations) && "
            f"'{_USER_INFO}' in oldObject.metadata.annotations && "
            f"oldObject.metadata.annotations['{_USER_INFO}'] == {{0}}))",
        )
        + ")"
    ),
    message=(
        "nobody works in another's name: remove the label "
        f"{_YUNIKORN}/username and the annotation {_USER_INFO}"
    ),
)

OWNER = Rule(
    expression=" && ".join(
        [
            _says("labels", names.LABEL_TENANT, "{0} == variables.tenant"),
            _says(
                "labels",
                names.LABEL_COST_CENTER,
                f"{{0}} == namespaceObject.metadata.labels['{names.LABEL_COST_CENTER}']",
            ),
        ]
    ),
    message=(
        f"labels {names.LABEL_TENANT} and {names.LABEL_COST_CENTER} must be those of the "
        "namespace, or another would pay: remove them"
    ),
)

RULES = (QUEUE, APPLICATION, PRIORITY, USER, OWNER)

POD_SCHEDULER = Rule(
    expression=(
        "variables.specs.all(s, has(s.schedulerName) ? s.schedulerName in "
        f"(request.resource.resource == 'pods' ? {listed([SCHEDULER])} : "
        f"{listed([SCHEDULER, 'default-scheduler'])}) : request.resource.resource != 'pods')"
    ),
    message=(
        f"pods of tenants are scheduled by {SCHEDULER}, through their queue: write schedulerName: "
        f"{SCHEDULER}; where it was not written, YuniKorn's admission controller is down"
    ),
)

POD_APPLICATION = Rule(
    expression=(
        "request.resource.resource != 'pods' || "
        f"variables.labels.all(m, '{names.LABEL_APPLICATION}' in m)"
    ),
    message=(
        f"a pod says whose application it is: write the label {names.LABEL_APPLICATION}: "
        "<tenant>.<name>, as `strata job render` does"
    ),
)
