"""What is true of network policies whatever they say."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from strata.isolation.network import Address, End, Pod, Policy, Port, connects

few = settings(max_examples=30)

NAMESPACES = ("ads", "search")
LABELS = st.dictionaries(st.sampled_from(["app", "role"]), st.sampled_from(["a", "b"]), max_size=2)
SELECTORS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    LABELS.map(lambda labels: {"matchLabels": labels}),
    st.sampled_from(["Exists", "DoesNotExist"]).map(
        lambda operator: {"matchExpressions": [{"key": "app", "operator": operator}]}
    ),
)
BLOCKS = st.sampled_from(
    [
        {"cidr": "10.0.0.0/8"},
        {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/9"]},
        {"cidr": "10.200.0.1/32"},
    ]
)
PEERS = st.one_of(
    BLOCKS.map(lambda block: {"ipBlock": block}),
    SELECTORS.map(lambda pods: {"podSelector": pods}),
    st.tuples(SELECTORS, SELECTORS).map(
        lambda both: {"namespaceSelector": both[0], "podSelector": both[1]}
    ),
)
PORTS = st.one_of(
    st.integers(1, 4).map(lambda port: {"port": port}),
    st.integers(1, 4).map(lambda port: {"port": port, "endPort": port + 2}),
    st.just({"protocol": "UDP"}),
    st.just({"port": "web"}),
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    said: dict[str, Any] = {"podSelector": draw(SELECTORS)}
    ports = st.lists(PORTS, max_size=2)
    for direction, peers in (("ingress", "from"), ("egress", "to")):
        rule = st.fixed_dictionaries({peers: st.lists(PEERS, max_size=2), "ports": ports})
        said[direction] = draw(st.lists(rule, max_size=2))
    said["policyTypes"] = draw(
        st.lists(st.sampled_from(["Ingress", "Egress"]), min_size=1, unique=True)
    )
    return Policy(namespace=draw(st.sampled_from(NAMESPACES)), spec=said)


POLICIES = st.lists(policies(), max_size=3)
PODS = st.builds(
    Pod,
    namespace=st.sampled_from(NAMESPACES),
    labels=LABELS,
    address=st.sampled_from(["10.1.0.1", "10.200.0.1"]),
    ports=st.just({"web": Port(number=2)}),
    host_network=st.booleans(),
)
ENDS: st.SearchStrategy[End] = st.one_of(
    PODS, st.sampled_from(["10.200.0.1", "8.8.8.8"]).map(lambda one: Address(address=one))
)
ASKED = st.builds(Port, number=st.integers(1, 6), protocol=st.sampled_from(["TCP", "UDP"]))


def everywhere(spec: dict[str, Any]) -> list[Policy]:
    return [Policy(namespace=one, spec={"podSelector": {}, **spec}) for one in NAMESPACES]


DENY_ALL = everywhere({"policyTypes": ["Ingress", "Egress"]})
ALLOW_ALL = everywhere({"policyTypes": ["Ingress", "Egress"], "ingress": [{}], "egress": [{}]})


@few
@given(POLICIES, policies(), ENDS, ENDS, ASKED)
def test_under_default_deny_a_further_policy_never_takes_away(
    known: list[Policy], further: Policy, source: End, target: End, port: Port
) -> None:
    before = connects([*DENY_ALL, *known], source, target, port)
    assert not before or connects([*DENY_ALL, *known, further], source, target, port)


@few
@given(POLICIES, ENDS, ENDS, ASKED)
def test_default_deny_beside_other_policies_gives_nothing(
    known: list[Policy], source: End, target: End, port: Port
) -> None:
    after = connects([*known, *DENY_ALL], source, target, port)
    assert not after or connects(known, source, target, port)


@few
@given(POLICIES, ENDS, ENDS, ASKED)
def test_allowing_all_leaves_nothing_denied(
    known: list[Policy], source: End, target: End, port: Port
) -> None:
    assert connects([*known, *ALLOW_ALL], source, target, port)


@few
@given(PODS, PODS, ASKED)
def test_default_deny_alone_lets_nothing_pass_between_pods(
    source: Pod, target: Pod, port: Port
) -> None:
    held = not (source.host_network and target.host_network) and source != target
    assert connects(DENY_ALL, source, target, port) is not held


@few
@given(POLICIES, ENDS, ENDS, ASKED)
def test_the_order_of_policies_means_nothing(
    known: list[Policy], source: End, target: End, port: Port
) -> None:
    there, back = connects(known, source, target, port), connects(known[::-1], source, target, port)
    assert there is back


@few
@given(policies(), ENDS, ENDS, ASKED)
def test_a_policy_holds_no_pod_of_another_namespace(
    policy: Policy, source: End, target: End, port: Port
) -> None:
    homes = {end.namespace for end in (source, target) if isinstance(end, Pod)}
    assert policy.namespace in homes or connects([policy], source, target, port)
