"""NetworkPolicy, evaluated: whether a connection is let through.

What Kubernetes documents, and nothing else: no plugin's own reading. A pod of the node's network
has the node's address, so no selector finds it and no policy holds it. A pod always reaches itself.

Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/ and
https://github.com/kubernetes/api/blob/v0.35.0/networking/v1/types.go
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import Any, Literal

Direction = Literal["Ingress", "Egress"]
Labels = Mapping[str, str]
Selector = Mapping[str, Any]

NAMESPACE_NAME = "kubernetes.io/metadata.name"
"""Label that Kubernetes itself gives to each namespace."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Port:
    """Where a connection goes to.

    Attributes:
        number: The port.
        protocol: `TCP`, `UDP` or `SCTP`.
    """

    number: int
    protocol: str = "TCP"


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """An end that is no pod: a node, a Service, AWS, the internet.

    Attributes:
        address: Its IP address.
    """

    address: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Pod:
    """An end that is a pod.

    Attributes:
        namespace: Its namespace.
        labels: Its labels.
        address: Its IP address; that of its node if it lives in the node's network.
        namespace_labels: Labels of its namespace, beside the one that says its name.
        ports: Its named ports.
        host_network: Whether it lives in the node's network.
    """

    namespace: str
    labels: Labels
    address: str
    namespace_labels: Labels = field(default_factory=dict)
    ports: Mapping[str, Port] = field(default_factory=dict)
    host_network: bool = False


End = Pod | Address


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """A NetworkPolicy.

    Attributes:
        namespace: Its namespace.
        spec: Its `spec`, as the API has it.
    """

    namespace: str
    spec: Mapping[str, Any]

    @property
    def types(self) -> Sequence[str]:
        """Directions that it holds; unsaid: ingress always, egress if it has rules for it."""
        said = self.spec.get("policyTypes")
        return said or ["Ingress", *(["Egress"] if self.spec.get("egress") else [])]

    def holds(self, pod: Pod, direction: Direction) -> bool:
        """Whether nothing passes the pod in a direction but what some policy allows."""
        return (
            not pod.host_network
            and pod.namespace == self.namespace
            and direction in self.types
            and selects(self.spec.get("podSelector", {}), pod.labels)
        )


def connects(policies: Iterable[Policy], source: End, target: End, port: Port) -> bool:
    """Whether a connection is let through: the source's policies and the target's must allow it.

    Args:
        policies: Every policy of the cluster.
        source: Who connects.
        target: Whom to.
        port: On which port of the target.

    Raises:
        ValueError: A policy says what the API would refuse, or what has no defined meaning.
    """
    if source == target:
        return True
    known = list(policies)
    return _lets(known, "Egress", source, target, port) and _lets(
        known, "Ingress", target, source, port
    )


def _lets(
    policies: Sequence[Policy], direction: Direction, held: End, other: End, port: Port
) -> bool:
    if isinstance(held, Address):
        return True
    holding = [one for one in policies if one.holds(held, direction)]
    # A port has the name that its own pod gives it.
    named = (held if direction == "Ingress" else other), port
    return not holding or any(
        _peers(one, rule.get("from" if direction == "Ingress" else "to"), other)
        and _ports(rule.get("ports"), *named)
        for one in holding
        for rule in one.spec.get(direction.lower()) or ()
    )


def _peers(policy: Policy, peers: Sequence[Mapping[str, Any]] | None, other: End) -> bool:
    return not peers or any(_peer(policy, peer, other) for peer in peers)


def _peer(policy: Policy, peer: Mapping[str, Any], other: End) -> bool:
    if not peer:
        raise ValueError("a peer of a network policy says nothing; remove it, or say who it is")
    if "ipBlock" in peer:
        if len(peer) > 1:
            raise ValueError("a peer of a network policy has a selector beside its ipBlock")
        return _in_block(peer["ipBlock"], other.address)
    if isinstance(other, Address) or other.host_network:
        return False
    if "namespaceSelector" in peer:
        labels = {**other.namespace_labels, NAMESPACE_NAME: other.namespace}
        home = selects(peer["namespaceSelector"], labels)
    else:
        home = other.namespace == policy.namespace
    return home and selects(peer.get("podSelector", {}), other.labels)


def _in_block(block: Mapping[str, Any], address: str) -> bool:
    whole, one = ip_network(block["cidr"]), ip_address(address)
    gaps = [ip_network(gap) for gap in block.get("except", ())]
    return one in whole and not any(one in gap for gap in gaps)


def _ports(ports: Sequence[Mapping[str, Any]] | None, target: End, asked: Port) -> bool:
    return not ports or any(_port(port, target, asked) for port in ports)


def _port(port: Mapping[str, Any], target: End, asked: Port) -> bool:
    protocol, number = port.get("protocol", "TCP"), port.get("port")
    if "endPort" in port and not isinstance(number, int):
        raise ValueError("a port of a network policy has an endPort without a number to begin at")
    match number:
        case None:
            return bool(protocol == asked.protocol)
        case str():
            named = target.ports.get(number) if isinstance(target, Pod) else None
            return named == asked and protocol == asked.protocol
        case _:
            last = port.get("endPort", number)
            return bool(protocol == asked.protocol and number <= asked.number <= last)


def selects(selector: Selector, labels: Labels) -> bool:
    """Whether a label selector finds labels; an empty one finds all.

    Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
    """
    wanted = selector.get("matchLabels") or {}
    return all(labels.get(key) == value for key, value in wanted.items()) and all(
        _expression(one, labels) for one in selector.get("matchExpressions") or ()
    )


def _expression(expression: Mapping[str, Any], labels: Labels) -> bool:
    value, values = labels.get(expression["key"]), expression.get("values", ())
    match expression["operator"]:
        case "In":
            return value in values
        case "NotIn":
            return value not in values
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
        case operator:
            raise ValueError(f"{operator!r} is no operator of a label selector")
