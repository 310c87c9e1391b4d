"""Judging pods: where they run, what they request, where their images come from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from components import names
from strata.charts.helm import Object
from strata.plan.recording import Recording

_TEMPLATES = {"DaemonSet", "Deployment", "Job", "ReplicaSet", "StatefulSet"}
# Whose pods the Prometheus operator makes, one container named like each.
_OPERATED = {"Alertmanager", "Prometheus"}
# It waits for a label that a node gets when somebody shares its GPU by MPS; no setting does.
_DORMANT = {"nvidia-device-plugin-mps-control-daemon"}
# What every kubelet says of itself here.
_LINUX = {"kubernetes.io/os": "linux"}
# An image as a command is told of it, alone or after an equals sign; no URL.
_IMAGE = re.compile(r"(?:^|=)((?:[a-z0-9-]+\.)+[a-z]+/[\w./-]+(?::[\w.-]+|@sha256:[0-9a-f]+))$")
_EFFECTS = {"NO_SCHEDULE": "NoSchedule", "NO_EXECUTE": "NoExecute"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Nodes:
    """One kind of node.

    Attributes:
        labels: Labels that each has.
        taints: Taints that each has.
    """

    labels: Mapping[str, str]
    taints: tuple[Mapping[str, Any], ...]

    def take(self, spec: Mapping[str, Any]) -> bool:
        """Whether a pod of that spec may run there."""
        selected = (spec.get("nodeSelector") or {}).items()
        tolerations = spec.get("tolerations") or ()
        return all(self.labels.get(key) == value for key, value in selected) and all(
            any(_tolerates(one, taint) for one in tolerations) for taint in self.taints
        )


def nodes(cluster: Recording) -> list[Nodes]:
    """Every kind of node of a planned cluster: the system nodes, and those of each pool."""
    found = []
    for group in cluster.of_type("aws:eks/nodeGroup:NodeGroup"):
        taints = [
            {**taint, "effect": _EFFECTS[taint["effect"]]}
            for taint in group.inputs.get("taints", ())
        ]
        found.append(Nodes(labels=_LINUX | group.inputs["labels"], taints=tuple(taints)))
    for pool in cluster.of_type("kubernetes:karpenter.sh/v1:NodePool"):
        template = pool.inputs["spec"]["template"]
        labels = _LINUX | template["metadata"]["labels"]
        found.append(Nodes(labels=labels, taints=tuple(template["spec"].get("taints", ()))))
    return found


def problems(thing: Object, kinds: list[Nodes], mirror: str) -> Iterator[str]:
    """What is wrong with the pods that an object makes.

    Args:
        thing: Any object.
        kinds: Every kind of node.
        mirror: What the name of every image must start with.
    """
    spec = _pod(thing)
    if spec is None:
        return
    if thing["metadata"]["name"] not in _DORMANT:
        yield from _placement(spec, kinds, everywhere=thing["kind"] == "DaemonSet")
    for container in spec["containers"]:
        requests = (container.get("resources") or {}).get("requests") or {}
        if missing := sorted({"cpu", "memory"} - set(requests)):
            yield f"container {container['name']} requests no {' and no '.join(missing)}"
    for container in (*(spec.get("initContainers") or ()), *spec["containers"]):
        for image in _images(container):
            if not image.startswith(f"{mirror}/"):
                yield (
                    f"container {container['name']} takes {image} from its own registry although "
                    "there are copies; name the image among its add-on's, or the registry in "
                    "layers/cluster/settings/sources.py"
                )


def _placement(spec: Mapping[str, Any], kinds: list[Nodes], *, everywhere: bool) -> Iterator[str]:
    if not any(one.take(spec) for one in kinds):
        yield "no node takes its pods; give them the nodeSelector and tolerations of one"
    elif not everywhere and names.LABEL_POOL not in (spec.get("nodeSelector") or {}):
        yield f"its pods may run anywhere; give them a nodeSelector of {names.LABEL_POOL}"


def _images(container: Mapping[str, Any]) -> list[str]:
    """Images that a container runs, or is told of because it makes pods itself."""
    words = [*(container.get("command") or ()), *(container.get("args") or ())]
    words += [one.get("value") or "" for one in container.get("env") or ()]
    told = [match[1] for word in words if (match := _IMAGE.search(word))]
    return [str(container.get("image")), *told]


def _pod(thing: Object) -> Mapping[str, Any] | None:
    kind, spec = thing["kind"], thing.get("spec") or {}
    if kind == "Pod":
        return spec
    if kind == "CronJob":
        spec = spec["jobTemplate"]["spec"]
    elif kind in _OPERATED:
        own = {"name": kind.lower(), **{key: spec.get(key) for key in ("image", "resources")}}
        return {**spec, "containers": [own], "initContainers": []}
    elif kind not in _TEMPLATES:
        return None
    found: Mapping[str, Any] = spec["template"]["spec"]
    return found


def _tolerates(toleration: Mapping[str, Any], taint: Mapping[str, Any]) -> bool:
    if toleration.get("effect") not in {None, taint["effect"]}:
        return False
    if toleration.get("operator") == "Exists":
        return toleration.get("key") in {None, taint["key"]}
    return toleration.get("key") == taint["key"] and (
        (toleration.get("value") or "") == (taint.get("value") or "")
    )
