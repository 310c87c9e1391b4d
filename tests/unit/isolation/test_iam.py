"""AWS's own cases: what its documentation says of a request, the evaluator says too."""

from typing import Any

import pytest

from strata.isolation.iam import Caller, Decision, Request, decide, statements
from strata.isolation.iam_values import NotUnderstoodError

ACCOUNT = "123456789012"
USER = f"arn:aws:iam::{ACCOUNT}:user/carlossalazar"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/examplerole"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/examplerole/examplerolesession"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
LOGS = "arn:aws:s3:::amzn-s3-demo-bucket-carlossalazar-logs"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"

ALLOWED, IMPLICIT, EXPLICIT = Decision.ALLOWED, Decision.IMPLICIT_DENY, Decision.EXPLICIT_DENY

Statement = dict[str, Any]


def policy(*given: Statement) -> Statement:
    return {"Version": "2012-10-17", "Statement": list(given)}


def allow(actions: Any, resources: Any = "*", **more: Any) -> Statement:
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def deny(actions: Any, resources: Any = "*", **more: Any) -> Statement:
    return allow(actions, resources, **more) | {"Effect": "Deny"}


def by(principal: Any) -> Statement:
    return {"Principal": principal}


def asked(
    action: str,
    resource: str = f"{LOGS}/any",
    *,
    caller: str = ROLE,
    session: str = "",
    own: Statement | None = None,
    boundary: Statement | None = None,
    of_resource: Statement | None = None,
    context: dict[str, str] | None = None,
) -> Decision:
    """Decide one request."""
    return decide(
        Caller(
            arn=caller,
            session=session,
            policies=statements(own) if own else (),
            boundary=statements(boundary) if boundary else None,
        ),
        Request(action=action, resource=resource, context=context or {}),
        statements(of_resource) if of_resource else None,
    )


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
CARLOS = policy(
    allow(["s3:GetBucketLocation", "s3:ListAllMyBuckets"]),
    allow(["s3:PutObject", "s3:PutObjectAcl"], f"{LOGS}/*"),
)
LOGS_BUCKET = policy(
    allow(
        ["s3:AbortMultipartUpload", "s3:PutObject", "s3:GetObject"],
        f"{LOGS}/*",
        **by({"AWS": [USER]}),
    ),
    deny("s3:*", [LOGS, f"{LOGS}/*"], **by({"AWS": f"arn:aws:iam::{ACCOUNT}:user/other"})),
)


def test_what_nothing_allows_is_refused() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html."""
    assert asked("s3:GetObject") is IMPLICIT


def test_one_allow_of_either_policy_is_enough_within_an_account() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html."""
    both: dict[str, Any] = {"caller": USER, "own": CARLOS, "of_resource": LOGS_BUCKET}
    assert asked("s3:PutObject", **both) is ALLOWED
    assert asked("s3:PutObjectAcl", **both) is ALLOWED
    assert asked("s3:AbortMultipartUpload", **both) is ALLOWED
    assert asked("s3:DeleteObject", **both) is IMPLICIT


@pytest.mark.parametrize("where", ["own", "boundary", "of_resource"])
def test_an_explicit_deny_wins_wherever_it_stands(where: str) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html."""
    everything = allow("*")
    whom = by("*") if where == "of_resource" else {}
    given: dict[str, Any] = {"own": policy(everything), "boundary": policy(everything)}
    given[where] = policy(everything | whom, deny("s3:GetObject") | whom)
    assert asked("s3:GetObject", **given) is EXPLICIT


def test_a_boundary_grants_nothing() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html."""
    assert asked("s3:GetObject", boundary=policy(allow("*"))) is IMPLICIT


def test_a_boundary_limits_what_a_policy_grants() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html."""
    boundary = policy(allow(["s3:*", "cloudwatch:*", "ec2:*"]))
    assert asked("iam:CreateUser", "*", own=policy(allow("*")), boundary=boundary) is IMPLICIT
    assert asked("s3:GetObject", own=policy(allow("*")), boundary=boundary) is ALLOWED


RESOURCE_GRANTS = {
    "a user by its ARN": (USER, "", {"AWS": USER}, ALLOWED),
    "a role by its ARN": (ROLE, SESSION, {"AWS": ROLE}, IMPLICIT),
    "a session by its ARN": (ROLE, SESSION, {"AWS": SESSION}, ALLOWED),
    "everybody": (ROLE, SESSION, "*", ALLOWED),
    "the account": (ROLE, SESSION, {"AWS": ROOT}, IMPLICIT),
}


@pytest.mark.parametrize("named", RESOURCE_GRANTS)
def test_whom_a_bucket_names_decides_whether_a_boundary_limits_it(named: str) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html."""
    caller, session, principal, expected = RESOURCE_GRANTS[named]
    decision = asked(
        "s3:GetObject",
        caller=caller,
        session=session,
        boundary=policy(allow("sqs:*")),
        of_resource=policy(allow("s3:GetObject", f"{LOGS}/*", **by(principal))),
    )
    assert decision is expected


