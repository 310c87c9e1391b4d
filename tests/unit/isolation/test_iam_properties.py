"""What holds of every policy, whatever it says."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from strata.isolation.iam import Caller, Decision, Request, decide, statements

ROLE = "arn:aws:iam::111122223333:role/strata/dev/a"
ACTIONS = ("s3:GetObject", "s3:PutObject", "s3:ListBucket")
RESOURCES = ("arn:aws:s3:::b", "arn:aws:s3:::b/x", "arn:aws:s3:::b/ads/y")

Document = dict[str, Any]


def some(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


CONDITIONS = st.sampled_from(
    [
        {},
        {"Bool": {"aws:SecureTransport": "true"}},
        {"StringNotEquals": {"s3:prefix": "ads/"}},
        {"StringLikeIfExists": {"s3:prefix": "ads/*"}},
        {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/strata/*"}},
        {"ForAnyValue:StringEquals": {"aws:TagKeys": ["a", "b"]}},
    ]
)


def statement(effect: str, *principals: Any) -> st.SearchStrategy[Document]:
    """One statement of an effect; with principals, of a resource's policy."""
    return st.builds(
        lambda action, resource, condition, principal, names: {
            "Effect": effect,
            names[0]: action,
            names[1]: resource,
            "Condition": condition,
            **({"Principal": principal} if principals else {}),
        },
        some(*ACTIONS, "s3:*", "*", "s3:Get*"),
        some(*RESOURCES, "*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/${aws:PrincipalTag/t, 'ads'}/*"),
        CONDITIONS,
        st.sampled_from(principals or (None,)),
        st.tuples(
            st.sampled_from(["Action", "NotAction"]), st.sampled_from(["Resource", "NotResource"])
        ),
    )


WHOM = ("*", {"AWS": ROLE}, {"AWS": "111122223333"}, {"Service": "events.amazonaws.com"})


def document(*principals: Any) -> st.SearchStrategy[Document]:
    one = statement("Allow", *principals) | statement("Deny", *principals)
    return st.lists(one, max_size=3).map(
        lambda given: {"Version": "2012-10-17", "Statement": given}
    )


REQUESTS = st.builds(
    Request,
    action=st.sampled_from(ACTIONS),
    resource=st.sampled_from(RESOURCES),
    context=st.fixed_dictionaries(
        {},
        optional={
            "aws:SecureTransport": st.sampled_from(["true", "false"]),
            "s3:prefix": st.sampled_from(["ads/", "ads/x", ""]),
            "aws:TagKeys": st.sampled_from([("a",), ("c",), ("a", "c")]),
        },
    ),
)

Case = tuple[Document, Document | None, Document | None, Request]
CASES: st.SearchStrategy[Case] = st.tuples(
    document(), st.none() | document(), st.none() | document(*WHOM), REQUESTS
)


def decided(case: Case) -> Decision:
    own, boundary, of_resource, request = case
    caller = Caller(
        arn=ROLE,
        policies=statements(own),
        boundary=None if boundary is None else statements(boundary),
    )
    return decide(caller, request, None if of_resource is None else statements(of_resource))


def with_(document: Document | None, more: Document) -> Document:
    given = document["Statement"] if document else []
    return {"Version": "2012-10-17", "Statement": [*given, more]}


@settings(max_examples=60)
@given(CASES, statement("Deny"), st.integers(0, 2))
def test_a_deny_more_never_grants(case: Case, deny: Document, where: int) -> None:
    before = decided(case)
    parts: list[Any] = list(case)
    if where == 1 and parts[1] is None:
        return
    parts[where] = with_(parts[where], deny | ({"Principal": "*"} if where == 2 else {}))
    own, boundary, of_resource, request = parts
    after = decided((own, boundary, of_resource, request))
    assert before is Decision.ALLOWED or after is not Decision.ALLOWED
    assert before is not Decision.EXPLICIT_DENY or after is Decision.EXPLICIT_DENY


@settings(max_examples=60)
@given(CASES, document())
def test_a_boundary_never_widens(case: Case, boundary: Document) -> None:
    own, _, of_resource, request = case
    without = decided((own, None, of_resource, request))
    within = decided((own, boundary, of_resource, request))
    assert without is Decision.ALLOWED or within is not Decision.ALLOWED


@settings(max_examples=60)
@given(CASES, statement("Allow"))
def test_an_allow_more_never_takes_away(case: Case, allow: Document) -> None:
    own, boundary, of_resource, request = case
    if decided(case) is Decision.ALLOWED:
        more = with_(own, allow)
        assert decided((more, boundary, of_resource, request)) is Decision.ALLOWED


@settings(max_examples=60)
@given(CASES)
def test_the_order_of_statements_means_nothing(case: Case) -> None:
    own, boundary, of_resource, request = case
    reversed_ = own | {"Statement": own["Statement"][::-1]}
    assert decided((reversed_, boundary, of_resource, request)) is decided(case)
