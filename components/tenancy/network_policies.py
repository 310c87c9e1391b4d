"""TenantNetwork: nothing passes but what is said here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components.base import Component
from components.dns.node_local_dns import LOCAL_ADDRESS
from components.observability.monitors import SPARK_DRIVER_PORT
from components.services.kube_prometheus_stack.addon import NAMESPACE, PROMETHEUS_POD


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantNetworkArgs:
    """What a tenant's network policies need.

    Attributes:
        namespace: The tenant's namespace.
        dns_address: Address of the kube-dns Service.
    """

    namespace: pulumi.Input[str]
    dns_address: str


class TenantNetwork(Component):
    """Network policies of a tenant's namespace."""

    TYPE = "strata:tenancy:TenantNetwork"

    def __init__(
        self, name: str, args: TenantNetworkArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        for policy, spec in policies(args.dns_address).items():
            kubernetes.networking.v1.NetworkPolicy(
                self.child(policy),
                metadata={"name": policy, "namespace": args.namespace},
                spec=spec,
                opts=self.child_opts(),
            )
        self.finish()


def policies(dns_address: str) -> Mapping[str, Any]:
    """The `spec` of each policy, by name."""
    ports = [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]
    kube_dns = {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
        "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
    }
    # The cache and the Service are no pods, so only their addresses match.
    addresses = [{"ipBlock": {"cidr": f"{address}/32"}} for address in (LOCAL_ADDRESS, dns_address)]
    return {
        "default-deny": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]},
        "allow-dns": {
            "podSelector": {},
            "policyTypes": ["Egress"],
            "egress": [{"to": [*addresses, kube_dns], "ports": ports}],
        },
        "allow-metrics": metrics_policy(),
    }


def metrics_policy() -> Mapping[str, Any]:
    """Prometheus, and nobody else in its namespace, may read the page of a Spark driver."""
    namespace = {"matchLabels": {"kubernetes.io/metadata.name": NAMESPACE}}
    prometheus = {"namespaceSelector": namespace, "podSelector": {"matchLabels": PROMETHEUS_POD}}
    return {
        "podSelector": {"matchLabels": {"spark-role": "driver"}},
        "policyTypes": ["Ingress"],
        "ingress": [
            {"from": [prometheus], "ports": [{"protocol": "TCP", "port": SPARK_DRIVER_PORT}]}
        ],
    }
