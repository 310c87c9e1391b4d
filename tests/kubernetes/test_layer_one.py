"""What layer 1 puts into a cluster, judged by a real API server and the real definitions."""

from typing import Any

import pytest

from components.dns import ndots
from strata.plan.recording import Recording
from tests.kubernetes.conftest import Judge, RefusedError, cluster_plan, objects, told

OPTIONS = {
    "defaults of dev": cluster_plan(),
    "defaults of prod": cluster_plan(profile="prod"),
    "kubernetes 1.36": cluster_plan('kubernetesVersion: "1.36"'),
    "isolated": cluster_plan(
        "network: {nat: none, endpoints: private}",
        "nodePools: {gpu: {maxGpus: 0}}",
        "storage: {imageCache: {}}",
    ),
    "custom networking": cluster_plan("cni: {maxEni: 0, customNetworking: true}"),
    "own pools": cluster_plan(
        "nodePools: {own: {memory: {maxVcpus: 500, families: [r8gd], localNvme: true, "
        "tenant: ads}, x86: {maxVcpus: 100, architectures: [amd64], categories: [], "
        "capacityTypes: [spot, on-demand], tainted: false, consolidateAfter: Never}}}"
    ),
    "batch window": cluster_plan(
        'nodePools: {batchWindow: {schedule: "0 22 * * 1-5", duration: 6h30m}}'
    ),
    "many pods": cluster_plan("nodeClasses: {general: {maxPods: 50}, sparkNvme: {maxPods: 110}}"),
    "no cache": cluster_plan("dns: {nodeLocalCache: false}"),
}

CASES = [
    pytest.param(option, one.name, id=f"{option}: {one.name}")
    for option, plan in OPTIONS.items()
    for one in objects(plan)
]


@pytest.mark.parametrize(("option", "name"), CASES)
def test_the_api_server_accepts(option: str, name: str, judge: Judge) -> None:
    manifest = told(OPTIONS[option].named(name).inputs)
    kept = judge.apply(manifest)
    assert kept["kind"] == manifest["kind"]
    assert kept["metadata"]["name"] == manifest["metadata"]["name"]


@pytest.mark.parametrize("stack", ["dev-platform", "dev-tenant-ads", "dev-tenant-search"])
def test_the_api_server_accepts_every_object_of_the_layers_above(
    stack: str, judge: Judge, dev: dict[str, Recording]
) -> None:
    for one in sorted(objects(dev[stack]), key=lambda one: not one.type.endswith(":Namespace")):
        assert judge.apply(told(one.inputs))["kind"]


def refused(judge: Judge, manifest: dict[str, Any]) -> str:
    with pytest.raises(RefusedError) as error:
        judge.apply(manifest)
    return str(error.value)


def manifest_of(kind: str) -> dict[str, Any]:
    plan = OPTIONS["defaults of dev"]
    found = next(one for one in objects(plan) if one.type.endswith(f":{kind}"))
    manifest: dict[str, Any] = told(found.inputs)
    return manifest


def test_a_pool_that_never_says_when_to_consolidate_is_refused(judge: Judge) -> None:
    broken = manifest_of("NodePool")
    del broken["spec"]["disruption"]["consolidateAfter"]
    broken["metadata"]["name"] = "broken"
    assert "spec.disruption.consolidateAfter: Required value" in refused(judge, broken)


def test_a_budget_with_a_beginning_and_no_end_is_refused(judge: Judge) -> None:
    broken = manifest_of("NodePool")
    broken["metadata"]["name"] = "broken"
    broken["spec"]["disruption"]["budgets"] = [{"nodes": "0", "schedule": "0 0 * * *"}]
    assert "'schedule' must be set with 'duration'" in refused(judge, broken)


def test_a_node_class_with_a_role_and_a_profile_is_refused(judge: Judge) -> None:
    broken = manifest_of("EC2NodeClass")
    broken["metadata"]["name"] = "broken"
    broken["spec"]["instanceProfile"] = "example"
    assert "must specify exactly one of ['role', 'instanceProfile']" in refused(judge, broken)


@pytest.fixture
def ndots_policy(judge: Judge) -> None:
    """The policy, in force: a policy is read by the server some moments after it is applied."""
    for one in objects(OPTIONS["kubernetes 1.36"]):
        if one.type.startswith("kubernetes:admissionregistration.k8s.io/v1:"):
            judge.apply(told(one.inputs))
    for _ in range(300):
        if "dnsConfig" in created(judge, {"spark-role": "driver"})["spec"]:
            return
    pytest.fail("the policy did not come into force")


def created(
    judge: Judge, labels: dict[str, str], dns: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A pod as the server makes it."""
    spec: dict[str, Any] = {"containers": [{"name": "main", "image": "example"}]}
    if dns is not None:
        spec["dnsConfig"] = dns
    metadata = {"generateName": "pod-", "namespace": "default", "labels": labels}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}
    made = judge.create(pod)
    name = made["metadata"]["name"]
    return judge.call("GET", f"/api/v1/namespaces/default/pods/{name}")


@pytest.mark.usefixtures("ndots_policy")
@pytest.mark.parametrize("role", ["driver", "executor"])
def test_a_spark_pod_asks_for_a_bucket_by_its_name_first(role: str, judge: Judge) -> None:
    assert created(judge, {"spark-role": role})["spec"]["dnsConfig"] == ndots.DNS_CONFIG


@pytest.mark.usefixtures("ndots_policy")
def test_a_spark_pod_that_says_something_of_dns_keeps_it(judge: Judge) -> None:
    own = {"options": [{"name": "ndots", "value": "5"}]}
    assert created(judge, {"spark-role": "driver"}, own)["spec"]["dnsConfig"] == own


@pytest.mark.usefixtures("ndots_policy")
def test_any_other_pod_is_left_as_it_is(judge: Judge) -> None:
    assert "dnsConfig" not in created(judge, {"app": "web"})["spec"]
