"""Who gains and who loses access between two plans, and who in AWS."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strata.comparison.access import access_changes
from strata.plan.recording import Planned, Recording
from tests.unit.comparison.planned import BUCKET, QUEUE, ROLE, planned, stack
from tests.unit.comparison.sentences import told

INLINE = "aws:iam/rolePolicy:RolePolicy"
POLICY = "aws:iam/policy:Policy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
POD_IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation"

WORKLOAD = planned(ROLE, "workload", inputs={"name": "dev-workload"})


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