def test_an_account_as_principal_leaves_it_to_the_account_s_identities() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html."""
    bucket = policy(allow("s3:GetObject", f"{LOGS}/*", **by({"AWS": ACCOUNT})))
    assert asked("s3:GetObject", of_resource=bucket) is IMPLICIT
    reads = policy(allow("s3:GetObject", f"{LOGS}/*"))
    assert asked("s3:GetObject", own=reads, of_resource=bucket) is ALLOWED


def test_a_key_is_used_by_no_policy_alone_unless_its_own_lets_them_decide() -> None:
    """https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html."""
    uses = policy(allow("kms:Decrypt", KEY))
    delegates = policy(allow("kms:*", **by({"AWS": ROOT})))
    other = policy(allow("kms:*", **by({"AWS": f"arn:aws:iam::{ACCOUNT}:role/other"})))
    assert asked("kms:Decrypt", KEY, own=uses, of_resource=other) is IMPLICIT
    assert asked("kms:Decrypt", KEY, own=uses, of_resource=delegates) is ALLOWED
    assert asked("kms:Decrypt", KEY, of_resource=delegates) is IMPLICIT


def test_a_key_without_a_policy_of_ours_lets_the_account_s_policies_decide() -> None:
    """https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html."""
    assert asked("kms:Decrypt", KEY, own=policy(allow("kms:Decrypt", KEY))) is ALLOWED
    assert asked("kms:Decrypt", KEY) is IMPLICIT


def test_a_role_is_taken_only_by_whom_its_trust_policy_names() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html."""
    role = f"arn:aws:iam::{ACCOUNT}:role/target"
    anything = policy(allow("*"))
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", **by({"AWS": ROLE})}
    assert asked("sts:AssumeRole", role, own=anything) is IMPLICIT
    assert asked("sts:AssumeRole", role, of_resource=policy(trust)) is ALLOWED
    other: dict[str, Any] = {"caller": f"arn:aws:iam::{ACCOUNT}:role/another", "own": anything}
    assert asked("sts:AssumeRole", role, of_resource=policy(trust), **other) is IMPLICIT


def test_a_share_by_condition_needs_the_word_of_both_sides() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn."""
    readers = {"aws:PrincipalArn": [ROLE]}
    shares = allow("s3:GetObject", f"{LOGS}/curated/*", **by({"AWS": ROOT})) | {
        "Condition": {"ArnEquals": readers}
    }
    others = deny("s3:*", [LOGS, f"{LOGS}/*"], **by("*")) | {
        "Condition": {
            "ArnNotEquals": readers,
            "Bool": {"aws:PrincipalIsAWSService": "false"},
        }
    }
    bucket = policy(shares, others)
    reads = policy(allow("s3:GetObject", f"{LOGS}/curated/*"))
    everything = policy(allow("*"))
    stranger: dict[str, Any] = {"caller": f"arn:aws:iam::{ACCOUNT}:role/stranger"}
    shared = f"{LOGS}/curated/x"
    assert asked("s3:GetObject", shared, own=reads, of_resource=bucket) is ALLOWED
    assert asked("s3:GetObject", shared, of_resource=bucket) is IMPLICIT
    assert asked("s3:GetObject", own=reads, of_resource=bucket) is IMPLICIT
    assert asked("s3:GetObject", shared, own=everything, of_resource=bucket, **stranger) is EXPLICIT


def test_a_service_is_let_in_by_name() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html."""
    queue = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:queue"
    sends = policy(allow("sqs:SendMessage", queue, **by({"Service": "events.amazonaws.com"})))
    for service, expected in (("events", ALLOWED), ("sns", IMPLICIT)):
        caller = f"{service}.amazonaws.com"
        assert asked("sqs:SendMessage", queue, caller=caller, of_resource=sends) is expected


def test_actions_are_compared_without_case_and_resources_with_it() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html."""
    own = policy(allow("S3:getobject", f"{LOGS}/Report"))
    assert asked("s3:GetObject", f"{LOGS}/Report", own=own) is ALLOWED
    assert asked("s3:GetObject", f"{LOGS}/report", own=own) is IMPLICIT


@pytest.mark.parametrize(
    ("pattern", "action", "expected"),
    [
        ("s3:*", "s3:GetObject", ALLOWED),
        ("s3:Get?bject", "s3:GetObject", ALLOWED),
        ("s3:Get*", "s3:PutObject", IMPLICIT),
        ("*", "iam:CreateUser", ALLOWED),
    ],
)
def test_actions_have_wildcards(pattern: str, action: str, expected: Decision) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html."""
    assert asked(action, own=policy(allow(pattern))) is expected


