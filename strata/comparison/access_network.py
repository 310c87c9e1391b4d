"""Who reaches whom on the network: NetworkPolicies, security groups, the cluster's endpoint.

Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/ and
https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from strata.comparison.right import Effect, Granted, Right, joined, listed, of_type, opened
from strata.isolation.network import Policy
from strata.plan.recording import Recording

_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
_GROUP = "aws:ec2/securityGroup:SecurityGroup"
_RULES = {
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "ingress",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "egress",
    "aws:ec2/securityGroupRule:SecurityGroupRule": "",
}
_CLUSTER = "aws:eks/cluster:Cluster"

# Inputs that say who is at the other end of a security group's rule, and what they name.
_ENDS = {
    "cidrIpv4": "",
    "cidrIpv6": "",
    "cidrBlocks": "",
    "ipv6CidrBlocks": "",
    "prefixListId": "prefix list ",
    "prefixListIds": "prefix list ",
    "referencedSecurityGroupId": "security group ",
    "sourceSecurityGroupId": "security group ",
    "securityGroups": "security group ",
}
_EVERYWHERE = "0.0.0.0/0"


def rights(recordings: Sequence[Recording]) -> Iterator[Granted]:
    """Every way on the network that plans open, and every one that they close."""
    for one in of_type(recordings, _POLICY):
        inputs = opened(one.inputs)
        for right in _policy(inputs["metadata"].get("namespace", ""), inputs.get("spec") or {}):
            yield Granted(right, one.urn)
    for one in of_type(recordings, *_RULES):
        inputs = opened(one.inputs)
        way = _RULES[one.type] or inputs["type"]
        for right in _rule(f"security group {inputs['securityGroupId']}", way, inputs):
            yield Granted(right, one.urn)
    for one in of_type(recordings, _GROUP):
        inputs = opened(one.inputs)
        for way in ("ingress", "egress"):
            for rule in listed(inputs.get(way)):
                for right in _rule(f"security group ${{{one.name}.id}}", way, rule):
                    yield Granted(right, one.urn)
    yield from _endpoints(recordings)


def _endpoints(recordings: Sequence[Recording]) -> Iterator[Granted]:
    for one in of_type(recordings, _CLUSTER):
        inputs = opened(one.inputs)
        vpc = inputs.get("vpcConfig") or {}
        if vpc.get("endpointPublicAccess", True):
            for cidr in listed(vpc.get("publicAccessCidrs")) or [_EVERYWHERE]:
                endpoint = f"API endpoint of cluster {inputs.get('name') or one.name}"
                yield Granted(Right(subject=cidr, verb="reaches", object=endpoint), one.urn)


def _policy(namespace: str, spec: Mapping[str, Any]) -> Iterator[Right]:
    pods = _pods(namespace, spec.get("podSelector") or {})
    for direction in Policy(namespace=namespace, spec=spec).types:
        ingress = direction == "Ingress"
        yield Right(
            subject=pods,
            verb="receive only" if ingress else "send only",
            object="what a policy allows",
            effect=Effect.LIMITS,
        )
        for rule in listed(spec.get(direction.lower())):
            peers = listed(rule.get("from" if ingress else "to"))
            for peer in [_peer(namespace, one) for one in peers] or ["anyone"]:
                for port in [_port(one) for one in listed(rule.get("ports"))] or ["every port"]:
                    yield _way(pods, peer, port, ingress=ingress)


def _rule(group: str, way: str, rule: Mapping[str, Any]) -> Iterator[Right]:
    protocol = str(rule.get("ipProtocol", rule.get("protocol", "-1")))
    port = "every port"
    if protocol != "-1":
        first, last = rule.get("fromPort", -1), rule.get("toPort", -1)
        port = f"{protocol} {first}" if first == last else f"{protocol} {first}-{last}"
    ends = [f"{what}{end}" for name, what in _ENDS.items() for end in listed(rule.get(name))]
    for end in [*ends, *([group] if rule.get("self") else [])]:
        yield _way(group, end, port, ingress=way == "ingress")


def _way(held: str, other: str, port: str, *, ingress: bool) -> Right:
    """A way in or out of what a policy or security group holds."""
    if ingress:
        return Right(subject=other, verb="reaches", object=f"{held} on {port}")
    return Right(subject=held, verb="sends to", object=f"{other} on {port}")


def _peer(namespace: str, peer: Mapping[str, Any]) -> str:
    if block := peer.get("ipBlock"):
        gaps = listed(block.get("except"))
        return f"{block['cidr']} but {joined(gaps)}" if gaps else str(block["cidr"])
    pods = peer.get("podSelector") or {}
    if "namespaceSelector" not in peer:
        return _pods(namespace, pods)
    spaces = _selector(peer["namespaceSelector"] or {})
    return f"{_labelled('pods', pods)} of {f'namespaces {spaces}' if spaces else 'any namespace'}"


def _port(port: Mapping[str, Any]) -> str:
    number = port.get("port", "every port")
    last = f"-{port['endPort']}" if "endPort" in port else ""
    return f"{port.get('protocol', 'TCP').lower()} {number}{last}"


def _pods(namespace: str, selector: Mapping[str, Any]) -> str:
    return f"{_labelled('pods', selector)} of namespace {namespace}"


def _labelled(noun: str, selector: Mapping[str, Any]) -> str:
    labels = _selector(selector)
    return f"{noun} {labels}" if labels else noun


def _selector(selector: Mapping[str, Any]) -> str:
    """A label selector, as `kubectl --selector` takes it; empty if it finds all."""
    wanted = [f"{key}={value}" for key, value in (selector.get("matchLabels") or {}).items()]
    for one in listed(selector.get("matchExpressions")):
        values = joined(listed(one.get("values"))).replace(", ", ",")
        match one["operator"]:
            case "Exists":
                wanted.append(one["key"])
            case "DoesNotExist":
                wanted.append(f"!{one['key']}")
            case operator:
                wanted.append(f"{one['key']} {operator.lower()} ({values})")
    return ",".join(sorted(wanted))
