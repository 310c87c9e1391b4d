"""Who gains and who loses access between two plans."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strata.comparison.access import AccessChange, access_changes
from strata.comparison.right import Effect
from strata.plan.recording import Planned, Recording
from tests.unit.comparison.planned import BUCKET, QUEUE, ROLE, planned, stack

RBAC = "kubernetes:rbac.authorization.k8s.io/v1:"
INLINE = "aws:iam/rolePolicy:RolePolicy"
POLICY = "aws:iam/policy:Policy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
POD_IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
ENTRY = "aws:eks/accessEntry:AccessEntry"
ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
CLUSTER = "aws:eks/cluster:Cluster"

WORKLOAD = planned(ROLE, "workload", inputs={"name": "dev-workload"})


def sentence(change: AccessChange) -> str:
    """A change, as one would say it."""
    way = "+" if change.gained else "-"
    when = f" when {change.when}" if change.when else ""
    effect = "" if change.effect is Effect.ALLOWS else f" ({change.effect})"
    verbs, objects = ", ".join(change.verbs), ", ".join(change.objects)
    return f"{way} {change.subject}: {verbs}: {objects}{when}{effect}"


def told(before: list[Planned], after: list[Planned]) -> list[str]:
    return [sentence(one) for one in access_changes([stack(*before)], [stack(*after)])]


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def statement(**more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"} | more


def inline(*statements: dict[str, Any], name: str = "one") -> Planned:
    return planned(INLINE, name, inputs={"role": "${workload.id}", "policy": document(*statements)})


def trust(**principal: Any) -> Planned:
    return planned(
        ROLE,
        inputs={
            "name": "dev-one",
            "assumeRolePolicy": document(
                {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
            ),
        },
    )


def test_a_role_that_may_more_gains() -> None:
    before = [WORKLOAD, inline(statement())]
    after = [WORKLOAD, inline(statement(Action=["s3:GetObject", "s3:PutObject"]))]
    assert told(before, after) == ["+ role dev-workload: s3:PutObject: arn:aws:s3:::b/*"]
    assert told(after, before) == ["- role dev-workload: s3:PutObject: arn:aws:s3:::b/*"]


def test_many_verbs_and_objects_are_one_sentence() -> None:
    wide = statement(Action=["s3:PutObject", "s3:GetObject"], Resource=["b", "a"])
    assert told([WORKLOAD], [WORKLOAD, inline(wide)]) == [
        "+ role dev-workload: s3:GetObject, s3:PutObject: a, b"
    ]


def test_what_another_resource_grants_now_is_no_change() -> None:
    before = [WORKLOAD, inline(statement(), name="a")]
    after = [WORKLOAD, inline(statement(), name="b")]
    assert told(before, after) == []


def test_a_denial_that_comes_is_a_loss_and_one_that_goes_is_a_gain() -> None:
    before, after = [WORKLOAD], [WORKLOAD, inline(statement(Effect="Deny"))]
    said = "role dev-workload: s3:GetObject: arn:aws:s3:::b/* (denies)"
    assert told(before, after) == [f"- {said}"]
    assert told(after, before) == [f"+ {said}"]


def test_a_condition_that_changes_is_a_right_that_goes_and_one_that_comes() -> None:
    tagged = statement(Condition={"StringEquals": {"aws:ResourceTag/t": ["b", "a"]}})
    assert told([WORKLOAD, inline(statement())], [WORKLOAD, inline(tagged)]) == [
        (
            "+ role dev-workload: s3:GetObject: arn:aws:s3:::b/* "
            "when aws:ResourceTag/t StringEquals a, b"
        ),
        "- role dev-workload: s3:GetObject: arn:aws:s3:::b/*",
    ]


def test_what_all_but_some_may_is_told_as_it_stands() -> None:
    broad = {"Effect": "Allow", "NotAction": ["iam:*"], "NotResource": ["a"]}
    assert told([WORKLOAD], [WORKLOAD, inline(broad)]) == [
        "+ role dev-workload: all but iam:*: all but a"
    ]


def test_a_policy_gives_its_rights_to_whom_it_is_attached() -> None:
    policy = planned(POLICY, "read", inputs={"name": "dev-read", "policy": document(statement())})
    attached = planned(ATTACHMENT, inputs={"role": "dev-workload", "policyArn": "${read.arn}"})
    assert told([WORKLOAD, policy], [WORKLOAD, policy, attached]) == [
        "+ role dev-workload: s3:GetObject: arn:aws:s3:::b/*",
        "- whoever has policy dev-read: s3:GetObject: arn:aws:s3:::b/*",
    ]


def test_a_policy_of_aws_s_is_told_by_its_name() -> None:
    arn = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
    attached = planned(ATTACHMENT, inputs={"role": "${workload.name}", "policyArn": arn})
    assert told([WORKLOAD], [WORKLOAD, attached]) == [
        "+ role dev-workload: has: policy AmazonEKSWorkerNodePolicy"
    ]


def test_a_boundary_that_goes_is_a_gain() -> None:
    bound = planned(
        ROLE, "workload", inputs={"name": "dev-workload", "permissionsBoundary": "${limit.arn}"}
    )
    limit = planned(POLICY, "limit", inputs={"name": "dev-limit", "policy": document()})
    assert told([bound, limit], [WORKLOAD, limit]) == [
        "+ role dev-workload: stays within: policy dev-limit (limits)"
    ]


@pytest.mark.parametrize(
    ("principal", "who"),
    [
        ({"AWS": "*"}, "anyone"),
        ({"AWS": "arn:aws:iam::1:role/x/ads"}, "role ads"),
        ({"AWS": "${workload.arn}"}, "role dev-workload"),
        ({"AWS": "arn:aws:iam::1:root"}, "arn:aws:iam::1:root"),
        ({"Service": "pods.eks.amazonaws.com"}, "service pods.eks.amazonaws.com"),
        ({"Federated": "arn:x"}, "identities of arn:x"),
    ],
)
def test_who_may_assume_a_role_is_told(principal: dict[str, str], who: str) -> None:
    without = planned(ROLE, inputs={"name": "dev-one"})
    assert told([WORKLOAD, without], [WORKLOAD, trust(**principal)]) == [
        f"+ {who}: sts:AssumeRole: role dev-one"
    ]


def test_a_bucket_s_own_policy_tells_whom_it_lets_in() -> None:
    shared = planned(
        BUCKET_POLICY,
        inputs={"policy": document(statement(Principal="*", Resource="arn:aws:s3:::b/shared/*"))},
    )
    assert told([], [shared]) == ["+ anyone: s3:GetObject: arn:aws:s3:::b/shared/*"]


def test_a_policy_that_names_no_resource_is_about_what_has_it() -> None:
    policy = document({"Effect": "Allow", "Principal": {"AWS": "1"}, "Action": "sqs:SendMessage"})
    assert told([], [planned(QUEUE, "jobs", inputs={"policy": policy})]) == [
        "+ 1: sqs:SendMessage: Queue jobs"
    ]


def test_what_is_no_policy_of_rights_grants_nothing() -> None:
    lifecycle = planned(
        "aws:ecr/lifecyclePolicy:LifecyclePolicy", inputs={"policy": '{"rules":[]}'}
    )
    assert told([], [lifecycle, planned(BUCKET, inputs={"policy": None})]) == []


def test_a_policy_that_only_a_deployment_tells_is_followed_by_name() -> None:
    unknown = planned(INLINE, inputs={"role": "dev-workload", "policy": "${unknown.json}"})
    assert told([WORKLOAD], [WORKLOAD, unknown]) == [
        "+ role dev-workload: follows: ${unknown.json}"
    ]


def test_a_pod_identity_lets_a_service_account_act_as_a_role() -> None:
    bound = planned(
        POD_IDENTITY,
        inputs={"namespace": "ads", "serviceAccount": "spark", "roleArn": "${workload.arn}"},
    )
    assert told([WORKLOAD], [WORKLOAD, bound]) == [
        "+ service account ads/spark: acts as: role dev-workload"
    ]


def test_an_access_entry_lets_a_principal_in_and_puts_it_into_groups() -> None:
    entry = planned(
        ENTRY,
        inputs={"clusterName": "dev", "principalArn": "arn:x", "kubernetesGroups": ["strata:ads"]},
    )
    assert told([], [entry]) == [
        "+ principal arn:x: enters: cluster dev",
        "+ principal arn:x: is a member of: group strata:ads",
    ]


@pytest.mark.parametrize(
    ("scope", "where"),
    [
        ({"type": "cluster"}, "in every namespace"),
        ({"type": "namespace", "namespaces": ["b", "a"]}, "in namespace a, b"),
    ],
)
def test_an_access_policy_is_told_with_its_scope(scope: dict[str, Any], where: str) -> None:
    association = planned(
        ASSOCIATION,
        inputs={
            "principalArn": "arn:x",
            "clusterName": "dev",
            "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
            "accessScope": scope,
        },
    )
    assert told([], [association]) == [
        f"+ principal arn:x: has: access policy AmazonEKSViewPolicy {where}"
    ]


def role(*rules: dict[str, Any], kind: str = "Role") -> Planned:
    home = {"namespace": "ads"} if kind == "Role" else {}
    return planned(f"{RBAC}{kind}", inputs={"metadata": {"name": "r", **home}, "rules": [*rules]})


def binding(subject: dict[str, Any], *, kind: str = "RoleBinding", to: str = "Role") -> Planned:
    home = {"namespace": "ads"} if kind == "RoleBinding" else {}
    return planned(
        f"{RBAC}{kind}",
        inputs={
            "metadata": {"name": "b", **home},
            "roleRef": {"kind": to, "name": "r"},
            "subjects": [subject],
        },
    )


PODS = {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]}
ADMINS = {"kind": "Group", "name": "strata:ads:admin"}


@pytest.mark.parametrize(
    ("subject", "who"),
    [
        (ADMINS, "group strata:ads:admin"),
        ({"kind": "User", "name": "ann"}, "user ann"),
        ({"kind": "ServiceAccount", "name": "spark"}, "service account ads/spark"),
        (
            {"kind": "ServiceAccount", "name": "spark", "namespace": "jobs"},
            "service account jobs/spark",
        ),
    ],
)
def test_a_bound_role_is_told_by_whom_it_lets_do_what(subject: dict[str, Any], who: str) -> None:
    assert told([role(PODS)], [role(PODS), binding(subject)]) == [
        f"+ {who}: get, list: pods in namespace ads"
    ]


def test_a_role_whose_rules_grow_is_a_gain_of_those_that_are_bound() -> None:
    wider = PODS | {"verbs": ["get", "list", "delete"]}
    assert told([role(PODS), binding(ADMINS)], [role(wider), binding(ADMINS)]) == [
        "+ group strata:ads:admin: delete: pods in namespace ads"
    ]


def test_a_cluster_role_holds_where_it_is_bound() -> None:
    everywhere = role(PODS, kind="ClusterRole")
    in_one = binding(ADMINS, to="ClusterRole")
    in_all = binding(ADMINS, kind="ClusterRoleBinding", to="ClusterRole")
    assert told([everywhere, in_one], [everywhere, in_all]) == [
        "+ group strata:ads:admin: get, list: pods in every namespace",
        "- group strata:ads:admin: get, list: pods in namespace ads",
    ]


def test_a_role_of_another_plan_is_found_and_one_of_none_is_told_by_its_name() -> None:
    below = [stack(role(PODS, kind="ClusterRole"), name="dev-platform")]
    mine = stack(binding(ADMINS, to="ClusterRole"), name="dev-tenant-ads")
    assert [sentence(one) for one in access_changes(below, [*below, mine])] == [
        "+ group strata:ads:admin: get, list: pods in namespace ads"
    ]
    assert told([], [binding(ADMINS, to="ClusterRole")]) == [
        "+ group strata:ads:admin: has: ClusterRole r in namespace ads"
    ]


def network(spec: dict[str, Any]) -> Planned:
    return planned(
        NETWORK_POLICY, inputs={"metadata": {"name": "n", "namespace": "ads"}, "spec": spec}
    )


def test_a_policy_that_denies_by_default_is_a_loss() -> None:
    spec = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    said = "pods of namespace ads: receive only, send only: what a policy allows (limits)"
    assert told([], [network(spec)]) == [f"- {said}"]
    assert told([network(spec)], []) == [f"+ {said}"]


@pytest.mark.parametrize(
    ("rule", "way"),
    [
        (
            {"from": [{"podSelector": {"matchLabels": {"app": "x"}}}]},
            "pods app=x of namespace ads: reaches: pods of namespace ads on every port",
        ),
        (
            {
                "from": [{"namespaceSelector": {}}],
                "ports": [{"port": 80}, {"port": 1, "endPort": 9, "protocol": "UDP"}],
            },
            (
                "pods of any namespace: reaches: pods of namespace ads on tcp 80, "
                "pods of namespace ads on udp 1-9"
            ),
        ),
        (
            {"from": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}]},
            "10.0.0.0/8 but 10.1.0.0/16: reaches: pods of namespace ads on every port",
        ),
        ({}, "anyone: reaches: pods of namespace ads on every port"),
    ],
)
def test_a_way_in_that_a_policy_opens_is_a_gain(rule: dict[str, Any], way: str) -> None:
    closed = {"podSelector": {}, "policyTypes": ["Ingress"]}
    assert told([network(closed)], [network(closed | {"ingress": [rule]})]) == [f"+ {way}"]


def test_a_selector_reads_as_kubectl_takes_it() -> None:
    expressions = [
        {"key": "a", "operator": "Exists"},
        {"key": "b", "operator": "DoesNotExist"},
        {"key": "c", "operator": "In", "values": ["2", "1"]},
    ]
    closed = {"podSelector": {}, "policyTypes": ["Egress"]}
    peer = {"namespaceSelector": {"matchExpressions": expressions}, "podSelector": {}}
    assert told([network(closed)], [network(closed | {"egress": [{"to": [peer]}]})]) == [
        ("+ pods of namespace ads: sends to: pods of namespaces !b,a,c in (1,2) on every port")
    ]


def rule(type_: str, **more: Any) -> Planned:
    return planned(type_, inputs={"securityGroupId": "sg-1", "ipProtocol": "tcp"} | more)


@pytest.mark.parametrize(
    ("made", "way"),
    [
        (
            rule(INGRESS, cidrIpv4="0.0.0.0/0", fromPort=443, toPort=443),
            "0.0.0.0/0: reaches: security group sg-1 on tcp 443",
        ),
        (
            rule(INGRESS, referencedSecurityGroupId="sg-2", fromPort=1, toPort=9),
            "security group sg-2: reaches: security group sg-1 on tcp 1-9",
        ),
        (
            rule(EGRESS, prefixListId="pl-1", ipProtocol="-1"),
            "security group sg-1: sends to: prefix list pl-1 on every port",
        ),
        (
            planned(GROUP, "g", inputs={"ingress": [{"protocol": "-1", "self": True}]}),
            "security group ${g.id}: reaches: security group ${g.id} on every port",
        ),
    ],
)
def test_a_way_that_a_security_group_opens_is_a_gain(made: Planned, way: str) -> None:
    assert told([], [made]) == [f"+ {way}"]


@pytest.mark.parametrize(
    ("vpc", "who"),
    [
        ({}, ["+ 0.0.0.0/0: reaches: API endpoint of cluster dev"]),
        (
            {"publicAccessCidrs": ["203.0.113.0/24"]},
            ["+ 203.0.113.0/24: reaches: API endpoint of cluster dev"],
        ),
        ({"endpointPublicAccess": False}, []),
    ],
)
def test_a_public_endpoint_is_told_by_who_reaches_it(vpc: dict[str, Any], who: list[str]) -> None:
    assert told([], [planned(CLUSTER, inputs={"name": "dev", "vpcConfig": vpc})]) == who


def test_gains_come_first() -> None:
    before = [WORKLOAD, inline(statement(Action="s3:A"))]
    after = [WORKLOAD, inline(statement(Action="s3:Z"))]
    assert [one[0] for one in told(before, after)] == ["+", "-"]


def test_a_change_names_what_grants_it() -> None:
    policy = inline(statement())
    (change,) = access_changes([stack(WORKLOAD)], [stack(WORKLOAD, policy)])
    assert change.sources == (policy.urn,)


STATEMENTS = st.lists(
    st.builds(
        statement,
        Effect=st.sampled_from(["Allow", "Deny"]),
        Action=st.lists(st.sampled_from(["s3:Get*", "s3:PutObject"]), min_size=1, unique=True),
        Resource=st.sampled_from(["a", "b"]),
        Condition=st.sampled_from([{}, {"Bool": {"aws:SecureTransport": "true"}}]),
    ),
    max_size=3,
)


@given(STATEMENTS, STATEMENTS)
def test_what_is_gained_one_way_is_lost_the_other_way(old: Any, new: Any) -> None:
    before, after = [WORKLOAD, inline(*old)], [WORKLOAD, inline(*new)]
    turned = {"+": "-", "-": "+"}
    there = [f"{turned[one[0]]}{one[1:]}" for one in told(before, after)]
    assert sorted(there) == sorted(told(after, before))


def test_no_one_gains_from_plans_that_stay(dev: dict[str, Recording]) -> None:
    assert access_changes([*dev.values()], [*dev.values()]) == ()
