"""Ingresses: what the AWS load balancer controller does with them in a real cluster.

Sources: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/ingress_class/
(an Ingress of a class that does not exist is left alone) and
https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/pkg/ingress/finalizer.go
"""

from typing import Final

from strata.rehearsal.cloud import charts
from strata.rehearsal.cloud.inventory import Inventory, Row
from strata.rehearsal.cloud.kind import Need
from strata.rehearsal.cloud.refused import RefusedError
from strata.rehearsal.cloud.request import Request
from strata.rehearsal.cloud.tokens import RELEASE

_INGRESS_CLASS = "kubernetes:networking.k8s.io/v1:IngressClass"
_CHART = "aws-load-balancer-controller"


def ingress_class(request: Request) -> list[Row]:
    """An Ingress's class exists, and stays while the Ingress does."""
    name = request.input("spec.ingressClassName", "")
    row = request.find(_INGRESS_CLASS, name)
    if row is None:
        raise request.refused(
            f"spec.ingressClassName = {name!r}: there is no such IngressClass, and no controller "
            "would look at it",
            "create it first and depend on it",
        )
    return [row]


def parameters(request: Request) -> list[Row]:
    """What a class refers to exists, and stays while the class does."""
    wanted = request.input("spec.parameters")
    if wanted is None:
        return []
    type_ = f"kubernetes:{wanted['apiGroup']}/v1beta1:{wanted['kind']}"
    row = request.find(type_, wanted["name"])
    if row is None:
        raise request.refused(
            f"spec.parameters.name = {wanted['name']!r}: there is no such {wanted['kind']}",
            "create it first and depend on it",
        )
    return [row]


def controller(row: Row, inventory: Inventory) -> None:
    """Only the running controller removes the finalizer, once the load balancer is gone."""
    running = [
        release
        for release in inventory.of_type(RELEASE)
        if release.home == row.home and charts.chart_name(release.inputs) == _CHART
    ]
    if not running:
        raise RefusedError(
            f"{row}: its finalizer is removed by the AWS load balancer controller only, and no "
            f"{_CHART} release is installed: it would never go, and its load balancer would run "
            "on; install the release again, and delete this before it"
        )


NEEDS: Final[dict[str, tuple[Need, ...]]] = {
    "networking.k8s.io/Ingress": (ingress_class,),
    "networking.k8s.io/IngressClass": (parameters,),
}
KEEPS: Final = {"networking.k8s.io/Ingress": (controller,)}
