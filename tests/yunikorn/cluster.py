"""A cluster whose pods YuniKorn schedules: its nodes, its tenants, and what the scheduler says."""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from ruamel.yaml import YAML

from components import names
from components.placement import RESTRICTED_CONTAINER, RESTRICTED_POD
from components.services.yunikorn import YuniKorn, YuniKornArgs, YuniKornFacts
from components.tenancy.namespace import TenantNamespace, TenantNamespaceArgs
from components.tenancy.sizes import Size
from strata.plan.recorder import record
from strata.rehearsal.api_server import until
from tests.kubernetes.judge import Judge

Object = dict[str, Any]

DELAY_SECONDS = 1
"""Of preemption; short, so that tests are."""

# One node of a test holds eight pods like this.
POD_VCPUS, POD_GIB = 1, 4

SIZE = Size(
    guaranteed_vcpus=4,
    guaranteed_gib=16,
    max_vcpus=16,
    max_gib=64,
    applications=5,
    executors=10,
    storage_gib=200,
    pods=100,
)

_NODE = "kubernetes.io/hostname"
_YUNIKORN = "yunikorn.apache.org"

_yaml = YAML(typ="safe")


def platform() -> dict[str, Object]:
    """Objects of YuniKorn's component, by name, and what its chart makes of its settings."""

    def program() -> None:
        facts = YuniKornFacts(replicas=1, preemption_delay_seconds=DELAY_SECONDS)
        YuniKorn("dev-yunikorn", YuniKornArgs(facts=facts))

    recording = record(program)
    (release,) = recording.of_type("kubernetes:helm.sh/v3:Release")
    defaults = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "yunikorn-defaults", "namespace": release.inputs["namespace"]},
        "data": release.inputs["values"]["yunikornDefaults"],
    }
    made = [one.inputs for one in recording.resources if "metadata" in one.inputs]
    return {one["metadata"]["name"]: one for one in (*made, defaults)}


def room(tenant: str, size: Size = SIZE) -> Object:
    """A tenant's namespace, as its component makes it."""

    def program() -> None:
        args = TenantNamespaceArgs(
            tenant=tenant, owner="a@example.com", cost_center="1", size=size, protect=False
        )
        TenantNamespace(tenant, args)

    return record(program).named(f"{tenant}-namespace").inputs


@dataclass(frozen=True)
class Cluster:
    """The cluster.

    Attributes:
        judge: The API server, as its administrator.
        scheduler: The scheduler's own API.
    """

    judge: Judge
    scheduler: httpx.Client

    @contextlib.contextmanager
    def node(self, vcpus: int, gib: int) -> Iterator[str]:
        """Have a node that the scheduler knows, for a while."""
        metadata = {
            "generateName": "node-",
            "annotations": {"kwok.x-k8s.io/node": "fake"},
        }
        amounts = {"cpu": str(vcpus), "memory": f"{gib}Gi", "pods": "110"}
        made = self.judge.create({"apiVersion": "v1", "kind": "Node", "metadata": metadata})
        name: str = made["metadata"]["name"]
        path = f"/api/v1/nodes/{name}"
        self.patch(path, {"metadata": {"labels": {_NODE: name}}})
        # Before, kwok would write over it what a node of its own has: a thousand vCPUs.
        self.wait(lambda: self._ready(path), f"{name} is not ready")
        self.patch(f"{path}/status", {"status": {"allocatable": amounts, "capacity": amounts}})
        self.wait(lambda: self._schedules(name, vcpus), f"{name} is not scheduled to")
        yield name
        self.judge.call("DELETE", path)

    def load(self, queue_file: str) -> None:
        """Let the scheduler read another queue file, and wait until it has."""
        path = "/api/v1/namespaces/yunikorn/configmaps/yunikorn-configs"
        self.patch(path, {"data": {"queues.yaml": queue_file}})
        self.wait(lambda: self._loaded(queue_file), "the queue file is not read")

    def _loaded(self, queue_file: str) -> bool:
        wanted = _yaml.load(queue_file)["partitions"][0]["queues"][0]["queues"][0]
        tenants = self.said(f"partition/default/queue/{names.TENANT_QUEUES}")
        return bool(tenants["template"]["properties"] == wanted["childtemplate"]["properties"])

    def tenant(self, name: str) -> "Tenant":
        """Add a tenant."""
        self.judge.apply(room(name))
        account = f"/api/v1/namespaces/{name}/serviceaccounts/default"
        self.wait(lambda: self.judge.http.get(account).is_success, f"{name} has no account")
        return Tenant(self, name)

    def patch(self, path: str, change: Object) -> None:
        """Change part of an object."""
        answer = self.judge.http.patch(
            path, json=change, headers={"Content-Type": "application/merge-patch+json"}
        )
        answer.raise_for_status()

    def said(self, path: str) -> Any:
        """What the scheduler answers; None for what it does not know."""
        answer = self.scheduler.get(f"/ws/v1/{path}")
        if answer.status_code in (httpx.codes.NOT_FOUND, httpx.codes.BAD_REQUEST):
            return None
        return answer.raise_for_status().json()

    def wait(self, holds: Callable[[], bool], otherwise: str) -> None:
        """Wait until something holds.

        Raises:
            ApiServerError: It does not within a minute.
        """
        until(holds, lambda: otherwise)

    def _ready(self, path: str) -> bool:
        conditions = self.judge.call("GET", path).get("status", {}).get("conditions", [])
        return any((one["type"], one["status"]) == ("Ready", "True") for one in conditions)

    def _schedules(self, node: str, vcpus: int) -> bool:
        known = self.said("partition/default/nodes") or []
        return any(
            one["nodeID"] == node
            and one["schedulable"]
            and one["capacity"]["vcore"] == 1000 * vcpus
            for one in known
        )


