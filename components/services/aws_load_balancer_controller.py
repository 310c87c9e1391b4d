"""AWS load balancer controller: turns Ingresses of the platform into one load balancer.

Source: https://github.com/aws/eks-charts/tree/master/stable/aws-load-balancer-controller (3.5.0)
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components import names, versions
from components.base import Component
from components.helm_release import Values
from components.placement import ON_SYSTEM_NODES
from components.services import install
from components.services.identity import ClusterIdentity, ServiceIdentity, ServiceIdentityArgs
from components.services.load_balancer_policy import policy
from components.services.spec import AddOn, Idle, Pods
from components.sources import ORIGINALS, Image, Sources

ADDON = AddOn(
    name="aws-load-balancer-controller",
    chart=versions.AWS_LOAD_BALANCER_CONTROLLER,
    namespace="aws-load-balancer-controller",
    images=(
        Image(
            name="public.ecr.aws/eks/aws-load-balancer-controller", repository="image.repository"
        ),
    ),
    pod_security="restricted",
)

SERVICE_ACCOUNT = ADDON.name
"""Service account of its pods: the chart calls it by the release."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadBalancerControllerFacts:
    """All that the controller's values depend on.

    Attributes:
        replicas: Copies; only one works, the other takes over.
        cluster_name: Name of the cluster.
        region: AWS region.
        vpc_id: VPC of the cluster.
        tags: AWS tags of everything that it makes.
    """

    replicas: int
    cluster_name: str
    region: str
    vpc_id: pulumi.Input[str]
    tags: Mapping[str, str]


def idle(facts: LoadBalancerControllerFacts) -> Idle:
    """What the controller holds while nothing changes."""
    return Idle(pods=(_controller(facts),))


def values(facts: LoadBalancerControllerFacts) -> Values:
    """Values that differ from the chart's defaults."""
    return {
        **ON_SYSTEM_NODES,
        "replicaCount": facts.replicas,
        # The chart makes none for one copy.
        "podDisruptionBudget": {"maxUnavailable": 1},
        "resources": _controller(facts).resources,
        "podSecurityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
        "securityContext": {"capabilities": {"drop": ["ALL"]}},
        "clusterName": facts.cluster_name,
        # Pods reach no instance metadata, where it would look for both.
        "region": facts.region,
        "vpcId": facts.vpc_id,
        "defaultTags": dict(facts.tags),
        # On, no Service of the whole cluster can be made while no copy of the controller runs.
        "enableServiceMutatorWebhook": False,
        # Otherwise each upgrade makes another certificate, which running pods do not know yet.
        "keepTLSSecret": True,
        # Classes say who may use them; the annotation would be a way around.
        "disableIngressClassAnnotation": True,
        "createIngressClassResource": False,
        "ingressClassParams": {"create": False},
        "enableShield": False,
        "enableWaf": False,
        "enableWafv2": False,
        "controllerConfig": {
            "featureGates": {
                "EnableServiceController": False,
                "ALBGatewayAPI": False,
                "NLBGatewayAPI": False,
                "LBCapacityReservation": False,
            }
        },
    }


def _controller(facts: LoadBalancerControllerFacts) -> Pods:
    return Pods(name="controller", copies=facts.replicas, millicores=100, memory_mib=256)


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadBalancerControllerArgs:
    """What the controller needs.

    Attributes:
        facts: What its values depend on.
        cluster: Which cluster it runs in.
        sources: Where its chart and images come from.
    """

    facts: LoadBalancerControllerFacts
    cluster: ClusterIdentity
    sources: Sources = ORIGINALS


class LoadBalancerController(Component):
    """The controller, and its right to load balancers that carry the cluster's mark.

    Whatever makes an Ingress depends on this whole component: an Ingress that outlives the
    controller leaves its load balancer behind, and cannot be deleted itself.
    """

    TYPE = "strata:services:LoadBalancerController"

    def __init__(
        self,
        name: str,
        args: LoadBalancerControllerArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        cluster = args.cluster
        namespace = install.namespace(self, ADDON)
        identity = ServiceIdentity(
            self.child("identity"),
            ServiceIdentityArgs(
                cluster=cluster,
                purpose="load-balancers",
                namespace=ADDON.namespace,
                service_accounts=(SERVICE_ACCOUNT,),
                documents={
                    "load-balancers": policy(
                        account=cluster.account,
                        region=cluster.region,
                        cluster_name=names.cluster(cluster.environment),
                    )
                },
            ),
            opts=self.child_opts(),
        )
        install.release(self, ADDON, values(args.facts), args.sources, [namespace, identity])
        self.finish()
