"""TenantNetwork: nothing passes but what is said here.

The rules add up: what one allows, no other takes away. No block has an `except`, for Amazon's agent
takes it for a refusal that holds against every other rule: what must not pass is in no block.
Source: https://github.com/aws/amazon-network-policy-controller-k8s/issues/146 (open)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components import names
from components.base import Component
from components.dns.node_local_dns import LOCAL_ADDRESS
from components.observability.monitors import SPARK_DRIVER_PORT
from components.services.kube_prometheus_stack.addon import NAMESPACE, PROMETHEUS_POD

# The agent lives in the node's network, so only its address matches.
# Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html#pod-id-considerations
POD_IDENTITY_ADDRESS = "169.254.170.23"
"""Where EKS Pod Identity's agent gives credentials."""
POD_IDENTITY_PORTS = (80, 2703)

KUBERNETES_CALLERS = {"matchLabels": {names.LABEL_KUBERNETES_API: names.ENABLED}}
"""Pods that say they call the Kubernetes API."""

# The operator gives the second to a server of Spark Connect, which makes its executors itself.
SPARK_DRIVERS = {
    "matchExpressions": [
        {"key": "spark-role", "operator": "In", "values": ["driver", "connect-server"]}
    ]
}

Spec = Mapping[str, Any]
Rules = list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Store:
    """Something of the tenant's that its pods reach by addresses and ports alone.

    Attributes:
        blocks: Where it is.
        ports: TCP ports.
    """

    blocks: Sequence[str]
    ports: Sequence[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantNetworkArgs:
    """What a tenant's network policies need.

    Attributes:
        namespace: The tenant's namespace.
        dns_address: Address of the kube-dns Service.
        api_blocks: Where the Kubernetes API is: its Service, and the control plane's interfaces.
        aws_blocks: Where AWS's services are.
        internet_blocks: What else pods reach over HTTPS; empty: nothing.
        stores: What the tenant asked for, by name.
    """

    namespace: pulumi.Input[str]
    dns_address: str
    api_blocks: Sequence[str]
    aws_blocks: pulumi.Input[Sequence[str]]
    internet_blocks: Sequence[str] = ()
    stores: Mapping[str, Store]


class TenantNetwork(Component):
    """Network policies of a tenant's namespace."""

    TYPE = "strata:tenancy:TenantNetwork"

    def __init__(
        self, name: str, args: TenantNetworkArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        specs: dict[str, pulumi.Input[Any]] = {
            **inside(args.dns_address, args.api_blocks),
            "allow-aws": pulumi.Output.from_input(args.aws_blocks).apply(https),
            **stores(args.stores),
        }
        if args.internet_blocks:
            specs["allow-internet"] = https(args.internet_blocks)
        for title, spec in specs.items():
            policy(self, title, {"name": title, "namespace": args.namespace}, spec)
        self.finish()


def policy(
    owner: Component,
    child: str,
    metadata: kubernetes.meta.v1.ObjectMetaArgsDict,
    spec: pulumi.Input[Any],
) -> None:
    """Make a network policy.

    Args:
        owner: Its parent.
        child: What it is called among the parent's children.
        metadata: Its metadata.
        spec: Its `spec`, as the API has it.
    """
    kubernetes.networking.v1.NetworkPolicy(
        owner.child(child), metadata=metadata, spec=spec, opts=owner.child_opts()
    )


def inside(dns_address: str, api_blocks: Sequence[str]) -> Mapping[str, Spec]:
    """What passes inside the cluster, whatever the file asks for: the `spec` of each policy.

    Args:
        dns_address: Address of the kube-dns Service.
        api_blocks: Where the Kubernetes API is.
    """
    same: Rules = [{"podSelector": {}}]
    api = [https_rule(api_blocks)]
    credentials = _blocks([f"{POD_IDENTITY_ADDRESS}/32"])
    return {
        "default-deny": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]},
        "allow-dns": egress({}, [_dns(dns_address)]),
        "allow-intra": {
            "podSelector": {},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [{"from": same}],
            "egress": [{"to": same}],
        },
        "allow-pod-identity": egress({}, [{"to": credentials, "ports": tcp(*POD_IDENTITY_PORTS)}]),
        # Whoever may make a pod may give it the label: what a pod may do there is for its account.
        "allow-kubernetes-api": egress(KUBERNETES_CALLERS, api),
        "allow-kubernetes-api-drivers": egress(SPARK_DRIVERS, api),
        "allow-metrics": metrics_policy(),
    }


def https(blocks: Sequence[str]) -> Spec:
    """Every pod reaches these blocks over HTTPS."""
    return egress({}, [https_rule(blocks)])


def https_rule(blocks: Sequence[str]) -> dict[str, Any]:
    """A rule that lets out to these blocks over HTTPS."""
    return {"to": _blocks(blocks), "ports": tcp(443)}


def stores(found: Mapping[str, Store]) -> Mapping[str, Spec]:
    """Every pod reaches what the tenant asked for: the `spec` of the policy; none of nothing."""
    if not found:
        return {}
    rules: Rules = [{"to": _blocks(one.blocks), "ports": tcp(*one.ports)} for one in found.values()]
    return {"allow-data": egress({}, rules)}


def metrics_policy() -> Spec:
    """Prometheus, and nobody else in its namespace, may read the page of a Spark driver."""
    namespace = {"matchLabels": {"kubernetes.io/metadata.name": NAMESPACE}}
    prometheus = {"namespaceSelector": namespace, "podSelector": {"matchLabels": PROMETHEUS_POD}}
    return {
        "podSelector": {"matchLabels": {"spark-role": "driver"}},
        "policyTypes": ["Ingress"],
        "ingress": [{"from": [prometheus], "ports": tcp(SPARK_DRIVER_PORT)}],
    }


def egress(pods: Mapping[str, Any], rules: Rules) -> Spec:
    """A `spec` that lets some pods out."""
    return {"podSelector": pods, "policyTypes": ["Egress"], "egress": rules}


def tcp(*ports: int) -> Rules:
    """The `ports` of a rule."""
    return [{"protocol": "TCP", "port": port} for port in ports]


def _blocks(blocks: Sequence[str]) -> Rules:
    return [{"ipBlock": {"cidr": block}} for block in blocks]


def _dns(dns_address: str) -> dict[str, Any]:
    kube_dns = {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
        "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
    }
    # The cache and the Service are no pods, so only their addresses match.
    addresses = _blocks([f"{address}/32" for address in (LOCAL_ADDRESS, dns_address)])
    ports = [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]
    return {"to": [*addresses, kube_dns], "ports": ports}