AddTenant = Callable[[str], "Tenant"]


def in_vcores(vcpus: int, gib: int) -> dict[str, int]:
    """Amounts, as the scheduler tells them."""
    return {"vcore": vcpus * 1000, "memory": gib * 1024**3}


@dataclass(frozen=True)
class Tenant:
    """A tenant of the cluster, at work.

    Attributes:
        cluster: The cluster.
        name: The tenant's name.
    """

    cluster: Cluster
    name: str

    @property
    def queue(self) -> Object:
        """The queue, as the scheduler has it; empty before the first pod."""
        found: Object = self.cluster.said(f"partition/default/queue/{names.queue(self.name)}") or {}
        return found

    @property
    def applications(self) -> dict[str, Object]:
        """Applications of the queue, by their names."""
        path = f"partition/default/queue/{names.queue(self.name)}/applications"
        return {one["applicationID"]: one for one in self.cluster.said(path) or []}

    def submit(self, application: str, count: int, node: str, **more: Any) -> list[str]:
        """Submit pods of an application, which may run on one node only."""
        return [
            self.cluster.judge.create(self.pod(application, node, **more))["metadata"]["name"]
            for _ in range(count)
        ]

    def pod(
        self,
        application: str,
        node: str,
        *,
        vcpus: int = POD_VCPUS,
        gib: int = POD_GIB,
        labels: dict[str, str] | None = None,
        annotations: dict[str, str] | None = None,
        priority: str = "",
    ) -> Object:
        """A pod, as the presets label one."""
        container = {
            "name": "main",
            "image": "example",
            "securityContext": RESTRICTED_CONTAINER,
            "resources": {"requests": {"cpu": str(vcpus), "memory": f"{gib}Gi"}},
        }
        return {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {
                "generateName": f"{application}-",
                "namespace": self.name,
                "labels": {f"{_YUNIKORN}/app-id": f"{self.name}.{application}", **(labels or {})},
                "annotations": annotations or {},
            },
            "spec": {
                "schedulerName": "yunikorn",
                "nodeSelector": {_NODE: node},
                "securityContext": RESTRICTED_POD,
                "containers": [container],
                **({"priorityClassName": priority} if priority else {}),
            },
        }

    def pods(self) -> list[Object]:
        """Its pods that have not ended and are not about to."""
        found: list[Object] = self.cluster.judge.call("GET", f"{self._home}/pods")["items"]
        return [
            one
            for one in found
            if "deletionTimestamp" not in one["metadata"]
            and one["status"]["phase"] in ("Pending", "Running")
        ]

    def running(self) -> set[str]:
        """Names of the pods that run."""
        return {
            one["metadata"]["name"] for one in self.pods() if one["status"]["phase"] == "Running"
        }

    def unschedulable(self) -> set[str]:
        """Names of the pods for which Karpenter would buy a node."""
        return {
            one["metadata"]["name"]
            for one in self.pods()
            for condition in one["status"].get("conditions", [])
            if condition["type"] == "PodScheduled" and condition.get("reason") == "Unschedulable"
        }

    def finish(self, pod: str) -> None:
        """Let a pod end as one that did its work."""
        self.cluster.patch(f"{self._home}/pods/{pod}/status", {"status": {"phase": "Succeeded"}})

    def log(self, application: str) -> Counter[str]:
        """Why the scheduler did not schedule pods of an application, and how often."""
        known = self.applications.get(f"{self.name}.{application}", {})
        return Counter(
            {
                entry["message"]: entry["count"]
                for request in known.get("requests") or []
                for entry in request.get("allocationLog") or []
            }
        )

    def wait_for_a_failed_preemption(self, application: str) -> None:
        """Wait until room for an application was looked for among others' pods, and not found.

        Raises:
            ApiServerError: It was not looked for, or was found; what the scheduler says of it.
        """
        until(
            lambda: self._preemption_failed(application),
            lambda: (
                f"no preemption for {self.name}.{application} failed: "
                f"{self.applications.get(f'{self.name}.{application}')}"
            ),
        )

    def _preemption_failed(self, application: str) -> bool:
        log = self.log(application)
        # It says that preemption does not help, too, when it is too early to look.
        return log["Preemption does not help"] > log["Preemption preconditions failed"]

    def leave(self) -> None:
        """Take all pods away, and wait until the scheduler knows."""
        self.cluster.judge.call("DELETE", f"{self._home}/pods", gracePeriodSeconds="0")
        self.cluster.wait(lambda: not self._used(), f"{self.name} still has pods")

    def _used(self) -> bool:
        queue = self.queue
        return any((queue.get("allocatedResource") or {}).values()) or bool(
            queue.get("pendingResource")
        )

    @property
    def _home(self) -> str:
        return f"/api/v1/namespaces/{self.name}"
