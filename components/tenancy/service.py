"""TenantServices: what a tenant runs for as long as its file says, such as a model behind an API.

Only pods of the tenant reach it: its namespace's policies let nobody else in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pulumi
import pulumi_kubernetes as kubernetes

from components import names
from components.base import Component
from components.placement import RESTRICTED_CONTAINER

ACCOUNT = "service"
"""Service account of all services of a tenant. It has no token for the Kubernetes API."""

_SCRATCH_GIB = 2

# A pod that goes is still called until every node has heard of it.
_DRAIN_SECONDS = 10

_CPU_PERCENT = 70
_PROBE_SECONDS = 5


class Replicas(NamedTuple):
    """How many copies run: at least, and at most under load."""

    least: int
    most: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """One long-running service.

    Attributes:
        image: Its image.
        args: Arguments of the image's own entry point.
        port: Port that it listens on.
        ready_path: Path that answers once it can serve.
        live_path: Path that answers while it need not be restarted; empty: it never is.
        start_seconds: How long it may take until it can serve.
        stop_seconds: How long it may take to finish what it began.
        replicas: How many copies run.
        cpu: What each copy is promised, as Kubernetes writes it.
        memory: What each copy may use.
        env: Variables of its environment.
        user: ID of the user that it runs as; None: the image's own, which must be a number.
    """

    image: str
    args: Sequence[str] = ()
    port: int
    ready_path: str
    live_path: str = ""
    start_seconds: int = 300
    stop_seconds: int = 30
    replicas: Replicas
    cpu: str
    memory: str
    env: Mapping[str, str] = field(default_factory=dict)
    user: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantServicesArgs:
    """What a tenant's services need.

    Attributes:
        namespace: The tenant's namespace.
        tenant: The tenant's name.
        services: Services, by name.
    """

    namespace: pulumi.Input[str]
    tenant: str
    services: Mapping[str, Service]


class TenantServices(Component):
    """A Deployment and an address for each service; copies in several zones, one by one replaced.

    A service that does not start is its team's to mend, and holds up no other change: nothing
    waits for it.
    """

    TYPE = "strata:tenancy:TenantServices"

    def __init__(
        self, name: str, args: TenantServicesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        account = kubernetes.core.v1.ServiceAccount(
            self.child("account"),
            metadata={"name": ACCOUNT, "namespace": args.namespace},
            automount_service_account_token=False,
            opts=self.child_opts(),
        )
        for title, service in args.services.items():
            self._service(title, service, account)
        self.finish()

    def _service(
        self, title: str, service: Service, account: kubernetes.core.v1.ServiceAccount
    ) -> None:
        metadata: kubernetes.meta.v1.ObjectMetaArgsDict = {
            "name": title,
            "namespace": self._args.namespace,
            "labels": _labels(title),
        }
        kubernetes.core.v1.Service(
            self.child(title),
            metadata={**metadata, "annotations": _UNAWAITED},
            spec={
                "selector": _labels(title),
                "ports": [{"name": "http", "port": 80, "target_port": "http"}],
            },
            opts=self.child_opts(),
        )
        deployment = kubernetes.apps.v1.Deployment(
            self.child(f"{title}-deployment"),
            metadata={**metadata, "annotations": _UNAWAITED},
            spec=deployment_spec(self._args.tenant, title, service),
            opts=self.child_opts(depends_on=[account]),
        )
        # Where one copy runs, it may go: a node must be able to.
        kubernetes.policy.v1.PodDisruptionBudget(
            self.child(f"{title}-budget"),
            metadata=metadata,
            spec={
                "selector": {"match_labels": _labels(title)},
                "max_unavailable": 1,
                "unhealthy_pod_eviction_policy": "AlwaysAllow",
            },
            opts=self.child_opts(),
        )
        if service.replicas.most > service.replicas.least:
            kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
                self.child(f"{title}-autoscaler"),
                metadata=metadata,
                spec=autoscaler_spec(title, service.replicas),
                opts=self.child_opts(depends_on=[deployment]),
            )


# Source: https://www.pulumi.com/registry/packages/kubernetes/annotations/
_UNAWAITED = {"pulumi.com/skipAwait": "true"}


def deployment_spec(tenant: str, title: str, service: Service) -> Any:
    """The `spec` of the Deployment.

    Args:
        tenant: The tenant's name.
        title: The service's name.
        service: What it is.
    """
    least, most = service.replicas
    return {
        # With an autoscaler, the number is its business alone.
        **({"replicas": least} if least == most else {}),
        "selector": {"matchLabels": _labels(title)},
        # A new copy serves before an old one goes.
        "strategy": {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}},
        "progressDeadlineSeconds": 300 + service.start_seconds,
        "template": {
            # One application of YuniKorn's, by a name that no other tenant can take.
            "metadata": {
                "labels": {
                    **_labels(title),
                    "yunikorn.apache.org/app-id": f"{tenant}.service-{title}",
                }
            },
            "spec": pod(title, service),
        },
    }


def autoscaler_spec(
    title: str, replicas: Replicas
) -> kubernetes.autoscaling.v2.HorizontalPodAutoscalerSpecArgsDict:
    """The `spec` of the HorizontalPodAutoscaler."""
    return {
        "scale_target_ref": {"api_version": "apps/v1", "kind": "Deployment", "name": title},
        "min_replicas": replicas.least,
        "max_replicas": replicas.most,
        "metrics": [
            {
                "type": "Resource",
                "resource": {
                    "name": "cpu",
                    "target": {"type": "Utilization", "average_utilization": _CPU_PERCENT},
                },
            }
        ],
    }


def _labels(title: str) -> dict[str, str]:
    return {names.LABEL_SERVICE: title}


def pod(title: str, service: Service) -> dict[str, Any]:
    """The `spec` of a copy's pod."""
    spread = {
        "topologyKey": "topology.kubernetes.io/zone",
        "maxSkew": 1,
        # YuniKorn knows no wishes, only conditions.
        "whenUnsatisfiable": "DoNotSchedule",
        "labelSelector": {"matchLabels": _labels(title)},
    }
    return {
        "schedulerName": "yunikorn",
        "serviceAccountName": ACCOUNT,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "nodeSelector": {names.LABEL_POOL: "general"},
        "topologySpreadConstraints": [spread],
        "securityContext": _security(service.user),
        "terminationGracePeriodSeconds": _DRAIN_SECONDS + service.stop_seconds,
        "containers": [_container(service)],
        "volumes": [{"name": "tmp", "emptyDir": {"sizeLimit": f"{_SCRATCH_GIB}Gi"}}],
    }


