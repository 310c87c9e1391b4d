"""How people reach the user interfaces: the load balancer, where there is one."""

from collections.abc import Mapping

import pulumi

from components import names
from components.base import Component
from components.services import aws_load_balancer_controller as controller
from components.services import yunikorn
from components.services.airflow import secrets as airflow_secrets
from components.services.airflow.airflow import ADDON as AIRFLOW
from components.services.aws_load_balancer_controller import (
    LoadBalancerController,
    LoadBalancerControllerArgs,
    LoadBalancerControllerFacts,
)
from components.services.entrance import Entrance, EntranceArgs
from components.services.kube_prometheus_stack import addon as monitoring
from components.services.spec import AddOn
from components.services.user_interface import FirstAccount, UserInterface
from layers.platform.args import PlatformArgs
from layers.profile import Profile

INTERFACES: Mapping[AddOn, UserInterface] = {
    AIRFLOW: UserInterface(
        name="airflow",
        namespace=AIRFLOW.namespace,
        service=f"{AIRFLOW.name}-api-server",
        port=8080,
        health_path="/api/v2/monitor/health",
        account=FirstAccount(
            user=airflow_secrets.ADMIN_USER, secret=airflow_secrets.ADMIN, key="password"
        ),
    ),
    monitoring.ADDON: UserInterface(
        name="grafana",
        namespace=monitoring.ADDON.namespace,
        service=f"{monitoring.ADDON.name}-grafana",
        port=80,
        health_path="/api/health",
        account=FirstAccount(user="admin", secret=monitoring.GRAFANA_SECRET, key="admin-password"),
    ),
    yunikorn.ADDON: UserInterface(
        name="yunikorn",
        namespace=yunikorn.ADDON.namespace,
        service="yunikorn-service",
        port=9889,
        health_path="/",
        account=None,
    ),
}
"""User interfaces, by the add-on that brings each."""


def controller_facts(
    environment: str, profile: Profile, *, region: str, vpc_id: pulumi.Input[str]
) -> LoadBalancerControllerFacts:
    """What the controller's values depend on."""
    return LoadBalancerControllerFacts(
        replicas=profile.replicas,
        cluster_name=names.cluster(environment),
        region=region,
        vpc_id=vpc_id,
        tags=names.tags(environment, "platform"),
    )


def ways_in(layer: Component, args: PlatformArgs, installed: dict[AddOn, Component]) -> None:
    """Make the controller, and the load balancer where there is to be one.

    Args:
        layer: Parent of everything.
        args: What the layer needs.
        installed: Every add-on that may have a user interface; the controller joins them.
    """
    behind = {addon: installed[addon] for addon in INTERFACES if addon in installed}
    made = LoadBalancerController(
        layer.child("load-balancer-controller"),
        LoadBalancerControllerArgs(
            facts=controller_facts(
                args.environment,
                args.profile,
                region=args.cluster.region,
                vpc_id=args.cluster.vpc_id,
            ),
            cluster=args.identity,
            sources=args.sources,
        ),
        opts=layer.child_opts(),
    )
    installed[controller.ADDON] = made
    if args.settings.access is None:
        return
    Entrance(
        layer.child("entrance"),
        EntranceArgs(
            access=args.settings.access.facts(),
            interfaces=tuple(INTERFACES[addon] for addon in behind),
            protect=args.profile.protect,
        ),
        opts=layer.child_opts(depends_on=[made, *behind.values()]),
    )
