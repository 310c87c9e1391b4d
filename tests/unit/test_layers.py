"""The layers as planned from the committed stack files."""

import base64
import json
from email import message_from_string
from itertools import pairwise
from typing import Any

import kubernetes_validate
import pytest

from components import versions
from components.compute.interruption_queue import EVENTS
from components.tenancy.sizes import SIZES
from strata.plan.recorder import record
from strata.plan.recording import Planned, Recording
from tests.samples import PROJECT

ADDON = "aws:eks/addon:Addon"
CLUSTER = "aws:eks/cluster:Cluster"
LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
POOL = "kubernetes:karpenter.sh/v1:NodePool"
NODE_CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
ROLE = "aws:iam/role:Role"


def only(recording: Recording, type_: str) -> Planned:
    [found] = recording.of_type(type_)
    return found


def before(recording: Recording, urn: str) -> set[str]:
    """Everything that must exist before a resource: dependencies, parents, their children."""
    by_urn = {one.urn: one for one in recording.resources}
    known: set[str] = set()
    todo = [urn]
    while todo:
        one = by_urn.get(todo.pop())
        if one is None:
            continue
        for other in (*one.depends_on, one.parent):
            if other and other not in known:
                known.add(other)
                todo.append(other)
    return known


def test_a_tenant_reads_exactly_what_the_stacks_below_export(dev: dict[str, Recording]) -> None:
    assert dev["dev-cluster"].read == []
    assert dev["dev-platform"].read == ["organization/strata/dev-cluster"]
    assert dev["dev-tenant-ads"].read == [
        "organization/strata/dev-cluster",
        "organization/strata/dev-platform",
    ]


def test_a_stack_whose_lower_stack_is_not_up_says_so() -> None:
    with pytest.raises(LookupError) as error:
        record(PROJECT.program(), stack="dev-platform", config={"strata:platform": "{}"}, below={})
    assert str(error.value) == (
        "stack organization/strata/dev-cluster exports no account, region, profile, dns_address, "
        "cluster_name, cluster_arn, endpoint, certificate_authority, boundary_arn, key_arn; "
        "bring it up with this version of the program first"
    )


def test_nothing_uses_a_default_provider(
    dev: dict[str, Recording], prod: dict[str, Recording]
) -> None:
    for recording in (*dev.values(), *prod.values()):
        bare = [
            one.name
            for one in recording.resources
            if one.type.startswith(("aws:", "kubernetes:")) and not one.provider
        ]
        assert bare == [], recording.stack


def test_every_provider_of_aws_is_held_to_one_account_and_tags_what_it_makes(
    dev: dict[str, Recording],
) -> None:
    provider = only(dev["dev-tenant-ads"], "pulumi:providers:aws").inputs
    assert json.loads(provider["allowedAccountIds"]) == ["111122223333"]
    assert json.loads(provider["defaultTags"]) == {
        "tags": {
            "strata:environment": "dev",
            "strata:layer": "tenant",
            "strata:tenant": "ads",
            "strata:cost-center": "4711",
            "strata:owner": "ads@example.com",
        }
    }


def test_a_changed_kubeconfig_replaces_nothing(dev: dict[str, Recording]) -> None:
    provider = dev["dev-platform"].named("dev-kubernetes").inputs
    assert provider["clusterIdentifier"] == "strata-dev"
    assert provider["enableConfigMapMutable"] == "true"
    assert provider["enableSecretMutable"] == "true"


def test_the_cluster_gets_what_the_component_has_no_input_for(dev: dict[str, Recording]) -> None:
    inputs = only(dev["dev-cluster"], CLUSTER).inputs
    assert inputs["kubeSchedulerConfig"]["nodeResourcesFit"]["scoringStrategy"]["type"] == (
        "MostAllocated"
    )


def test_nobody_is_an_administrator_for_having_made_the_cluster(dev: dict[str, Recording]) -> None:
    assert only(dev["dev-cluster"], CLUSTER).inputs["accessConfig"] == {
        "authenticationMode": "API",
        "bootstrapClusterCreatorAdminPermissions": False,
    }


def test_standard_support_is_never_extended_silently(dev: dict[str, Recording]) -> None:
    assert only(dev["dev-cluster"], CLUSTER).inputs["upgradePolicy"] == {"supportType": "STANDARD"}


