"""Layer 1, as planned from the committed stack files."""

import base64
import json
import re
from email import message_from_string
from typing import Any

import pytest

from components.compute.interruption_queue import EVENTS
from strata.plan.recording import Planned, Recording

CLUSTER = "aws:eks/cluster:Cluster"
LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
POOL = "kubernetes:karpenter.sh/v1:NodePool"
NODE_CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"


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
    for group in cluster.of_type(NODE_GROUP):
        assert cluster.named(f"dev-{addon}-addon").urn in before(cluster, group.urn)


@pytest.mark.parametrize(
    "addon",
    ["coredns", "metrics-server", "eks-node-monitoring-agent", "aws-ebs-csi-driver"],
)
def test_an_addon_that_needs_nodes_waits_for_them(addon: str, dev: dict[str, Recording]) -> None:
    cluster = dev["dev-cluster"]
    made = cluster.named(f"dev-{addon}-addon")
    assert cluster.named("dev-system-nodes").urn in before(cluster, made.urn)


def test_nodes_wait_for_every_route_out(dev: dict[str, Recording]) -> None:
    cluster = dev["dev-cluster"]
    needed = before(cluster, cluster.of_type(NODE_GROUP)[0].urn)
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
    options = [one.inputs["metadataOptions"] for one in cluster.of_type(LAUNCH_TEMPLATE)]
    options += [one.inputs["spec"]["metadataOptions"] for one in cluster.of_type(NODE_CLASS)]
    for option in options:
        assert option["httpTokens"] == "required"
        assert option["httpPutResponseHopLimit"] == 1


def test_system_nodes_boot_with_our_kubelet_settings_taint_and_label(
    dev: dict[str, Recording],
) -> None:
    template = dev["dev-cluster"].of_type(LAUNCH_TEMPLATE)[0]
    data = base64.b64decode(template.inputs["userData"]).decode()
    parts: Any = message_from_string(data).get_payload()
    cluster, flags, ours = (part.get_payload() for part in parts)
    assert "cidr: 172.20.0.0/16" in cluster
    assert "--node-labels=strata.platform/pool=system" in flags
    assert "--register-with-taints=CriticalAddonsOnly=true:NoSchedule" in flags
    assert json.loads(ours)["spec"]["kubelet"]["config"] == {
        "maxPods": 30,
        "kubeReserved": {"cpu": "80m", "memory": "585Mi", "ephemeral-storage": "1Gi"},
    }


def test_max_pods_comes_with_reserved_memory_of_its_own(dev: dict[str, Recording]) -> None:
    # Without it AL2023 reserves for as many pods as all network interfaces could feed.
    for one in dev["dev-cluster"].of_type(NODE_CLASS):
        kubelet = one.inputs["spec"]["kubelet"]
        assert kubelet["maxPods"] == 30
        assert set(kubelet["kubeReserved"]) == {"cpu", "memory", "ephemeral-storage"}


def test_executors_get_local_disks_as_one_array(dev: dict[str, Recording]) -> None:
    node_class = dev["dev-cluster"].named("dev-spark-nvme-class-class").inputs["spec"]
    assert node_class["instanceStorePolicy"] == "RAID0"


def test_no_pool_asks_for_a_hypervisor_which_bare_metal_lacks(dev: dict[str, Recording]) -> None:
    for one in dev["dev-cluster"].of_type(POOL):
        keys = [r["key"] for r in one.inputs["spec"]["template"]["spec"]["requirements"]]
        assert "karpenter.k8s.aws/instance-hypervisor" not in keys


def test_every_pool_is_bounded_and_ends(dev: dict[str, Recording]) -> None:
    for one in dev["dev-cluster"].of_type(POOL):
        spec = one.inputs["spec"]
        assert spec["limits"]
        assert spec["disruption"]["budgets"]
        assert {"expireAfter", "terminationGracePeriod"} <= set(spec["template"]["spec"])


def test_prod_loses_no_egress_with_a_zone(prod: dict[str, Recording]) -> None:
    assert len(prod["prod-cluster"].of_type("aws:ec2/natGateway:NatGateway")) == 3


def test_karpenter_leaves_its_crds_to_their_own_chart(dev: dict[str, Recording]) -> None:
    assert dev["dev-cluster"].named("dev-karpenter-controller-release").inputs["skipCrds"] is True


def test_booting_a_node_asks_ec2_for_no_address(dev: dict[str, Recording]) -> None:
    for one in dev["dev-cluster"].of_type(NODE_CLASS):
        # Two prefixes hold the 28 pods of a node that have an address of their own.
        assert one.inputs["spec"]["ipPrefixCount"] == 2


def test_images_are_pulled_in_parallel(dev: dict[str, Recording]) -> None:
    for one in dev["dev-cluster"].of_type(NODE_CLASS):
        spec = json.loads(one.inputs["spec"]["userData"])["spec"]
        assert spec["featureGates"] == {"FastImagePull": True}
        assert spec["kubelet"]["config"]["serializeImagePulls"] is False


def test_no_node_boots_an_image_that_nobody_chose(dev: dict[str, Recording]) -> None:
    for one in dev["dev-cluster"].of_type(NODE_CLASS):
        [term] = one.inputs["spec"]["amiSelectorTerms"]
        assert re.fullmatch(r"al2023@v\d{8}", term["alias"])


def test_what_the_api_stores_is_encrypted_with_the_environment_s_key(
    dev: dict[str, Recording],
) -> None:
    [config] = [only(dev["dev-cluster"], CLUSTER).inputs["encryptionConfig"]]
    assert config["resources"] == ["secrets"]
    assert config["provider"]["keyArn"] == "${dev-encryption-key.arn}"


def test_the_control_plane_logs_everything_to_a_group_with_an_end(
    dev: dict[str, Recording], prod: dict[str, Recording]
) -> None:
    for recording, days in ((dev["dev-cluster"], 7), (prod["prod-cluster"], 90)):
        logged = only(recording, CLUSTER).inputs["enabledClusterLogTypes"]
        assert len(logged) == 5
        group = only(recording, "aws:cloudwatch/logGroup:LogGroup").inputs
        assert group["retentionInDays"] == days
        assert group["name"] == f"/aws/eks/{only(recording, CLUSTER).inputs['name']}/cluster"


def test_prod_survives_a_zone_and_a_mistake(prod: dict[str, Recording]) -> None:
    cluster = prod["prod-cluster"]
    inputs = only(cluster, CLUSTER).inputs
    assert inputs["zonalShiftConfig"] == {"enabled": True}
    assert inputs["deletionProtection"] is True
    coredns = json.loads(cluster.named("prod-coredns-addon").inputs["configurationValues"])
    assert coredns["autoScaling"]["minReplicas"] == 3
    assert len(cluster.of_type(NODE_GROUP)) == 3


def test_the_log_group_is_there_before_the_control_plane(dev: dict[str, Recording]) -> None:
    # EKS otherwise makes one itself, without end, and ours is refused as a second one.
    cluster = dev["dev-cluster"]
    group = only(cluster, "aws:cloudwatch/logGroup:LogGroup")
    assert group.urn in before(cluster, only(cluster, CLUSTER).urn)


def test_karpenter_s_definitions_are_there_before_it_and_go_after_it(
    dev: dict[str, Recording],
) -> None:
    cluster = dev["dev-cluster"]
    definitions = cluster.named("dev-karpenter-crd-release")
    controller = cluster.named("dev-karpenter-controller-release")
    assert definitions.urn in before(cluster, controller.urn)
