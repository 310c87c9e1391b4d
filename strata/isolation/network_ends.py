"""Who there is in the network of a planned environment: pods, and addresses that are no pods."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, ip_network
from typing import Any

from components.dns.node_local_dns import LOCAL_ADDRESS
from components.network.metadata_guard import METADATA_ADDRESS
from components.services.airflow import task_pod
from components.services.airflow.facts import NAMESPACE as AIRFLOW
from components.services.kube_prometheus_stack.addon import NAMESPACE as MONITORING
from components.services.kube_prometheus_stack.addon import PROMETHEUS_POD
from components.tenancy.network_policies import POD_IDENTITY_ADDRESS
from strata.isolation.iam_account import PLATFORM, owner_of
from strata.isolation.network import Address, End, Pod, Policy, Port
from strata.plan.recording import Planned, Recording

_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
_DEPLOYMENT = "kubernetes:apps/v1:Deployment"
_NAMESPACE = "kubernetes:core/v1:Namespace"
_RELEASE = "kubernetes:helm.sh/v3:Release"
_SUBNET = "aws:ec2/subnet:Subnet"

# An address of nobody in particular: the internet.
_ELSEWHERE = "93.184.215.14"
# Source: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html and
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-ec2-ntp.html
_RESOLVER, _CLOCK = "169.254.169.253", "169.254.169.123"

UDP = "UDP"


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """Something that a pod may try to reach.

    Attributes:
        name: What it is.
        end: Where it is.
        ports: Ports that it may be tried on.
    """

    name: str
    end: End
    ports: tuple[Port, ...]


def ports(*numbers: int, protocol: str = "TCP") -> tuple[Port, ...]:
    """Ports of one protocol."""
    return tuple(Port(number=number, protocol=protocol) for number in numbers)


class Ends:
    """Everyone in the plans of a cluster, a platform and its tenants.

    Attributes:
        policies: Every NetworkPolicy of the plans; those that charts bring are not in a plan.
        tenants: Pods of each tenant, by what they are called.
        platform: Pods of the platform, likewise.
    """

    def __init__(self, recordings: Sequence[Recording]) -> None:
        self._cluster = next(one for one in recordings if "vpc_cidrs" in one.outputs)
        self._addresses = ip_network(self._cluster.outputs["vpc_cidrs"][-1]).hosts()
        self.policies = [
            Policy(namespace=one.inputs["metadata"]["namespace"], spec=one.inputs["spec"])
            for recording in recordings
            for one in recording.of_type(_POLICY)
        ]
        self.platform = {name: self._pod(*who) for name, who in _PLATFORM.items()}
        self.tenants = {
            owner: self._of_tenant(recording, owner)
            for recording in recordings
            if (owner := owner_of(recording)) != PLATFORM
        }

    def addresses(self) -> list[Target]:
        """What is no pod."""
        told = self._cluster.outputs
        node = Address(address=str(next(self._addresses)))
        known = {
            "the DNS cache of the node": (LOCAL_ADDRESS, (*_DNS, *ports(8080))),
            "the Service kube-dns": (told["dns_address"], _DNS),
            "the VPC's resolver": (_RESOLVER, _DNS),
            "the node's metadata": (METADATA_ADDRESS, ports(80, 443)),
            "the node's clock": (_CLOCK, ports(123, protocol=UDP)),
            "Pod Identity's agent": (POD_IDENTITY_ADDRESS, ports(80, 2703, 443)),
            "the Service of the Kubernetes API": (told["api_address"], ports(443)),
            "an interface of the control plane": (_first(told["private_cidrs"]), ports(443, 22)),
            "S3": (_first(told["s3_cidrs"]), ports(443, 80)),
            "the internet": (_ELSEWHERE, ports(443, 80, 22)),
            "a tenant's database": (_first(told["tenant_database_cidrs"]), ports(5432)),
            "a tenant's cache": (_last(told["tenant_database_cidrs"]), ports(6379, 6380)),
            "the platform's database": (self._platform_database(), ports(5432)),
            "a broker of Kafka": (_last(told["vpc_cidrs"][:1]), ports(9098, 9094)),
        }
        return [
            Target(name="the node itself", end=node, ports=ports(10250, 22)),
            *(
                Target(name=name, end=Address(address=address), ports=tried)
                for name, (address, tried) in known.items()
            ),
        ]

    def _platform_database(self) -> str:
        subnets = [
            one.inputs["cidrBlock"]
            for one in self._cluster.of_type(_SUBNET)
            if "-database-" in one.name and "-tenant-database-" not in one.name
        ]
        return _first(subnets)

    def _of_tenant(self, recording: Recording, tenant: str) -> dict[str, Pod]:
        home = next(
            one for one in recording.of_type(_NAMESPACE) if one.inputs["metadata"]["name"] == tenant
        )
        said = {**_SPARK, **dict(_of_charts(recording)), **dict(_of_deployments(recording))}
        labels = home.inputs["metadata"]["labels"]
        return {name: self._pod(tenant, one, labels) for name, one in said.items()}

    def _pod(
        self,
        namespace: str,
        labels: Mapping[str, str],
        namespace_labels: Mapping[str, str] | None = None,
    ) -> Pod:
        return Pod(
            namespace=namespace,
            labels=labels,
            address=str(next(self._addresses)),
            namespace_labels=namespace_labels or {},
        )


_DNS = (Port(number=53, protocol=UDP), Port(number=53))

_PLATFORM: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "CoreDNS": ("kube-system", {"k8s-app": "kube-dns"}),
    "another pod of kube-system": ("kube-system", {}),
    "Prometheus": (MONITORING, PROMETHEUS_POD),
    "Grafana": (MONITORING, {"app.kubernetes.io/name": "grafana"}),
    "Airflow's API": (AIRFLOW, {"component": "api-server"}),
    "Airflow's scheduler": (AIRFLOW, {"component": "scheduler"}),
    "Airflow's PgBouncer": (AIRFLOW, {"component": "pgbouncer"}),
    "the Spark operator": ("spark-operator", {"app.kubernetes.io/name": "spark-operator"}),
}

# Spark and its operator give these labels.
_SPARK: Mapping[str, Mapping[str, str]] = {
    "driver": {"spark-role": "driver"},
    "Spark Connect": {"spark-role": "connect-server"},
    "executor": {"spark-role": "executor"},
    "any other pod": {},
}


def _of_charts(recording: Recording) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Pods that charts make, with the labels that their values add; and Airflow's tasks."""
    yield "Airflow task", task_pod.LABELS
    for one in recording.of_type(_RELEASE):
        if _chart(one) == "jupyterhub":
            hub, server = one.inputs["values"]["hub"], one.inputs["values"]["singleuser"]
            yield "hub", {"component": "hub", **hub["labels"]}
            yield "notebook", {"component": "singleuser-server", **server["extraLabels"]}


def _of_deployments(recording: Recording) -> Iterator[tuple[str, Mapping[str, str]]]:
    for one in recording.of_type(_DEPLOYMENT):
        yield one.inputs["metadata"]["name"], one.inputs["spec"]["template"]["metadata"]["labels"]


def _chart(release: Planned) -> str:
    return str(release.inputs["chart"]).rpartition("/")[2]


def _first(cidrs: Sequence[Any]) -> str:
    return str(IPv4Network(cidrs[0])[10])


def _last(cidrs: Sequence[Any]) -> str:
    return str(IPv4Network(cidrs[-1])[-10])
