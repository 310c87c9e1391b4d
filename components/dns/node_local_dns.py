"""NodeLocalDns: a DNS cache on every node, where pods already look.

It takes the address of kube-dns on each node, so nothing in a pod changes. Names of the cluster go
on to CoreDNS over TCP, all others straight to the VPC's resolver; neither fills conntrack.

Sources: https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/ and
https://github.com/kubernetes/dns/tree/1.26.7/cmd/node-cache (flags, and the two words that the
binary itself replaces)
"""

from dataclasses import dataclass

import pulumi
from pulumi_kubernetes import apps, core

from components.base import Component

LOCAL_ADDRESS = "169.254.20.10"
"""Where the cache listens besides the address of kube-dns: a NetworkPolicy must let it through."""

NAMESPACE = "kube-system"

_NAME = "node-local-dns"
_UPSTREAM = "kube-dns-upstream"
_METRICS, _HEALTH = 9253, 8080

# Words that stay as they are: the binary puts the address of the upstream Service, and the
# resolvers of the node, in their place.
_CLUSTER_DNS, _NODE_RESOLVERS = "__PILLAR__CLUSTER__DNS__", "__PILLAR__UPSTREAM__SERVERS__"


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeLocalDnsArgs:
    """What the cache needs.

    Attributes:
        dns_address: Address of the kube-dns Service.
        image: The cache's image.
    """

    dns_address: str
    image: str


class NodeLocalDns(Component):
    """The cache, with kube-proxy in iptables mode: other modes keep kube-dns's address."""

    TYPE = "strata:dns:NodeLocalDns"

    def __init__(
        self, name: str, args: NodeLocalDnsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        account = core.v1.ServiceAccount(
            self.child("account"),
            metadata={"name": _NAME, "namespace": NAMESPACE},
            opts=self.child_opts(),
        )
        # The pods learn its address from their environment, which is set when they start.
        upstream = core.v1.Service(
            self.child("upstream"),
            metadata={
                "name": _UPSTREAM,
                "namespace": NAMESPACE,
                "labels": {"k8s-app": "kube-dns", "kubernetes.io/name": "KubeDNSUpstream"},
            },
            spec={
                "ports": [
                    {"name": "dns", "port": 53, "protocol": "UDP", "target_port": 53},
                    {"name": "dns-tcp", "port": 53, "protocol": "TCP", "target_port": 53},
                ],
                "selector": {"k8s-app": "kube-dns"},
            },
            # Its endpoints are CoreDNS's, which may have no node yet.
            opts=self.child_opts(),
        )
        config = core.v1.ConfigMap(
            self.child("config"),
            metadata={"name": _NAME, "namespace": NAMESPACE},
            data={"Corefile": corefile(args.dns_address)},
            opts=self.child_opts(),
        )
        apps.v1.DaemonSet(
            self.child("cache"),
            metadata={"name": _NAME, "namespace": NAMESPACE, "labels": {"k8s-app": _NAME}},
            spec=daemon_set(args),
            opts=self.child_opts(depends_on=[account, upstream, config]),
        )
        core.v1.Service(
            self.child("metrics"),
            metadata={"name": _NAME, "namespace": NAMESPACE, "labels": {"k8s-app": _NAME}},
            spec={
                "cluster_ip": "None",
                "ports": [{"name": "metrics", "port": _METRICS, "target_port": _METRICS}],
                "selector": {"k8s-app": _NAME},
            },
            opts=self.child_opts(),
        )
        self.finish()


def corefile(dns_address: str) -> str:
    """The cache's configuration: three zones of the cluster, and everything else."""
    cluster = {"success": "9984 30", "denial": "9984 5"}
    blocks = [
        _server("cluster.local", dns_address, cache=cluster, health=True),
        _server("in-addr.arpa", dns_address),
        _server("ip6.arpa", dns_address),
        _server(".", dns_address, forward=_NODE_RESOLVERS),
    ]
    return "".join(blocks)


def _server(
    zone: str,
    dns_address: str,
    *,
    cache: dict[str, str] | None = None,
    health: bool = False,
    forward: str = "",
) -> str:
    lines = ["errors"]
    if cache:
        lines += ["cache {", *[f"    {kind} {values}" for kind, values in cache.items()], "}"]
    else:
        lines.append("cache 30")
    lines += ["reload", "loop", f"bind {LOCAL_ADDRESS} {dns_address}"]
    if forward:
        lines.append(f"forward . {forward}")
    else:
        lines += [f"forward . {_CLUSTER_DNS} {{", "    force_tcp", "}"]
    lines.append(f"prometheus :{_METRICS}")
    if health:
        lines.append(f"health {LOCAL_ADDRESS}:{_HEALTH}")
    body = "".join(f"    {line}\n" for line in lines)
    return f"{zone}:53 {{\n{body}}}\n"


def daemon_set(args: NodeLocalDnsArgs) -> apps.v1.DaemonSetSpecArgsDict:
    """The DaemonSet's `spec`."""
    return {
        "update_strategy": {"rolling_update": {"max_unavailable": "10%"}},
        "selector": {"match_labels": {"k8s-app": _NAME}},
        "template": {
            "metadata": {"labels": {"k8s-app": _NAME}},
            "spec": {
                "priority_class_name": "system-node-critical",
                "service_account_name": _NAME,
                "host_network": True,
                "dns_policy": "Default",
                "tolerations": [{"operator": "Exists"}],
                "containers": [_container(args)],
                "volumes": [
                    {
                        "name": "xtables-lock",
                        "host_path": {"path": "/run/xtables.lock", "type": "FileOrCreate"},
                    },
                    {
                        "name": "kube-dns-config",
                        "config_map": {"name": "kube-dns", "optional": True},
                    },
                    {
                        "name": "config",
                        "config_map": {
                            "name": _NAME,
                            "items": [{"key": "Corefile", "path": "Corefile.base"}],
                        },
                    },
                ],
            },
        },
    }


def _container(args: NodeLocalDnsArgs) -> core.v1.ContainerArgsDict:
    return {
        "name": "node-cache",
        "image": args.image,
        "args": [
            "-localip",
            f"{LOCAL_ADDRESS},{args.dns_address}",
            "-conf",
            "/etc/Corefile",
            # Its rules are in place once it answers; without this file, a minute later, when the
            # executors of a new node have asked for everything.
            "-pidfile",
            "/run/node-cache.pid",
            "-upstreamsvc",
            _UPSTREAM,
        ],
        # No memory limit: killed for memory it leaves its rules behind, and the node without DNS.
        "resources": {"requests": {"cpu": "25m", "memory": "64Mi"}},
        "security_context": {"capabilities": {"add": ["NET_ADMIN"]}},
        "ports": [
            {"name": "dns", "container_port": 53, "protocol": "UDP"},
            {"name": "dns-tcp", "container_port": 53, "protocol": "TCP"},
            {"name": "metrics", "container_port": _METRICS, "protocol": "TCP"},
        ],
        "liveness_probe": {
            "http_get": {"host": LOCAL_ADDRESS, "path": "/health", "port": _HEALTH},
            "initial_delay_seconds": 60,
            "timeout_seconds": 5,
        },
        "volume_mounts": [
            {"name": "xtables-lock", "mount_path": "/run/xtables.lock"},
            {"name": "config", "mount_path": "/etc/coredns"},
            {"name": "kube-dns-config", "mount_path": "/etc/kube-dns"},
        ],
    }
