"""What the load balancer controller may do in AWS: application load balancers of its own cluster.

The controller's own policy names every feature and any cluster; this one leaves out what is
switched off here, and grants the rest on what carries the cluster's mark.

Source: https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/docs/install/iam_policy.json
"""

from components.policy_documents import Statement, allow, document

# The controller puts it on everything it makes.
# Source: https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/pkg/shared_constants/tag_keys.go
_MARK = "elbv2.k8s.aws/cluster"

_EC2_READS = (
    "AvailabilityZones",
    "Instances",
    "NetworkInterfaces",
    "RouteTables",
    "SecurityGroups",
    "Subnets",
    "Vpcs",
)
_ELB_READS = (
    "ListenerAttributes",
    "ListenerCertificates",
    "Listeners",
    "LoadBalancerAttributes",
    "LoadBalancers",
    "Rules",
    "Tags",
    "TargetGroupAttributes",
    "TargetGroups",
    "TargetHealth",
)
_ELB_CHANGES = (
    "AddListenerCertificates",
    "CreateListener",
    "CreateRule",
    "DeleteListener",
    "DeleteLoadBalancer",
    "DeleteRule",
    "DeleteTargetGroup",
    "DeregisterTargets",
    "ModifyListener",
    "ModifyListenerAttributes",
    "ModifyLoadBalancerAttributes",
    "ModifyRule",
    "ModifyTargetGroup",
    "ModifyTargetGroupAttributes",
    "RegisterTargets",
    "RemoveListenerCertificates",
    "SetIpAddressType",
    "SetRulePriorities",
    "SetSecurityGroups",
    "SetSubnets",
)
_LINKED = "elasticloadbalancing.amazonaws.com"


def policy(*, account: str, region: str, cluster_name: str) -> str:
    """The controller's policy document.

    Args:
        account: AWS account.
        region: AWS region.
        cluster_name: Name of the cluster, which is the value of the mark.
    """
    linked = f"arn:aws:iam::{account}:role/aws-service-role/{_LINKED}/*"
    reads = [f"ec2:Describe{noun}" for noun in _EC2_READS]
    reads += [f"elasticloadbalancing:Describe{noun}" for noun in _ELB_READS]
    in_region = {"StringEquals": {"aws:RequestedRegion": region}}
    return document(
        allow("Read", reads, ["*"], in_region),
        # The first load balancer of an account brings it.
        allow("Linked", ["iam:CreateServiceLinkedRole"], [linked]),
        *_security_groups(f"arn:aws:ec2:{region}:{account}", cluster_name),
        *_load_balancers(f"arn:aws:elasticloadbalancing:{region}:{account}", cluster_name),
    )


def _security_groups(base: str, cluster_name: str) -> list[Statement]:
    groups = [f"{base}:security-group/*"]
    rules = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"]
    marked = {"StringEquals": {f"aws:RequestTag/{_MARK}": cluster_name}}
    own = {"StringEquals": {f"aws:ResourceTag/{_MARK}": cluster_name}}
    created = {
        "StringEquals": {
            **marked["StringEquals"],
            "ec2:CreateAction": "CreateSecurityGroup",
        }
    }
    # Nodes and pods are in the group that EKS makes; nobody but AWS can give that tag.
    nodes = {"StringEquals": {"aws:ResourceTag/aws:eks:cluster-name": cluster_name}}
    return [
        allow("GroupInVpc", ["ec2:CreateSecurityGroup"], [f"{base}:vpc/*"]),
        allow("MarkedGroup", ["ec2:CreateSecurityGroup"], groups, marked),
        allow("MarkGroup", ["ec2:CreateTags"], groups, created),
        allow("TagOwnGroup", ["ec2:CreateTags", "ec2:DeleteTags"], groups, _mark_kept(own)),
        allow("OwnGroup", [*rules, "ec2:DeleteSecurityGroup"], groups, own),
        allow("LetIntoNodes", rules, groups, nodes),
    ]


def _load_balancers(base: str, cluster_name: str) -> list[Statement]:
    made = [f"{base}:loadbalancer/app/*", f"{base}:targetgroup/*"]
    parts = [f"{base}:listener/app/*", f"{base}:listener-rule/app/*"]
    create = ["CreateLoadBalancer", "CreateTargetGroup"]
    tag = ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"]
    marked = {"StringEquals": {f"aws:RequestTag/{_MARK}": cluster_name}}
    own = {"StringEquals": {f"aws:ResourceTag/{_MARK}": cluster_name}}
    created = {
        "StringEquals": {
            **marked["StringEquals"],
            "elasticloadbalancing:CreateAction": [*create, "CreateListener", "CreateRule"],
        }
    }
    changes = [f"elasticloadbalancing:{action}" for action in _ELB_CHANGES]
    return [
        allow("Marked", [f"elasticloadbalancing:{action}" for action in create], made, marked),
        allow("Mark", tag[:1], [*made, *parts], created),
        allow("TagOwn", tag, [*made, *parts], _mark_kept(own)),
        allow("Own", changes, [*made, *parts], own),
    ]


def _mark_kept(condition: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Neither take the mark off nor put it on: with it goes the right to delete."""
    return {**condition, "Null": {f"aws:RequestTag/{_MARK}": "true"}}
