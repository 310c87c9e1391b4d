"""References: what an input names must exist.

One table by field name serves every kind of resource, because AWS and its provider use the same
word for the same thing everywhere; a kind says only where it differs.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from strata.rehearsal.cloud import tokens as t
from strata.rehearsal.cloud.aws_managed import ACCESS_POLICIES, MANAGED_POLICIES
from strata.rehearsal.cloud.inventory import Row
from strata.rehearsal.cloud.kind import Kind, Target
from strata.rehearsal.cloud.request import Request
from strata.rehearsal.cloud.signatures import suggestion

VPC = Target(type=t.VPC, thing="VPC")
SUBNET = Target(type=t.SUBNET, thing="subnet")
ROUTE_TABLE = Target(type=t.ROUTE_TABLE, thing="route table")
SECURITY_GROUP = Target(type=t.SECURITY_GROUP, thing="security group")
ROLE = Target(type=t.ROLE, thing="IAM role")
POLICY = Target(type=t.POLICY, thing="IAM policy")
CLUSTER = Target(type=t.CLUSTER, thing="EKS cluster")
QUEUE = Target(type=t.QUEUE, thing="SQS queue")
BUCKET = Target(type=t.BUCKET, thing="S3 bucket")
# AWS makes its own keys on first use.
# Source: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
KEY = Target(type=t.KEY, thing="KMS key", elsewhere=r"(arn:.*:)?alias/aws/.*")

FIELDS: Mapping[str, Target] = {
    "vpcId": VPC,
    "subnetId": SUBNET,
    "subnetIds": SUBNET,
    "routeTableId": ROUTE_TABLE,
    "routeTableIds": ROUTE_TABLE,
    "gatewayId": Target(type=t.INTERNET_GATEWAY, thing="internet gateway", elsewhere="local"),
    "natGatewayId": Target(type=t.NAT_GATEWAY, thing="NAT gateway"),
    "allocationId": Target(type=t.EIP, thing="elastic IP address"),
    "securityGroupIds": SECURITY_GROUP,
    "vpcSecurityGroupIds": SECURITY_GROUP,
    "roleArn": ROLE,
    "nodeRoleArn": ROLE,
    "serviceAccountRoleArn": ROLE,
    "permissionsBoundary": POLICY,
    "policyArn": POLICY,
    "kmsKeyId": KEY,
    "kmsKeyArn": KEY,
    "kmsMasterKeyId": KEY,
    "keyArn": KEY,
    "targetKeyId": KEY,
    "clusterName": CLUSTER,
    "queueUrl": QUEUE,
}

_AWS_POLICY = re.compile(r"arn:aws[a-z-]*:iam::aws:policy/(.+)")
_ACCESS_POLICY = re.compile(r"arn:aws[a-z-]*:eks::aws:cluster-access-policy/(.+)")


def resolve(request: Request, kind: Kind) -> list[Row]:
    """Find what the inputs refer to.

    Returns:
        What cannot be deleted while the resource exists.

    Raises:
        RefusedError: An input refers to nothing.
    """
    held = []
    for path, value, target in _referring(request.inputs, kind, ""):
        row = _referred(request, path, value, target)
        if row is not None and target.holds:
            held.append(row)
    return held


def _referring(
    inputs: Mapping[str, Any], kind: Kind, path: str
) -> Iterator[tuple[str, str, Target]]:
    for name, value in inputs.items():
        where = f"{path}.{name}" if path else name
        target = kind.references.get(where) or FIELDS.get(name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Mapping):
                yield from _referring(item, kind, where)
            elif isinstance(item, str) and item and target is not None:
                yield where, item, target


def _referred(request: Request, path: str, value: str, target: Target) -> Row | None:
    if re.fullmatch(target.elsewhere, value) or _is_made_by_aws(request, path, value):
        return None
    row = request.find(target.type, value)
    if row is None:
        raise request.refused(
            f"{path} = {value!r}: there is no such {target.thing}",
            "create it first and take the value from its output",
        )
    return row


def _is_made_by_aws(request: Request, path: str, value: str) -> bool:
    for pattern, known, thing in (
        (_AWS_POLICY, MANAGED_POLICIES, "AWS-managed policy"),
        (_ACCESS_POLICY, ACCESS_POLICIES, "EKS access policy"),
    ):
        match = pattern.fullmatch(value)
        if match is None:
            continue
        if match[1] not in known:
            raise request.refused(
                f"{path} = {value!r}: AWS has no such {thing} that the stand-in cloud knows",
                suggestion(match[1], known),
            )
        return True
    return False
