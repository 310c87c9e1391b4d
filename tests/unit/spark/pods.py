"""The pods that the operator, its webhook and Spark make of an application.

Sources: https://github.com/kubeflow/spark-operator/blob/v2.5.2/internal/webhook/sparkpod_defaulter.go
and, for what Spark itself does, resource-managers/kubernetes/core of apache/spark v4.1.2
(BasicDriverFeatureStep, BasicExecutorFeatureStep, MountVolumesFeatureStep).
"""

import copy
from typing import Any, Literal

Application = dict[str, Any]
Pod = dict[str, Any]
Role = Literal["driver", "executor"]
ROLES: tuple[Role, Role] = ("driver", "executor")

_PVC = "spark.kubernetes.executor.volumes.persistentVolumeClaim."
_PORTS = {
    "driver": (("driver-rpc-port", 7078), ("blockmanager", 7079), ("spark-ui", 4040)),
    "executor": (("blockmanager", 7079),),
}


def spec_of(application: Application) -> dict[str, Any]:
    spec: dict[str, Any] = application["spec"]
    template: dict[str, Any] = spec.get("template", spec)
    return template


def pod(application: Application, role: Role) -> Pod:
    """The driver, or the first executor."""
    spec = spec_of(application)
    own = spec[role]
    name = application["metadata"]["name"]
    pod_spec = copy.deepcopy(own.get("template", {}).get("spec", {}))
    template = pod_spec.pop("containers", [{}])[0]
    memory = f"{_mib(own['memory']) + _mib(own['memoryOverhead'])}Mi"
    requests = {"cpu": own["coreRequest"], "memory": memory}
    requests |= template.get("resources", {}).get("requests", {})
    volumes, mounts = _volumes(spec, role)
    container = {
        "name": template.get("name", f"spark-kubernetes-{role}"),
        "image": spec["image"],
        "imagePullPolicy": spec["imagePullPolicy"],
        "args": [role],
        "env": [{"name": "SPARK_USER", "value": "spark"}, *own.get("env", [])],
        "ports": [
            {"name": key, "containerPort": port, "protocol": "TCP"} for key, port in _PORTS[role]
        ],
        "resources": {"requests": requests, "limits": {"memory": memory}},
        "volumeMounts": mounts,
        "securityContext": own["securityContext"],
    }
    roles = {
        "spark-role": role,
        "spark-app-selector": "spark-0123",
        "sparkoperator.k8s.io/app-name": name,
        "sparkoperator.k8s.io/launched-by-spark-operator": "true",
    }
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": f"{name}-{role}",
            "namespace": application["metadata"]["namespace"],
            "labels": {**application["metadata"]["labels"], **own["labels"], **roles},
            "annotations": own.get("annotations", {}),
        },
        "spec": {
            **pod_spec,
            **_from_webhook(spec, own),
            "restartPolicy": "Never",
            "serviceAccountName": own["serviceAccount"],
            "volumes": volumes,
            "containers": [container],
        },
    }


def task_groups(application: Application) -> dict[str, dict[str, Any]]:
    """The groups whose room YuniKorn holds, by name.

    Source: https://github.com/kubeflow/spark-operator/blob/v2.5.2/internal/scheduler/yunikorn/scheduler.go
    """
    spec = spec_of(application)
    allocation = spec.get("dynamicAllocation", {})
    if allocation.get("enabled"):
        members = max(allocation.get("initialExecutors", 0), allocation.get("minExecutors", 0))
    else:
        members = spec["executor"].get("instances", 2)
    return {
        f"spark-{role}": {
            "minMember": count,
            "minResource": {
                "cpu": spec[role]["coreRequest"],
                "memory": f"{_mib(spec[role]['memory']) + _mib(spec[role]['memoryOverhead'])}Mi",
            },
            **{
                key: spec[role].get(key)
                for key in ("nodeSelector", "tolerations", "affinity", "labels")
            },
        }
        for role, count in (("driver", 1), ("executor", members))
        if count
    }


def _from_webhook(spec: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    said = {
        "schedulerName": spec.get("batchScheduler") or own.get("schedulerName"),
        "nodeSelector": own.get("nodeSelector"),
        "tolerations": own.get("tolerations"),
        "affinity": own.get("affinity"),
        "dnsConfig": own.get("dnsConfig"),
        "priorityClassName": own.get("priorityClassName"),
        "securityContext": own.get("podSecurityContext"),
        "terminationGracePeriodSeconds": own.get("terminationGracePeriodSeconds"),
    }
    return {key: value for key, value in said.items() if value is not None}


def _volumes(spec: dict[str, Any], role: Role) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    mounts = spec[role].get("volumeMounts", [])
    if mounts:
        named = {one["name"]: one for one in spec["volumes"]}
        return [named[one["name"]] for one in mounts], list(mounts)
    conf = spec["sparkConf"]
    claims = sorted({key.removeprefix(_PVC).split(".")[0] for key in conf if key.startswith(_PVC)})
    if role == "executor" and claims:
        volumes = [
            {"name": one, "persistentVolumeClaim": {"claimName": f"exec-1-{one}"}} for one in claims
        ]
        return volumes, [
            {"name": one, "mountPath": conf[f"{_PVC}{one}.mount.path"]} for one in claims
        ]
    local = {"name": "spark-local-dir-1"}
    return [{**local, "emptyDir": {}}], [{**local, "mountPath": "/var/data/spark-0123"}]


def _mib(text: str) -> int:
    return int(text.removesuffix("m"))
