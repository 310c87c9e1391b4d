"""What an add-on of layer 2 is: a chart, where it goes, its images, what must be there before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from components.sources import Image
from components.versions import Chart

PodSecurity = Literal["restricted", "baseline", "privileged"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class AddOn:
    """One shared service that a chart installs.

    Its values are a pure function in its own file, which returns only what differs from the chart.

    Attributes:
        name: Name of the Helm release.
        chart: The chart, at its exact version.
        namespace: Kubernetes namespace that it lives in.
        images: Its images, and where the chart's values name them.
        requires: Add-ons that must be ready first. Objects, not names: a missing one is an
            ImportError, and a circle is impossible.
        pod_security: What its pods may ask for, as the Pod Security Standards call it.
        timeout_seconds: How long its pods may take to become ready.
    """

    name: str
    chart: Chart
    namespace: str
    images: tuple[Image, ...] = ()
    requires: tuple["AddOn", ...] = ()
    pod_security: PodSecurity = "baseline"
    timeout_seconds: int = 900


@dataclass(frozen=True, kw_only=True, slots=True)
class Pods:
    """Copies of one pod, and what each requests: what a service holds while nobody uses it.

    Attributes:
        name: What they do.
        copies: How many; with `each_node`, how many a node.
        millicores: CPU request of a copy, in thousandths of a vCPU.
        memory_mib: Memory request and limit of a copy.
        each_node: Whether every node runs them.
    """

    name: str
    copies: int
    millicores: int
    memory_mib: int
    each_node: bool = False

    @property
    def resources(self) -> Mapping[str, Any]:
        """Requests, as a pod states them. Memory alone is limited: CPU that is idle may be used."""
        memory = f"{self.memory_mib}Mi"
        return {
            "requests": {"cpu": f"{self.millicores}m", "memory": memory},
            "limits": {"memory": memory},
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Idle:
    """What a service holds while nobody uses it, and so what it costs then.

    Attributes:
        pods: Its pods.
        volume_gib: Its gp3 volumes, in GiB.
        billed: What AWS bills by the hour, as `<kind>:<size>` with how many of each, such as
            `rds:db.t4g.micro`.
    """

    pods: tuple[Pods, ...]
    volume_gib: int = 0
    billed: Mapping[str, int] | None = None
