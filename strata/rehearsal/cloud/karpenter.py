"""Karpenter's objects: what the controller does to them in a real cluster.

Sources: https://karpenter.sh/v1.14/concepts/nodepools/ (a pool whose class is missing is not
ready) and https://karpenter.sh/v1.14/concepts/disruption/#termination-controller (finalizers)
"""

from typing import Final

from strata.rehearsal.cloud import charts
from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.inventory import Inventory, Row
from strata.rehearsal.cloud.kind import Need
from strata.rehearsal.cloud.refused import RefusedError
from strata.rehearsal.cloud.request import Request


def node_class(request: Request) -> list[Row]:
    """A pool's node class exists, and stays while the pool does."""
    name = request.input("spec.template.spec.nodeClassRef.name", "")
    row = request.find(t.EC2_NODE_CLASS, name)
    if row is None:
        raise request.refused(
            f"spec.template.spec.nodeClassRef.name = {name!r}: there is no such EC2NodeClass",
            "create it first and depend on it",
        )
    return [row]


def node_role(request: Request) -> list[Row]:
    """The role of a class's nodes exists in the cluster's account, and stays."""
    name = request.input("spec.role")
    if name is None:
        return []
    cluster = request.inventory.find(t.CLUSTER, request.caller.server)
    row = request.inventory.find(t.ROLE, name, cluster.home if cluster else "")
    if row is None:
        raise request.refused(
            f"spec.role = {name!r}: there is no such IAM role",
            "create it first and take the value from its output",
        )
    return [row]


def controller(row: Row, inventory: Inventory) -> None:
    """Only the running controller removes the finalizer, once the nodes are gone."""
    running = [
        release
        for release in inventory.of_type(t.RELEASE)
        if release.home == row.home and charts.chart_name(release.inputs) == "karpenter"
    ]
    if not running:
        raise RefusedError(
            f"{row}: its finalizer karpenter.sh/termination is removed by the Karpenter "
            "controller only, and no karpenter release is installed: it would never go, and its "
            "nodes would run on; install the release again, and delete this before it"
        )


def drained(row: Row, inventory: Inventory) -> None:
    """A pool goes once the last of its nodes has drained; the provider waits half an hour.

    Source: https://karpenter.sh/v1.14/concepts/disruption/#pod-level-controls
    """
    why = inventory.stuck(row.urn)
    if why is not None:
        raise RefusedError(
            f"{row}: timed out after 30 minutes: {why}; delete that pod, or wait for the pool's "
            "terminationGracePeriod, and take the stack down again"
        )


NEEDS: Final[dict[str, tuple[Need, ...]]] = {
    "karpenter.sh/NodePool": (node_class,),
    "karpenter.k8s.aws/EC2NodeClass": (node_role,),
}
KEEPS: Final = {
    "karpenter.sh/NodePool": (controller, drained),
    "karpenter.k8s.aws/EC2NodeClass": (controller,),
}