def _security(user: int | None) -> dict[str, Any]:
    """What the level `restricted` asks for; the image's own user, unless another is wanted."""
    chosen = dict.fromkeys(("runAsUser", "runAsGroup", "fsGroup"), user) if user else {}
    return {"runAsNonRoot": True, **chosen, "seccompProfile": {"type": "RuntimeDefault"}}


def _container(service: Service) -> dict[str, Any]:
    disk = f"{_SCRATCH_GIB}Gi"
    probes = {
        "startupProbe": _probe(service.ready_path, -(-service.start_seconds // _PROBE_SECONDS)),
        "readinessProbe": _probe(service.ready_path),
    }
    if service.live_path:
        probes["livenessProbe"] = _probe(service.live_path, 6)
    return {
        "name": "service",
        "image": service.image,
        **({"args": list(service.args)} if service.args else {}),
        "env": [{"name": key, "value": value} for key, value in sorted(service.env.items())],
        "ports": [{"name": "http", "containerPort": service.port}],
        **probes,
        "lifecycle": {"preStop": {"sleep": {"seconds": _DRAIN_SECONDS}}},
        # No limit of CPU: what nobody else needs is nobody's loss.
        "resources": {
            "requests": {
                "cpu": service.cpu,
                "memory": service.memory,
                "ephemeral-storage": disk,
            },
            "limits": {"memory": service.memory, "ephemeral-storage": disk},
        },
        "securityContext": {**RESTRICTED_CONTAINER, "readOnlyRootFilesystem": True},
        "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],  # noqa: S108 - in the container
    }


def _probe(path: str, failures: int = 3) -> dict[str, Any]:
    return {
        "httpGet": {"path": path, "port": "http"},
        "periodSeconds": _PROBE_SECONDS,
        "failureThreshold": failures,
    }
