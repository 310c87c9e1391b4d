"""What layer 1 puts into a cluster, judged by a real API server and the real definitions."""

from typing import Any

import pytest

from components.dns import ndots
from strata.plan.recording import Recording
from strata.rehearsal.api_server import until
from tests.kubernetes.conftest import objects, told
from tests.kubernetes.judge import Judge, RefusedError, lost
from tests.plans import cluster_plan

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
    assert list(lost(manifest, judge.place(manifest))) == []


@pytest.mark.parametrize("environment", ["dev", "prod"])
@pytest.mark.parametrize("layer", ["cluster", "platform", "tenant-ads", "tenant-search"])
def test_the_api_server_accepts_every_object_of_a_committed_stack(
    environment: str, layer: str, judge: Judge, request: pytest.FixtureRequest
) -> None:
    stacks: dict[str, Recording] = request.getfixturevalue(environment)
    manifests = [told(one.inputs) for one in objects(stacks[f"{environment}-{layer}"])]
    assert manifests
    for manifest in manifests:
        assert list(lost(manifest, judge.place(manifest))) == []


def refusal(judge: Judge, manifest: dict[str, Any]) -> str:
    with pytest.raises(RefusedError) as error:
        judge.apply(manifest)
    return str(error.value)


def broken(kind: str) -> dict[str, Any]:
    """An object of the plan under another name, to be broken."""
    plan = OPTIONS["defaults of dev"]
    found = next(one for one in objects(plan) if one.type.endswith(f":{kind}"))
    manifest: dict[str, Any] = told(found.inputs)
    manifest["metadata"]["name"] = "broken"
    return manifest


def test_a_pool_that_never_says_when_to_consolidate_is_refused(judge: Judge) -> None:
    pool = broken("NodePool")
    del pool["spec"]["disruption"]["consolidateAfter"]
    assert refusal(judge, pool) == (
        'NodePool.karpenter.sh "broken" is invalid: [spec.disruption.consolidateAfter: Required '
        "value, <nil>: Invalid value: null: some validation rules were not checked because the "
        "object was invalid; correct the existing errors to complete validation]"
    )


def test_a_budget_with_a_beginning_and_no_end_is_refused(judge: Judge) -> None:
    pool = broken("NodePool")
    pool["spec"]["disruption"]["budgets"] = [{"nodes": "0", "schedule": "0 0 * * *"}]
    assert refusal(judge, pool) == (
        'NodePool.karpenter.sh "broken" is invalid: spec.disruption.budgets: Invalid value: '
        "'schedule' must be set with 'duration'"
    )


def test_a_pool_that_asks_for_what_no_instance_type_tells_is_refused(judge: Judge) -> None:
    # Only the provider's own edition of the definition knows the labels of AWS.
    pool = broken("NodePool")
    key = "karpenter.k8s.aws/instance-speed"
    asked = {"key": key, "operator": "In", "values": ["fast"]}
    pool["spec"]["template"]["spec"]["requirements"] = [asked]
    assert refusal(judge, pool) == (
        'NodePool.karpenter.sh "broken" is invalid: spec.template.spec.requirements[0].key: '
        f'Invalid value: "{key}": label domain "karpenter.k8s.aws" is restricted'
    )


def test_a_pool_with_a_misspelt_field_is_refused(judge: Judge) -> None:
    pool = broken("NodePool")
    pool["spec"]["template"]["spec"]["expiresAfter"] = "720h"
    assert refusal(judge, pool) == (
        "failed to create typed patch object (/broken; karpenter.sh/v1, Kind=NodePool): "
        ".spec.template.spec.expiresAfter: field not declared in schema"
    )


def test_a_node_class_with_a_role_and_a_profile_is_refused(judge: Judge) -> None:
    node_class = broken("EC2NodeClass")
    node_class["spec"]["instanceProfile"] = "example"
    assert refusal(judge, node_class) == (
        'EC2NodeClass.karpenter.k8s.aws "broken" is invalid: spec: Invalid value: must specify '
        "exactly one of ['role', 'instanceProfile']"
    )


def test_a_node_class_that_names_an_alias_and_an_image_is_refused(judge: Judge) -> None:
    node_class = broken("EC2NodeClass")
    node_class["spec"]["amiSelectorTerms"].append({"id": "ami-0123456789abcdef0"})
    assert refusal(judge, node_class) == (
        'EC2NodeClass.karpenter.k8s.aws "broken" is invalid: spec.amiSelectorTerms: Invalid value: '
        "'alias' is mutually exclusive, cannot be set with a combination of other amiSelectorTerms"
    )


def test_a_daemon_set_that_does_not_select_its_own_pods_is_refused(judge: Judge) -> None:
    cache = broken("DaemonSet")
    cache["spec"]["selector"] = {"matchLabels": {"k8s-app": "another"}}
    assert refusal(judge, cache) == (
        'DaemonSet.apps "broken" is invalid: spec.template.metadata.labels: Invalid value: '
        '{"k8s-app":"node-local-dns"}: `selector` does not match template `labels`'
    )


@pytest.fixture(scope="module")
def ndots_policy(judge: Judge) -> None:
    """The policy, in force: the server takes notice of it a moment after it is applied."""
    for one in objects(OPTIONS["kubernetes 1.36"]):
        if one.type.startswith("kubernetes:admissionregistration.k8s.io/v1:"):
            judge.apply(told(one.inputs))
    until(
        lambda: "dnsConfig" in created(judge, {"spark-role": "driver"})["spec"],
        lambda: "the policy does not come into force",
    )


def created(
    judge: Judge, labels: dict[str, str], dns: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A pod as the server holds it."""
    spec: dict[str, Any] = {"containers": [{"name": "main", "image": "example"}]}
    if dns is not None:
        spec["dnsConfig"] = dns
    metadata = {"generateName": "pod-", "namespace": "default", "labels": labels}
    return judge.create({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec})


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
