"""Spark applications of tenants: what the operator does with its own rights when it submits one.

Its pods are judged when they are made. Here is what is used before there is a pod, and what would
only fail later.

Source: https://github.com/kubeflow/spark-operator/blob/v2.5.2/api/v1beta2/sparkapplication_types.go
"""

from components import names
from components.guardrails.images import ImageSources, image_rule
from components.guardrails.pods import SHARED_RULES, SHARED_VARIABLES
from components.guardrails.policy import Guardrail, Kinds, Rule, listed
from components.guardrails.scheduling import SCHEDULER
from components.spark import allowed_conf
from components.tenancy.service_accounts import DRIVER, EXECUTOR

POLICY = "strata-spark-applications"

MOST_SECONDS = 7 * 24 * 3600
"""How long a finished application may be kept."""

_ROLES = "variables.roles"
_TEMPLATES = "variables.templates"
_METADATA = f"{_TEMPLATES}.filter(t, has(t.metadata)).map(t, t.metadata)"

VARIABLES = {
    "tenant": "request.namespace",
    "app": "has(object.spec.template) ? dyn(object.spec.template) : dyn(object.spec)",
    "connect": "request.resource.resource == 'sparkconnects'",
    "roles": " + ".join(
        f"(has(variables.app.{one}) ? [dyn(variables.app.{one})] : [])"
        for one in ("driver", "server", "executor")
    ),
    "templates": f"{_ROLES}.filter(r, has(r.template)).map(r, dyn(r.template))",
    "specs": (
        f"[variables.app] + {_ROLES} + {_TEMPLATES}.filter(t, has(t.spec)).map(t, dyn(t.spec))"
    ),
    "labels": (
        f"{_ROLES}.filter(r, has(r.labels)).map(r, dyn(r.labels)) + "
        f"{_METADATA}.filter(m, has(m.labels)).map(m, dyn(m.labels))"
    ),
    "annotations": (
        f"{_ROLES}.filter(r, has(r.annotations)).map(r, dyn(r.annotations)) + "
        f"{_METADATA}.filter(m, has(m.annotations)).map(m, dyn(m.annotations))"
    ),
    "conf": "has(variables.app.sparkConf) ? variables.app.sparkConf : {}",
    "hadoop": "has(variables.app.hadoopConf) ? variables.app.hadoopConf : {}",
    "deps": "has(variables.app.deps) ? variables.app.deps : {}",
}


def guardrail(images: ImageSources) -> Guardrail:
    """The policy."""
    return Guardrail(
        name=POLICY,
        kinds=(
            Kinds(
                group="sparkoperator.k8s.io",
                versions=("v1beta2", "v1alpha1"),
                resources=("sparkapplications", "scheduledsparkapplications", "sparkconnects"),
            ),
        ),
        variables={**VARIABLES, **SHARED_VARIABLES},
        rules=(
            image_rule(images),
            *_SUBMISSION,
            *_PROPERTIES,
            *_PODS,
            *SHARED_RULES,
        ),
    )


def _local(list_of_files: str) -> str:
    return f"{list_of_files}.all(f, f.startsWith('local://'))"


def _without(*fields: str) -> str:
    return " && ".join(f"!has({field})" for field in fields)


_SUBMISSION = (
    Rule(
        expression=(
            "variables.connect || (has(variables.app.mode) && variables.app.mode == 'cluster')"
        ),
        message="mode must be cluster: in any other the driver would run inside the operator",
    ),
    Rule(
        expression=_without("variables.app.proxyUser"),
        message="nobody works in another's name: remove proxyUser",
    ),
    Rule(
        expression=(
            "!has(variables.app.mainApplicationFile) || "
            "variables.app.mainApplicationFile.matches('^(local|s3a)://.')"
        ),
        message=(
            "mainApplicationFile must begin with s3a:// or local://: put it into the tenant's "
            "bucket, or into the image"
        ),
    ),
    Rule(
        expression=" && ".join(
            [
                *(
                    f"(!has(variables.deps.{one}) || {_local(f'variables.deps.{one}')})"
                    for one in ("jars", "files", "pyFiles", "archives")
                ),
                _without(
                    *(
                        f"variables.deps.{one}"
                        for one in ("packages", "excludePackages", "repositories")
                    )
                ),
            ]
        ),
        message=(
            "deps may list files of the image alone, which begin with local://: put them there, or "
            "add them in the job: addJar, addFile, addPyFile"
        ),
    ),
    Rule(
        expression=(
            "variables.connect || (has(variables.app.timeToLiveSeconds) && "
            "variables.app.timeToLiveSeconds > 0 && "
            f"variables.app.timeToLiveSeconds <= {MOST_SECONDS})"
        ),
        message=(
            "a finished application must go some day: write timeToLiveSeconds, "
            f"{MOST_SECONDS} or less"
        ),
    ),
    Rule(
        expression=(
            "!has(variables.app.restartPolicy) || !has(variables.app.restartPolicy.type) || "
            "variables.app.restartPolicy.type != 'Always'"
        ),
        message="a job that always begins anew never ends: write restartPolicy.type: OnFailure",
    ),
    Rule(
        expression=(
            _without(
                "variables.app.sparkUIOptions",
                "variables.app.driverIngressOptions",
            )
            + " && (!variables.connect || !has(variables.app.server.service) || "
            "!has(variables.app.server.service.spec) || "
            "((!has(variables.app.server.service.spec.type) || "
            "variables.app.server.service.spec.type == 'ClusterIP') && "
            "!has(variables.app.server.service.spec.externalIPs)))"
        ),
        message=(
            "nothing of a tenant is reachable from outside the cluster: remove sparkUIOptions, "
            "driverIngressOptions and any Service but one of type ClusterIP"
        ),
    ),
    Rule(
        expression=_without("variables.app.monitoring"),
        message=(
            "the platform reads metrics of every driver by itself: remove monitoring, which names "
            "files"
        ),
    ),
    Rule(
        expression=f"{_ROLES}.all(r, !has(r.kubernetesMaster))",
        message="the operator knows which cluster: remove kubernetesMaster",
    ),
)

