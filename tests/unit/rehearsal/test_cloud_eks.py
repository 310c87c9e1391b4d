"""EKS: control planes, nodes, add-ons, access."""

from strata.rehearsal.cloud import Caller, Cloud, Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor

_OWN = "arn:aws:iam::111122223333:role/strata/dev/strata-dev-ads-admin"


def test_a_cluster_tells_what_programs_read(cluster: Row, vpc: Row) -> None:
    outputs = cluster.outputs
    assert outputs["arn"] == "arn:aws:eks:eu-west-1:111122223333:cluster/strata-dev"
    assert outputs["endpoint"].endswith(".gr7.eu-west-1.eks.amazonaws.com")
    assert outputs["identities"][0]["oidcs"][0]["issuer"].startswith("https://oidc.eks.eu-west-1.")
    assert outputs["vpcConfig"]["clusterSecurityGroupId"].startswith("sg-")
    assert outputs["vpcConfig"]["vpcId"] == vpc.id
    assert outputs["certificateAuthority"]["data"]


def test_the_security_group_of_a_cluster_can_be_referred_to(aws: Actor, cluster: Row) -> None:
    group = cluster.outputs["vpcConfig"]["clusterSecurityGroupId"]
    aws.create(t.LAUNCH_TEMPLATE, "lt", vpcSecurityGroupIds=[group])


def test_a_cluster_in_one_zone_is_refused(aws: Actor, subnets: list[Row]) -> None:
    assert aws.refusal(
        t.CLUSTER,
        "c",
        roleArn=aws.role("r").outputs["arn"],
        vpcConfig={"subnetIds": [subnets[0].id]},
    ) == (
        "c (aws:eks/cluster:Cluster): vpcConfig.subnetIds: subnets in one zone only (eu-west-1a); "
        "give subnets in at least two availability zones"
    )


def test_a_cluster_goes_up_one_minor_version_at_a_time(aws: Actor, cluster: Row) -> None:
    assert aws.update(cluster, version="1.36")["version"] == "1.36"


def test_a_cluster_that_skips_a_version_is_refused(aws: Actor, cluster: Row) -> None:
    assert aws.update_refusal(cluster, version="1.37") == (
        "cluster (aws:eks/cluster:Cluster): version = '1.37': the cluster runs 1.35, and EKS goes "
        "up one minor version at a time; write '1.36' or keep '1.35'"
    )


def test_a_cluster_with_deletion_protection_is_kept(aws: Actor, cluster: Row) -> None:
    aws.update(cluster, deletionProtection=True)
    assert aws.deletion_refusal(cluster) == (
        "cluster (aws:eks/cluster:Cluster): the cluster has deletionProtection; set it to false, "
        "bring the stack up, and delete it then"
    )


def test_a_cluster_in_use_cannot_be_deleted(aws: Actor, cluster: Row) -> None:
    aws.addon("vpc-cni")
    assert aws.deletion_refusal(cluster) == (
        "cluster (aws:eks/cluster:Cluster): DependencyViolation: in use by vpc-cni "
        "(aws:eks/addon:Addon); delete these first, or let them depend on it"
    )


def test_nodes_without_networking_add_ons_are_refused(
    aws: Actor, cluster: Row, subnets: list[Row]
) -> None:
    aws.addon("kube-proxy")
    assert aws.refusal(
        t.NODE_GROUP,
        "nodes",
        clusterName=cluster.id,
        nodeRoleArn=aws.role("node").outputs["arn"],
        subnetIds=[subnet.id for subnet in subnets],
        scalingConfig={"minSize": 1, "maxSize": 1, "desiredSize": 1},
    ) == (
        "nodes (aws:eks/nodeGroup:NodeGroup): NodeCreationFailure: nodes of cluster "
        "(aws:eks/cluster:Cluster) would never become ready without the add-ons vpc-cni; create "
        "these first and depend on them"
    )


def test_coredns_without_nodes_is_refused(aws: Actor, cluster: Row) -> None:
    assert aws.refusal(t.ADDON, "dns", clusterName=cluster.id, addonName="coredns") == (
        "dns (aws:eks/addon:Addon): the add-on coredns would stay DEGRADED: cluster strata-dev has "
        "no node group; create the node group first and depend on it"
    )


def test_coredns_runs_on_nodes(aws: Actor, nodes: Row) -> None:
    assert nodes.id.startswith("strata-dev:")
    assert aws.addon("coredns").id == "strata-dev:coredns"


def test_a_second_add_on_of_a_name_is_refused(aws: Actor, cluster: Row) -> None:
    aws.addon("vpc-cni")
    assert aws.refusal(t.ADDON, "again", clusterName=cluster.id, addonName="vpc-cni") == (
        "again (aws:eks/addon:Addon): there is already an add-on vpc-cni in cluster strata-dev, "
        "made by vpc-cni (aws:eks/addon:Addon); a cluster has each add-on once: choose another or "
        "delete that one"
    )


