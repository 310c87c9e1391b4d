"""What each option of layer 1 changes, as planned."""

import json
from typing import Any

import pytest

from strata.cli.plan import plan
from strata.cli.plan_format import PlanFormat
from strata.plan.recording import Recording
from tests.plans import cluster_plan

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
NODE_CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
POOL = "kubernetes:karpenter.sh/v1:NodePool"
EXISTING = """
network:
  existingVpc:
    id: vpc-0123456789abcdef0
    cidrs: [10.20.0.0/16, 100.64.0.0/16]
    zones:
      a:
        private: {id: subnet-0123456789abcdef1, cidr: 10.20.0.0/24}
        nodes: {id: subnet-0123456789abcdef2, cidr: 100.64.0.0/17}
      b:
        private: {id: subnet-0123456789abcdef3, cidr: 10.20.1.0/24}
        nodes: {id: subnet-0123456789abcdef4, cidr: 100.64.128.0/17}
"""


@pytest.fixture(scope="module")
def isolated() -> Recording:
    return cluster_plan(
        "network: {nat: none, endpoints: private}",
        "nodePools: {gpu: {maxGpus: 0}}",
        "storage: {imageCache: {}, mountpoint: {buckets: [my-jars]}}",
    )


@pytest.fixture(scope="module")
def apart() -> Recording:
    """Nodes with routable addresses, pods without."""
    return cluster_plan("cni: {maxEni: 0, customNetworking: true}")


@pytest.fixture(scope="module")
def existing() -> Recording:
    return cluster_plan(EXISTING)


def configuration(recording: Recording, addon: str) -> Any:
    return json.loads(recording.named(f"dev-{addon}-addon").inputs["configurationValues"])


def karpenter(recording: Recording) -> dict[str, Any]:
    settings: dict[str, Any] = recording.named("dev-karpenter-controller-release").inputs["values"]
    return settings


def test_an_isolated_network_has_no_way_to_the_internet(isolated: Recording) -> None:
    kinds = {one.type for one in isolated.resources}
    assert (
        kinds
        & {
            "aws:ec2/internetGateway:InternetGateway",
            "aws:ec2/natGateway:NatGateway",
            "aws:ec2/route:Route",
            "aws:ec2/eip:Eip",
        }
        == set()
    )