_KNOWN = (
    f"(k in {listed(allowed_conf.KEYS)} || {listed(allowed_conf.PREFIXES)}"
    ".exists(p, k.startsWith(p)))"
)
_SECRET = f"{listed(allowed_conf.SECRETS)}.exists(e, k.lowerAscii().endsWith(e))"

_PROPERTIES = (
    Rule(
        expression=f"variables.conf.all(k, {_KNOWN})",
        message=(
            "sparkConf may hold what driver and executors read, as docs/spark-jobs.md lists it: "
            "remove the rest"
        ),
    ),
    Rule(
        expression=(
            f"variables.conf.all(k, !(k in {listed(allowed_conf.FILE_LISTS)}) || "
            + _local("variables.conf[k].split(',')")
            + ")"
        ),
        message=(
            f"{', '.join(allowed_conf.FILE_LISTS)} may list files of the image alone, which begin "
            "with local://: put them there"
        ),
    ),
    Rule(
        expression=(
            f"variables.conf.all(k, k != '{allowed_conf.EXCLUDED_STEPS}' || "
            f"variables.conf[k] == '{allowed_conf.NO_NETWORK_POLICY}')"
        ),
        message=(
            f"{allowed_conf.EXCLUDED_STEPS} must be {allowed_conf.NO_NETWORK_POLICY}, or pods "
            "would lack more than their own network policy"
        ),
    ),
    Rule(
        expression=(
            f"variables.hadoop.all(k, {listed(allowed_conf.HADOOP)}.exists(p, k.startsWith(p)))"
        ),
        message=(
            f"hadoopConf may hold what begins with {', '.join(allowed_conf.HADOOP)}: remove the "
            "rest"
        ),
    ),
    Rule(
        expression=(
            f"variables.conf.all(k, !({_SECRET})) && variables.hadoop.all(k, !({_SECRET}))"
        ),
        message=(
            "jobs hold no secrets: remove keys, tokens and passwords; the tenant's role gives "
            "credentials"
        ),
    ),
)

_LABEL = names.LABEL_APPLICATION

_PODS = (
    Rule(
        expression=(
            "variables.specs.all(s, "
            f"(!has(s.serviceAccount) || s.serviceAccount in {listed((DRIVER, EXECUTOR))}) && "
            f"(!has(s.serviceAccountName) || s.serviceAccountName in {listed((DRIVER, EXECUTOR))}))"
        ),
        message=f"serviceAccount must be {DRIVER} for the driver and {EXECUTOR} for executors",
    ),
    Rule(
        expression=(
            f"variables.specs.all(s, (!has(s.schedulerName) || s.schedulerName == '{SCHEDULER}') "
            f"&& (!has(s.batchScheduler) || s.batchScheduler == '{SCHEDULER}'))"
        ),
        message=f"batchScheduler and schedulerName must be {SCHEDULER}, which keeps the queue",
    ),
    Rule(
        expression=(
            "!has(variables.app.batchSchedulerOptions) || "
            "((!has(variables.app.batchSchedulerOptions.queue) || "
            "variables.app.batchSchedulerOptions.queue == variables.queue) && "
            "(!has(variables.app.batchSchedulerOptions.priorityClassName) || "
            "variables.app.batchSchedulerOptions.priorityClassName in variables.priorities))"
        ),
        message=(
            "the namespace alone says which queue: remove batchSchedulerOptions.queue, and write "
            "priorityClassName at driver and executor"
        ),
    ),
    Rule(
        expression=f"{_TEMPLATES}.all(t, !has(t.spec) || !has(t.spec.nodeName))",
        message="the scheduler chooses the node: remove nodeName from the template",
    ),
    Rule(
        expression=(
            f"{_ROLES}.all(r, (has(r.labels) && '{_LABEL}' in r.labels) || "
            "(has(r.template) && has(r.template.metadata) && has(r.template.metadata.labels) && "
            f"'{_LABEL}' in r.template.metadata.labels))"
        ),
        message=(
            f"driver and executor say whose application they are: write the label {_LABEL}: "
            "<tenant>.<name> at both, as `strata job render` does"
        ),
    ),
)