def test_the_api_of_prod_is_not_on_the_internet(prod: dict[str, Recording]) -> None:
    config = only(prod["prod-cluster"], CLUSTER).inputs["vpcConfig"]
    assert config["endpointPublicAccess"] is False
    assert config["endpointPrivateAccess"] is True


def test_a_public_endpoint_is_never_said_so_that_nothing_polls_it(
    dev: dict[str, Recording],
) -> None:
    assert "endpointPublicAccess" not in dev["dev-cluster"].named("dev-control-plane-eks").inputs


@pytest.mark.parametrize("addon", ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"])
def test_what_nodes_need_is_there_before_them(addon: str, dev: dict[str, Recording]) -> None:
    cluster = dev["dev-cluster"]
    group = only(cluster, NODE_GROUP)
    assert cluster.named(f"dev-{addon}-addon").urn in before(cluster, group.urn)


def test_coredns_waits_for_the_nodes(dev: dict[str, Recording]) -> None:
    cluster = dev["dev-cluster"]
    coredns = cluster.named("dev-coredns-addon")
    assert cluster.named("dev-system-nodes").urn in before(cluster, coredns.urn)


def test_nodes_wait_for_every_route_out(dev: dict[str, Recording]) -> None:
    cluster = dev["dev-cluster"]
    needed = before(cluster, only(cluster, NODE_GROUP).urn)
    ways_out = (
        "aws:ec2/natGateway:NatGateway",
        "aws:ec2/route:Route",
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "aws:ec2/vpcEndpoint:VpcEndpoint",
    )
    for type_ in ways_out:
        assert {one.urn for one in cluster.of_type(type_)} <= needed


def test_a_nat_gateway_waits_for_the_internet_gateway(dev: dict[str, Recording]) -> None:
    cluster = dev["dev-cluster"]
    nat = only(cluster, "aws:ec2/natGateway:NatGateway")
    internet = only(cluster, "aws:ec2/internetGateway:InternetGateway")
    assert internet.urn in nat.depends_on


@pytest.mark.parametrize("type_", [POOL, NODE_CLASS])
def test_pools_go_before_the_controller_that_must_drain_them(
    type_: str, dev: dict[str, Recording]
) -> None:
    cluster = dev["dev-cluster"]
    controller = cluster.named("dev-karpenter-controller-release")
    for one in cluster.of_type(type_):
        assert controller.urn in before(cluster, one.urn)


def test_everything_inside_goes_before_the_administrators_entry(dev: dict[str, Recording]) -> None:
    cluster = dev["dev-cluster"]
    provider = cluster.named("dev-kubernetes")
    entries = {
        one.urn
        for one in cluster.of_type(
            "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        )
    }
    assert entries <= before(cluster, provider.urn)


def test_karpenter_hears_all_five_events_of_its_cloudformation() -> None:
    # https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/website/content/en/docs/getting-started/getting-started-with-karpenter/cloudformation.yaml
    assert sorted((e["source"][0], e["detail-type"][0]) for e in EVENTS.values()) == [
        ("aws.ec2", "EC2 Capacity Reservation Instance Interruption Warning"),
        ("aws.ec2", "EC2 Instance Rebalance Recommendation"),
        ("aws.ec2", "EC2 Instance State-change Notification"),
        ("aws.ec2", "EC2 Spot Instance Interruption Warning"),
        ("aws.health", "AWS Health Event"),
    ]


def test_pods_cannot_reach_the_node_s_credentials(dev: dict[str, Recording]) -> None:
    cluster = dev["dev-cluster"]
    options = [only(cluster, LAUNCH_TEMPLATE).inputs["metadataOptions"]]
    options += [one.inputs["spec"]["metadataOptions"] for one in cluster.of_type(NODE_CLASS)]
    for option in options:
        assert option["httpTokens"] == "required"
        assert option["httpPutResponseHopLimit"] == 1


def test_system_nodes_boot_with_our_kubelet_settings_taint_and_label(
    dev: dict[str, Recording],
) -> None:
    data = base64.b64decode(only(dev["dev-cluster"], LAUNCH_TEMPLATE).inputs["userData"]).decode()
    parts: Any = message_from_string(data).get_payload()
    cluster, flags, ours = (part.get_payload() for part in parts)
    assert "cidr: 172.20.0.0/16" in cluster
    assert "--node-labels=strata.platform/pool=system" in flags
    assert "--register-with-taints=CriticalAddonsOnly=true:NoSchedule" in flags
    assert json.loads(ours)["spec"]["kubelet"]["config"] == {"maxPods": 30}


def test_max_pods_comes_with_reserved_memory_of_its_own(dev: dict[str, Recording]) -> None:
    # Without it AL2023 reserves for as many pods as all network interfaces could feed.
    for one in dev["dev-cluster"].of_type(NODE_CLASS):
        kubelet = one.inputs["spec"]["kubelet"]
        assert kubelet["maxPods"] == 30
        assert set(kubelet["kubeReserved"]) == {"cpu", "memory", "ephemeral-storage"}


def test_executors_get_local_disks_as_one_array(dev: dict[str, Recording]) -> None:
    node_class = dev["dev-cluster"].named("dev-spark-executor-class-class").inputs["spec"]
    assert node_class["instanceStorePolicy"] == "RAID0"


def test_no_pool_asks_for_a_hypervisor_which_bare_metal_lacks(dev: dict[str, Recording]) -> None:
    for one in dev["dev-cluster"].of_type(POOL):
        keys = [r["key"] for r in one.inputs["spec"]["template"]["spec"]["requirements"]]
        assert "karpenter.k8s.aws/instance-hypervisor" not in keys


def test_every_pool_is_bounded_and_ends(dev: dict[str, Recording]) -> None:
    for one in dev["dev-cluster"].of_type(POOL):
        spec = one.inputs["spec"]
        assert set(spec["limits"]) == {"cpu", "memory"}
        assert spec["disruption"]["budgets"]
        assert {"expireAfter", "terminationGracePeriod"} <= set(spec["template"]["spec"])


def test_every_role_carries_the_boundary_and_the_path(
    dev: dict[str, Recording], prod: dict[str, Recording]
) -> None:
    roles = [
        one for recording in (*dev.values(), *prod.values()) for one in recording.of_type(ROLE)
    ]
    assert roles
    for role in roles:
        environment = role.name.partition("-")[0]
        assert role.inputs["path"] == f"/strata/{environment}/"
        assert role.inputs["permissionsBoundary"]


def test_prod_protects_roots_and_data(prod: dict[str, Recording]) -> None:
    protected = {
        one.name
        for recording in prod.values()
        for one in recording.resources
        if one.protect and not one.type.startswith("eks:")
    }
    assert protected == {
        "prod-ads-data-bucket",
        "prod-ads-room-namespace",
        "prod-control-plane-eks-eks-k8s",
        "prod-control-plane-eks-eksCluster",
        "prod-encryption-key",
        "prod-network-vpc",
        "prod-search-data-bucket",
        "prod-search-room-namespace",
    }


def test_prod_loses_no_egress_with_a_zone(prod: dict[str, Recording]) -> None:
    assert len(prod["prod-cluster"].of_type("aws:ec2/natGateway:NatGateway")) == 3


def test_the_spark_operator_leaves_no_selected_namespace_unmutated(
    dev: dict[str, Recording],
) -> None:
    release = dev["dev-platform"].named("dev-spark-operator-chart-release").inputs
    assert release["values"]["spark"]["jobNamespaces"] == []
    assert release["values"]["spark"]["jobNamespaceSelector"] == "strata.platform/spark=enabled"


def test_charts_that_need_their_hooks_are_releases(dev: dict[str, Recording]) -> None:
    # YuniKorn's service accounts and roles are hooks; rendered as a chart they would be missing.
    charts = {
        one.inputs["chart"] for one in dev["dev-platform"].of_type("kubernetes:helm.sh/v3:Release")
    }
    assert charts == {versions.SPARK_OPERATOR.name, versions.YUNIKORN.name}


def test_karpenter_leaves_its_crds_to_their_own_chart(dev: dict[str, Recording]) -> None:
    assert dev["dev-cluster"].named("dev-karpenter-controller-release").inputs["skipCrds"] is True


def test_a_tenant_s_queue_is_sized_by_its_namespace(dev: dict[str, Recording]) -> None:
    metadata = dev["dev-tenant-ads"].named("dev-ads-room-namespace").inputs["metadata"]
    assert metadata["annotations"] == {
        "strata.platform/owner": "ads@example.com",
        "yunikorn.apache.org/namespace.enableYuniKorn": "true",
        "yunikorn.apache.org/namespace.quota": '{"cpu": "64", "memory": "256Gi"}',
        "yunikorn.apache.org/namespace.guaranteed": '{"cpu": "16", "memory": "64Gi"}',
        "yunikorn.apache.org/namespace.maxApps": "20",
    }
    assert metadata["labels"] == {
        "strata.platform/tenant": "ads",
        "strata.platform/cost-center": "4711",
        "strata.platform/spark": "enabled",
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.35",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/audit": "restricted",
    }


def test_a_quota_never_counts_cpu_or_memory_which_would_kill_spark_jobs(
    dev: dict[str, Recording],
) -> None:
    hard = dev["dev-tenant-ads"].named("dev-ads-objects-quota").inputs["spec"]["hard"]
    assert not [key for key in hard if "cpu" in key or "memory" in key]


def test_a_tenant_s_driver_has_rights_in_its_own_namespace_only(
    dev: dict[str, Recording],
) -> None:
    types = {one.type for one in dev["dev-tenant-ads"].resources}
    assert "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding" not in types
    assert dev["dev-tenant-ads"].named("dev-ads-spark-binding").inputs["subjects"] == [
        {"kind": "ServiceAccount", "name": "spark", "namespace": "ads"}
    ]


def test_nobody_in_a_tenant_can_move_its_fences(dev: dict[str, Recording]) -> None:
    fences = {"networkpolicies", "resourcequotas", "limitranges", "namespaces", "roles", "*"}
    for name in ("dev-ads-spark-role", "dev-ads-admin-kubernetes-role"):
        for rule in dev["dev-tenant-ads"].named(name).inputs["rules"]:
            if set(rule["resources"]) & fences:
                assert set(rule["verbs"]) <= {"get", "list", "watch"}


def test_a_workload_role_is_taken_by_pods_of_its_own_namespace_and_cluster_only(
    dev: dict[str, Recording],
) -> None:
    trust = json.loads(
        dev["dev-tenant-ads"].named("dev-ads-workload-role").inputs["assumeRolePolicy"]
    )
    [statement] = trust["Statement"]
    assert statement["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert statement["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert statement["Condition"]["StringEquals"] == {
        "aws:SourceAccount": "111122223333",
        "aws:RequestTag/eks-cluster-name": "strata-dev",
        "aws:RequestTag/kubernetes-namespace": "ads",
    }


def test_a_workload_s_policy_names_no_resource_by_star(dev: dict[str, Recording]) -> None:
    policy = json.loads(dev["dev-tenant-ads"].named("dev-ads-workload-policy").inputs["policy"])
    assert all("*" not in statement["Resource"] for statement in policy["Statement"])


def test_nothing_of_one_tenant_knows_another(dev: dict[str, Recording]) -> None:
    assert "search" not in repr(dev["dev-tenant-ads"].resources)


@pytest.mark.parametrize("stack", ["dev-cluster", "dev-platform", "dev-tenant-ads"])
def test_every_kubernetes_object_fits_the_strict_schema_of_the_cluster_s_version(
    stack: str, dev: dict[str, Recording]
) -> None:
    checked = 0
    for one in dev[stack].resources:
        custom = one.type in (POOL, NODE_CLASS, "kubernetes:helm.sh/v3:Release")
        if one.type.startswith("kubernetes:") and not custom:
            kubernetes_validate.validate(one.inputs, versions.KUBERNETES, strict=True)
            checked += 1
    assert stack == "dev-cluster" or checked


def test_a_greater_size_is_greater_in_everything() -> None:
    sizes = list(SIZES.values())
    for smaller, greater in pairwise(sizes):
        for name in smaller.__dataclass_fields__:
            assert getattr(smaller, name) < getattr(greater, name)


def test_a_size_guarantees_no_more_than_it_allows() -> None:
    for size in SIZES.values():
        assert size.guaranteed_vcpus <= size.max_vcpus
        assert size.guaranteed_gib <= size.max_gib