def test_a_second_access_entry_of_a_principal_is_refused(aws: Actor, cluster: Row) -> None:
    principal = "arn:aws:iam::111122223333:role/platform"
    aws.create(t.ACCESS_ENTRY, "one", clusterName=cluster.id, principalArn=principal)
    assert aws.refusal(t.ACCESS_ENTRY, "two", clusterName=cluster.id, principalArn=principal) == (
        f"two ({t.ACCESS_ENTRY}): there is already an access entry of {principal} in cluster "
        f"strata-dev, made by one ({t.ACCESS_ENTRY}); a principal has one in a cluster: choose "
        "another or delete that one"
    )


def test_an_access_entry_of_a_missing_role_of_the_platform_is_refused(
    aws: Actor, cluster: Row
) -> None:
    assert aws.refusal(t.ACCESS_ENTRY, "e", clusterName=cluster.id, principalArn=_OWN) == (
        f"e ({t.ACCESS_ENTRY}): principalArn = '{_OWN}': there is no such IAM role; create it "
        "first and take the value from its output"
    )


def test_an_access_policy_needs_an_access_entry(aws: Actor, cluster: Row) -> None:
    principal = "arn:aws:iam::111122223333:role/platform"
    assert aws.refusal(
        t.ACCESS_POLICY_ASSOCIATION,
        "admin",
        clusterName=cluster.id,
        principalArn=principal,
        policyArn="arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope={"type": "cluster"},
    ) == (
        f"admin ({t.ACCESS_POLICY_ASSOCIATION}): principalArn = '{principal}': has no access entry "
        "in cluster strata-dev; create the AccessEntry first and depend on it"
    )


def test_a_second_pod_identity_of_a_service_account_is_refused(aws: Actor, cluster: Row) -> None:
    association = {
        "clusterName": cluster.id,
        "namespace": "ads",
        "serviceAccount": "spark",
        "roleArn": aws.role("ads").outputs["arn"],
    }
    aws.create(t.POD_IDENTITY_ASSOCIATION, "one", **association)
    assert aws.refusal(t.POD_IDENTITY_ASSOCIATION, "two", **association) == (
        f"two ({t.POD_IDENTITY_ASSOCIATION}): there is already a Pod Identity association of "
        f"ads/spark in cluster strata-dev, made by one ({t.POD_IDENTITY_ASSOCIATION}); a service "
        "account has one in a cluster: choose another or delete that one"
    )


def test_a_role_may_go_before_its_access_entry(aws: Actor, cluster: Row) -> None:
    role = aws.role("ads-admin", path="/strata/dev/")
    aws.create(t.ACCESS_ENTRY, "e", clusterName=cluster.id, principalArn=role.outputs["arn"])
    aws.delete(role)
    assert "ads-admin" not in [row.name for row in aws.cloud.inventory]


def test_accounts_do_not_see_each_other(aws: Actor, cluster: Row) -> None:
    other = Actor(aws.cloud, Caller(account="444455556666", region="eu-west-1"))
    assert other.refusal(t.ADDON, "cni", clusterName=cluster.id, addonName="vpc-cni") == (
        "cni (aws:eks/addon:Addon): clusterName = 'strata-dev': there is no such EKS cluster; "
        "create it first and take the value from its output"
    )


def test_add_ons_of_a_namesake_in_another_account_do_not_count(
    aws: Actor, nodes: Row, cloud: Cloud
) -> None:
    other = Actor(cloud, Caller(account="444455556666", region="eu-west-1"))
    vpc = other.create(t.VPC, "other-vpc", cidrBlock="10.0.0.0/16")
    subnets = [
        other.create(
            t.SUBNET,
            f"other-{zone}",
            vpcId=vpc.id,
            cidrBlock=f"10.0.{number}.0/24",
            availabilityZone=f"eu-west-1{zone}",
        ).id
        for number, zone in enumerate("ab")
    ]
    namesake = other.create(
        t.CLUSTER,
        "other-cluster",
        name="strata-dev",
        roleArn=other.role("other-role").outputs["arn"],
        vpcConfig={"subnetIds": subnets},
    )
    assert nodes.home != namesake.home
    assert aws.addon("coredns").home == aws.caller.account
    assert other.refusal(t.ADDON, "dns", clusterName="strata-dev", addonName="coredns") == (
        "dns (aws:eks/addon:Addon): the add-on coredns would stay DEGRADED: cluster strata-dev has "
        "no node group; create the node group first and depend on it"
    )
