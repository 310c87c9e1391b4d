"""The same job without the operator: what `spark-submit`, or a notebook's session, is given.

The operator turns an application into properties, and its webhook adds the rest to the pods. Where
neither stands between, as in client mode, the rest is in pod templates.

Source: https://spark.apache.org/docs/4.1.2/running-on-kubernetes.html#pod-template
"""

from collections.abc import Mapping
from typing import Any, Literal

from components.spark.pods import LOCAL_DIR

Role = Literal["driver", "executor"]

_CONTAINER: Mapping[Role, str] = {
    "driver": "spark-kubernetes-driver",
    "executor": "spark-kubernetes-executor",
}


def properties(application: Mapping[str, Any]) -> dict[str, str]:
    """Spark properties of a `SparkApplication`, but for the master and the pod templates."""
    metadata, spec = application["metadata"], application["spec"]
    dynamic = spec["dynamicAllocation"]
    return {
        **spec["sparkConf"],
        "spark.app.name": metadata["name"],
        "spark.kubernetes.namespace": metadata["namespace"],
        "spark.kubernetes.container.image": spec["image"],
        "spark.kubernetes.scheduler.name": spec["batchScheduler"],
        "spark.kubernetes.authenticate.driver.serviceAccountName": spec["driver"]["serviceAccount"],
        "spark.kubernetes.authenticate.executor.serviceAccountName": (
            spec["executor"]["serviceAccount"]
        ),
        "spark.dynamicAllocation.enabled": "true",
        "spark.dynamicAllocation.minExecutors": str(dynamic["minExecutors"]),
        "spark.dynamicAllocation.maxExecutors": str(dynamic["maxExecutors"]),
        "spark.dynamicAllocation.shuffleTracking.enabled": "true",
        **_pod_properties("driver", spec["driver"]),
        **_pod_properties("executor", spec["executor"]),
        # Spark 4.1 has a default of its own, which it puts over the template's.
        "spark.kubernetes.executor.terminationGracePeriodSeconds": (
            f"{spec['executor']['terminationGracePeriodSeconds']}s"
        ),
        **_local_disk(spec),
    }


def template(application: Mapping[str, Any], role: Role) -> dict[str, Any]:
    """The pod template of a role: what no property says."""
    pod = application["spec"][role]
    spec = {
        "nodeSelector": pod["nodeSelector"],
        "tolerations": pod["tolerations"],
        "dnsConfig": pod["dnsConfig"],
        "priorityClassName": pod["priorityClassName"],
        "securityContext": pod["podSecurityContext"],
        "containers": [{"name": _CONTAINER[role], "securityContext": pod["securityContext"]}],
    }
    if "affinity" in pod:
        spec["affinity"] = pod["affinity"]
    return {"apiVersion": "v1", "kind": "Pod", "spec": spec}


def _pod_properties(role: Role, pod: Mapping[str, Any]) -> dict[str, str]:
    found = {
        f"spark.{role}.cores": str(pod["cores"]),
        f"spark.{role}.memory": pod["memory"],
        f"spark.{role}.memoryOverhead": pod["memoryOverhead"],
        f"spark.kubernetes.{role}.request.cores": pod["coreRequest"],
    }
    for kind in ("label", "annotation"):
        for key, value in pod.get(f"{kind}s", {}).items():
            found[f"spark.kubernetes.{role}.{kind}.{key}"] = value
    for variable in pod.get("env", ()):
        place = "kubernetes.driverEnv" if role == "driver" else "executorEnv"
        found[f"spark.{place}.{variable['name']}"] = variable["value"]
    return found


def _local_disk(spec: Mapping[str, Any]) -> dict[str, str]:
    """The node's own disks; an EBS volume is among the properties already."""
    volume = f"spark.kubernetes.executor.volumes.emptyDir.{LOCAL_DIR}"
    found = {}
    for one in spec.get("volumes", ()):
        found[f"{volume}.mount.path"] = f"/var/data/{LOCAL_DIR}"
        found[f"{volume}.options.sizeLimit"] = one["emptyDir"]["sizeLimit"]
    return found
