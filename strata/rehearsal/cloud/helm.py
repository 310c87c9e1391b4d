"""Helm releases.

Source: https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/
"""

from typing import Any

from strata.rehearsal.cloud import charts
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Handle, Row
from strata.rehearsal.cloud.kind import Kind, NameRule, Unique
from strata.rehearsal.cloud.kubernetes import CUSTOM_KIND, cluster, need_namespace
from strata.rehearsal.cloud.request import Request


def nodes_for_pods(request: Request) -> list[Row]:
    """A chart that runs pods waits for a node."""
    home = cluster(request)
    nodes = [
        row
        for row in request.inventory.of_type(t.NODE_GROUP)
        if row.home == home.home and row.inputs["clusterName"] == home.id
    ]
    if charts.chart(request.inputs).pods and not request.input("skipAwait") and not nodes:
        raise request.refused(
            f"its pods would wait for a node until the timeout: {home} has no node group",
            "create the node group first and depend on it",
        )
    return [home]


def _namespace(request: Request) -> list[Row]:
    if request.input("createNamespace"):
        return []
    return need_namespace(request, _home(request))


def _home(request: Request) -> str:
    return str(request.input("namespace", "default"))


def _identity(request: Request) -> str:
    return f"{_home(request)}/{request.input('name')}"


def _brings(request: Request) -> list[Handle]:
    handles = [Handle(CUSTOM_KIND, custom) for custom in charts.custom_kinds(request.inputs)]
    if request.input("createNamespace"):
        handles.append(Handle(t.NAMESPACE, _home(request)))
    return handles


def _status(request: Request, _: str) -> dict[str, Any]:
    revision = int(request.before.outputs["status"]["revision"]) if request.before else 0
    return {
        "name": request.input("name"),
        "namespace": _home(request),
        "chart": charts.chart_name(request.inputs),
        "version": request.input("version"),
        "revision": revision + 1,
        "status": "deployed",
    }


KINDS: dict[str, Kind] = {
    t.RELEASE: Kind(
        id=_identity,
        outputs={"status": _status},
        # Source: https://helm.sh/docs/chart_template_guide/getting_started/ (53 characters)
        name=NameRule(
            input="name",
            limit=53,
            pattern=r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?",
            made_of="small letters, digits, - and .",
            generated=8,
        ),
        unique=Unique(
            key=lambda request: f"{request.caller.server}|{_identity(request)}",
            thing=lambda request: f"a Helm release {_identity(request)}",
            scope="its name is unique in its namespace",
        ),
        create_only=("name", "namespace"),
        brings=_brings,
        needs=(nodes_for_pods, _namespace),
    )
}