def test_an_isolated_network_reaches_what_a_cluster_calls(isolated: Recording) -> None:
    services = {one.inputs["serviceName"].split(".", 3)[3] for one in isolated.of_type(ENDPOINT)}
    # https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
    needed = {"ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "logs", "s3", "sqs", "ssm", "sts"}
    assert needed <= services


def test_endpoints_let_in_pods_from_the_secondary_blocks_too(isolated: Recording) -> None:
    blocks = {one.inputs["cidrIpv4"] for one in isolated.of_type(INGRESS)}
    assert blocks == {"10.0.0.0/16", "100.64.0.0/16", "100.65.0.0/16"}
    assert {one.inputs["fromPort"] for one in isolated.of_type(INGRESS)} == {443}


def test_without_iam_in_reach_nodes_get_a_profile_of_ours(isolated: Recording) -> None:
    assert karpenter(isolated)["settings"]["isolatedVPC"] is True
    for one in isolated.of_type(NODE_CLASS):
        assert "role" not in one.inputs["spec"]
        assert one.inputs["spec"]["instanceProfile"] == "strata-dev-karpenter-node"


def test_images_come_through_the_account_s_own_registry(isolated: Recording) -> None:
    registry = "111122223333.dkr.ecr.eu-west-1.amazonaws.com"
    image = karpenter(isolated)["controller"]["image"]["repository"]
    assert image == f"{registry}/dev-ecr-public/karpenter/controller"
    cache = isolated.named("dev-node-local-dns-cache").inputs["spec"]["template"]["spec"]
    assert cache["containers"][0]["image"].startswith(f"{registry}/dev-k8s/dns/")


def test_a_cache_rule_waits_for_the_template_of_its_repositories(isolated: Recording) -> None:
    rule = isolated.named("dev-images-k8s")
    assert isolated.named("dev-images-k8s-repositories").urn in rule.depends_on
    assert rule.inputs["ecrRepositoryPrefix"] == "dev-k8s"


def test_a_node_may_make_the_repository_of_an_image_that_it_pulls_first(
    isolated: Recording,
) -> None:
    policy = json.loads(isolated.named("dev-karpenter-node-first-pull").inputs["policy"])
    [statement] = policy["Statement"]
    assert statement["Action"] == ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"]
    assert all(resource.endswith("/*") for resource in statement["Resource"])


def test_mountpoint_reads_only_the_buckets_that_are_named(isolated: Recording) -> None:
    policy = json.loads(isolated.named("dev-mountpoint-s3-identity-buckets").inputs["policy"])
    assert {statement["Sid"]: statement["Action"] for statement in policy["Statement"]} == {
        "List": ["s3:ListBucket"],
        "Objects": ["s3:GetObject"],
    }
    addon = isolated.named("dev-aws-mountpoint-s3-csi-driver-addon").inputs
    assert addon["podIdentityAssociations"][0]["serviceAccount"] == "s3-csi-driver-sa"


def test_without_gpus_there_is_neither_pool_nor_plugin(isolated: Recording) -> None:
    names = {one.name for one in isolated.resources}
    assert not {name for name in names if "gpu" in name or "nvidia" in name}


def test_custom_networking_puts_pods_alone_into_the_secondary_subnets(apart: Recording) -> None:
    values = configuration(apart, "vpc-cni")
    assert values["env"]["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"] == "true"
    assert set(values["eniConfig"]["subnets"]) == {"eu-west-1a", "eu-west-1b"}
    assert values["eniConfig"]["subnets"]["eu-west-1a"]["id"] == "${dev-network-nodes-a.id}"
    classes = apart.of_type(NODE_CLASS)
    subnets = [term["id"] for term in classes[0].inputs["spec"]["subnetSelectorTerms"]]
    assert subnets == ["${dev-network-private-a.id}", "${dev-network-private-b.id}"]


def test_custom_networking_costs_karpenter_an_interface_and_the_prefixes_at_launch(
    apart: Recording,
) -> None:
    assert karpenter(apart)["settings"]["reservedENIs"] == "1"
    assert all("ipPrefixCount" not in one.inputs["spec"] for one in apart.of_type(NODE_CLASS))


def test_an_existing_vpc_makes_no_network(existing: Recording) -> None:
    kinds = {one.type for one in existing.resources if one.type.startswith("aws:ec2/")}
    assert kinds == {"aws:ec2/launchTemplate:LaunchTemplate"}


def test_an_existing_vpc_s_subnets_hold_control_plane_and_nodes(existing: Recording) -> None:
    [cluster] = existing.of_type("aws:eks/cluster:Cluster")
    assert cluster.inputs["vpcConfig"]["subnetIds"] == [
        "subnet-0123456789abcdef1",
        "subnet-0123456789abcdef3",
    ]
    groups = existing.of_type("aws:eks/nodeGroup:NodeGroup")
    assert sorted(one.inputs["subnetIds"][0] for one in groups) == [
        "subnet-0123456789abcdef2",
        "subnet-0123456789abcdef4",
    ]


def test_pods_with_security_groups_still_reach_the_dns_cache() -> None:
    planned = cluster_plan("cni: {maxEni: 0, podSecurityGroups: true}")
    env = configuration(planned, "vpc-cni")["env"]
    assert env["ENABLE_POD_ENI"] == "true"
    assert env["POD_SECURITY_GROUP_ENFORCING_MODE"] == "standard"


def test_every_value_of_the_cni_s_environment_is_text(dev: dict[str, Recording]) -> None:
    env = configuration(dev["dev-cluster"], "vpc-cni")["env"]
    assert {type(value) for value in env.values()} == {str}


def test_a_tenant_s_own_pool_takes_no_other_pods() -> None:
    planned = cluster_plan("nodePools: {own: {memory: {maxVcpus: 500, tenant: ads}}}")
    template = planned.named("dev-pool-memory-pool").inputs["spec"]["template"]
    assert template["metadata"]["labels"]["strata.platform/tenant"] == "ads"
    assert {taint["key"]: taint["value"] for taint in template["spec"]["taints"]} == {
        "strata.platform/pool": "memory",
        "strata.platform/tenant": "ads",
    }


def test_volumes_carry_the_environment_s_tags(dev: dict[str, Recording]) -> None:
    for name in ("gp3", "gp3-spark"):
        parameters = dev["dev-cluster"].named(f"dev-volumes-{name}").inputs["parameters"]
        assert parameters["encrypted"] == "true"
        tags = {value for key, value in parameters.items() if key.startswith("tagSpecification_")}
        assert tags == {"strata:environment=dev", "strata:layer=cluster"}


def test_one_class_is_the_default(dev: dict[str, Recording]) -> None:
    classes = dev["dev-cluster"].of_type("kubernetes:storage.k8s.io/v1:StorageClass")
    marked = "storageclass.kubernetes.io/is-default-class"
    defaults = [
        one.inputs["metadata"]["name"]
        for one in classes
        if one.inputs["metadata"].get("annotations", {}).get(marked) == "true"
    ]
    assert defaults == ["gp3"]
    assert {one.inputs["volumeBindingMode"] for one in classes} == {"WaitForFirstConsumer"}


def test_the_csi_driver_touches_only_this_cluster_s_volumes(dev: dict[str, Recording]) -> None:
    cluster = dev["dev-cluster"]
    policy = cluster.named("dev-ebs-csi-identity-volumes").inputs["policyArn"]
    assert policy == "arn:aws:iam::aws:policy/AmazonEBSCSIDriverEKSClusterScopedPolicy"
    addon = cluster.named("dev-aws-ebs-csi-driver-addon").inputs
    assert addon["podIdentityAssociations"][0]["serviceAccount"] == "ebs-csi-controller-sa"


def test_every_pool_tolerates_drift_only_where_its_budget_says_so(
    dev: dict[str, Recording],
) -> None:
    # With a grace period, drift takes nodes in spite of do-not-disrupt.
    driver = dev["dev-cluster"].named("dev-pool-spark-driver-pool").inputs["spec"]
    assert driver["template"]["spec"]["terminationGracePeriod"]
    assert {"nodes": "0", "reasons": ["Drifted", "Underutilized"]} in driver["disruption"][
        "budgets"
    ]


def test_the_plan_counts_addresses(capsys: pytest.CaptureFixture[str]) -> None:
    plan("prod-cluster", output=PlanFormat.JSON)
    document = json.loads(capsys.readouterr().out)
    assert document["addresses"] == {
        "zones": [
            {"zone": "a", "cidr": "100.64.0.0/17", "nodes": 991, "pods": 27748},
            {"zone": "b", "cidr": "100.64.128.0/17", "nodes": 991, "pods": 27748},
            {"zone": "c", "cidr": "100.65.0.0/17", "nodes": 991, "pods": 27748},
        ],
        "nodes": 2973,
        "pods": 83244,
        "addressesPerNode": 33,
        "networkAddressUnits": 8919,
        "networkAddressUnitsPerNode": 3,
        "networkAddressUnitsQuota": 64000,
        "networkAddressUnitsCeiling": 256000,
        "nodesWithinQuota": 2973,
        "endpoints": 0,
        "endpointsUsdPerHour": 0.0,
    }
