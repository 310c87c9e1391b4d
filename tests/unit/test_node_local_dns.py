"""NodeLocal DNSCache: one test for each of its traps."""

import re
from typing import Any

import pytest

from components.dns.node_local_dns import corefile
from strata.plan.recording import Planned, Recording
from tests.unit.test_cluster_layer import before

DNS = "172.20.0.10"


@pytest.fixture
def cluster(dev: dict[str, Recording]) -> Recording:
    return dev["dev-cluster"]


@pytest.fixture
def cache(cluster: Recording) -> Planned:
    return cluster.named("dev-node-local-dns-cache")


@pytest.fixture
def pod(cache: Planned) -> dict[str, Any]:
    spec: dict[str, Any] = cache.inputs["spec"]["template"]["spec"]
    return spec


def test_the_upstream_service_is_there_before_the_pods_that_read_its_address(
    cluster: Recording, cache: Planned
) -> None:
    assert cluster.named("dev-node-local-dns-upstream").urn in cache.depends_on


def test_pods_are_told_of_services_by_their_environment(pod: dict[str, Any]) -> None:
    assert pod.get("enableServiceLinks", True) is True
    [container] = pod["containers"]
    assert container["args"][-2:] == ["-upstreamsvc", "kube-dns-upstream"]


def test_the_two_words_that_the_binary_fills_stay_as_they_are() -> None:
    words = re.findall(r"__PILLAR__\w+?__(?=\W)", corefile(DNS))
    assert words == ["__PILLAR__CLUSTER__DNS__"] * 3 + ["__PILLAR__UPSTREAM__SERVERS__"]


def test_it_takes_the_address_of_kube_dns_where_kube_proxy_leaves_it(
    cluster: Recording, pod: dict[str, Any]
) -> None:
    [container] = pod["containers"]
    assert container["args"][:2] == ["-localip", f"169.254.20.10,{DNS}"]
    proxy = cluster.named("dev-kube-proxy-addon").inputs["configurationValues"]
    assert proxy == '{"mode": "iptables"}'


def test_names_of_the_cluster_go_on_over_tcp() -> None:
    blocks = corefile(DNS).split("}\n.:53")[0]
    assert blocks.count("forward . __PILLAR__CLUSTER__DNS__ {\n        force_tcp\n    }") == 3


def test_a_tenant_s_network_policy_lets_the_cache_through(dev: dict[str, Recording]) -> None:
    policy = dev["dev-tenant-ads"].named("dev-ads-network-allow-dns").inputs["spec"]
    blocks = [to["ipBlock"]["cidr"] for to in policy["egress"][0]["to"] if "ipBlock" in to]
    assert blocks == ["169.254.20.10/32", f"{DNS}/32"]


def test_it_is_never_killed_for_memory(pod: dict[str, Any]) -> None:
    [container] = pod["containers"]
    assert "limits" not in container["resources"]
    assert pod["priorityClassName"] == "system-node-critical"


def test_its_rules_are_in_place_once_it_answers(pod: dict[str, Any]) -> None:
    [container] = pod["containers"]
    path = container["args"][container["args"].index("-pidfile") + 1]
    # One that outlived its container would say that the next one answers already.
    assert not [one for one in container["volumeMounts"] if path.startswith(one["mountPath"])]


def test_no_two_of_its_ports_are_the_same_on_the_host(pod: dict[str, Any]) -> None:
    assert pod["hostNetwork"] is True
    [container] = pod["containers"]
    ports = [(port["containerPort"], port["protocol"]) for port in container["ports"]]
    assert ports == [(53, "UDP"), (53, "TCP"), (9253, "TCP")]


def test_it_runs_on_every_node_before_anything_else_asks(pod: dict[str, Any]) -> None:
    assert pod["tolerations"] == [{"operator": "Exists"}]
    assert pod["dnsPolicy"] == "Default"


def test_coredns_is_there_before_the_cache(cluster: Recording, cache: Planned) -> None:
    assert cluster.named("dev-coredns-addon").urn in before(cluster, cache.urn)


def test_karpenter_waits_for_the_cache(cluster: Recording, cache: Planned) -> None:
    controller = cluster.named("dev-karpenter-controller-release")
    assert cache.urn in before(cluster, controller.urn)


def test_the_four_zones_of_its_configuration() -> None:
    assert re.findall(r"^(\S+):53 {", corefile(DNS), re.MULTILINE) == [
        "cluster.local",
        "in-addr.arpa",
        "ip6.arpa",
        ".",
    ]