def test_a_wildcard_of_an_arn_stays_in_its_part() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html."""
    queue = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:a:b"
    own = policy(allow("sqs:*", f"arn:aws:sqs:*:{ACCOUNT}:*"))
    assert asked("sqs:SendMessage", queue, own=own) is ALLOWED
    own = policy(allow("sqs:*", "arn:aws:*:a:b:c:d"))
    assert asked("sqs:SendMessage", queue, own=own) is IMPLICIT


def test_not_action_is_all_but_those() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html."""
    own = policy({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})
    assert asked("s3:GetObject", own=own) is ALLOWED
    assert asked("iam:CreateUser", own=own) is IMPLICIT


def test_not_resource_is_all_but_those() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html."""
    own = policy(
        allow("s3:*"),
        {"Effect": "Deny", "Action": "s3:*", "NotResource": [LOGS, f"{LOGS}/*"]},
    )
    assert asked("s3:GetObject", own=own) is ALLOWED
    assert asked("s3:GetObject", "arn:aws:s3:::other/any", own=own) is EXPLICIT


def test_a_variable_is_what_the_request_says() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html."""
    own = policy(allow("s3:GetObject", "arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*"))
    team = {"aws:PrincipalTag/team": "yellow"}
    assert asked("s3:GetObject", "arn:aws:s3:::bucket/yellow/x", own=own, context=team) is ALLOWED
    assert asked("s3:GetObject", "arn:aws:s3:::bucket/red/x", own=own, context=team) is IMPLICIT
    assert asked("s3:GetObject", "arn:aws:s3:::bucket/yellow/x", own=own) is IMPLICIT


def test_a_variable_s_value_holds_no_wildcard() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html."""
    own = policy(allow("s3:GetObject", "arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*"))
    team = {"aws:PrincipalTag/team": "*"}
    assert asked("s3:GetObject", "arn:aws:s3:::bucket/red/x", own=own, context=team) is IMPLICIT


def test_a_variable_may_have_a_default() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html."""
    own = policy(allow("s3:GetObject", "arn:aws:s3:::b/${aws:PrincipalTag/team, 'company-wide'}/*"))
    assert asked("s3:GetObject", "arn:aws:s3:::b/company-wide/x", own=own) is ALLOWED


def when(operator: str) -> Statement:
    return policy(allow("*", Condition={operator: {"aws:SourceIp": "10.0.0.0/8"}}))


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"Version": "2008-10-17", "Statement": []}, "policy version '2008-10-17'"),
        (policy(allow("*", NotPrincipal="*")), "policy element NotPrincipal"),
        (policy(allow("*") | {"Effect": "Maybe"}), "effect 'Maybe'"),
        (when("IpAddress"), "condition operator 'IpAddress'"),
        (when("StringMatches"), "condition operator 'StringMatches'"),
        (when("NullIfExists"), "condition operator 'NullIfExists'"),
        (
            when("ForAnyValue:StringLikeIfExists"),
            "condition operator 'ForAnyValue:StringLikeIfExists'",
        ),
    ],
)
def test_what_is_not_modelled_is_no_answer(document: Statement, message: str) -> None:
    with pytest.raises(NotUnderstoodError) as error:
        statements(document)
    assert str(error.value) == message


def test_a_principal_that_is_not_modelled_is_no_answer() -> None:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", **by({"Federated": "example.com"})}
    with pytest.raises(NotUnderstoodError) as error:
        asked("sts:AssumeRole", ROLE, of_resource=policy(trust))
    assert str(error.value) == "principal Federated 'example.com'"


def test_a_resource_that_is_no_arn_is_no_answer() -> None:
    with pytest.raises(NotUnderstoodError) as error:
        asked("s3:GetObject", own=policy(allow("s3:GetObject", "my-bucket")))
    assert str(error.value) == "'my-bucket' is compared with ARNs and is none"


def test_all_but_a_variable_without_value_is_no_answer() -> None:
    element = {
        "Effect": "Deny",
        "Action": "s3:*",
        "NotResource": "arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*",
    }
    with pytest.raises(NotUnderstoodError) as error:
        asked("s3:GetObject", own=policy(element))
    assert str(error.value) == "NotResource with a variable that has no value"
