"""A report that says a little of everything."""

import json
from typing import Any

from strata.plan.recording import Planned, Recording
from strata.report.build import report
from strata.report.model import Report
from strata.wire import Secret
from tests.unit.comparison.planned import BUCKET, QUEUE, ROLE, SUBNET, VPC, planned, stack

PRIORITY = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
DATABASE = "aws:rds/instance:Instance"
GATEWAY = "aws:ec2/natGateway:NatGateway"
BUDGET = "aws:budgets/budget:Budget"
INLINE = "aws:iam/rolePolicy:RolePolicy"


def everything() -> Report:
    """What a change of a cluster, a new tenant and the end of another come to."""
    before = [_cluster(_before()), _tenant("old", "300")]
    after = [_cluster(_after()), _tenant("new", "200")]
    return report(before, after, targets=["dev"], revision="origin/main")


def nothing() -> Report:
    """What no change comes to."""
    return report([_cluster(_before())], [_cluster(_before())], targets=["dev"], revision="v1")


def large(count: int) -> Report:
    """What the end of many buckets, and as many new queues, come to."""
    before = [planned(BUCKET, f"bucket-{one}") for one in range(count)]
    after = [planned(QUEUE, f"queue-{one}") for one in range(count)]
    return report([stack(*before)], [stack(*after)], targets=["dev"], revision="origin/main")


def _cluster(resources: list[Planned]) -> Recording:
    return stack(*resources)


def _before() -> list[Planned]:
    return [
        planned("pulumi:providers:aws", "aws", inputs={"region": "eu-west-1"}),
        planned(VPC, "vpc", inputs={"cidrBlock": "10.0.0.0/16"}),
        _subnet("10.0.0.0/20"),
        planned(QUEUE, "kept"),
        planned(QUEUE, "fifo", inputs={"name": "fifo", "fifoQueue": True}),
        planned(BUCKET, "lake", inputs={"bucket": "lake"}),
        planned(BUCKET, "retained", retain=True),
        planned(DATABASE, "database", protect=True, inputs={"instanceClass": "db.none.large"}),
        planned(PRIORITY, "priority", inputs={"value": 1}),
        planned(BUCKET, "was", inputs={"tags": {"a": "b"}}),
        planned(QUEUE, "secret", inputs={"policy": Secret("hunter2")}, protect=True),
        planned("aws:x/y:Y", "unknown", inputs={"long": "x" * 300}),
        planned(ROLE, "role", inputs={"name": "dev-role"}),
        _rights("s3:GetObject", "s3:ListBucket"),
    ]


def _after() -> list[Planned]:
    return [
        planned("pulumi:providers:aws", "aws", inputs={"region": "eu-west-1"}),
        planned(VPC, "vpc", inputs={"cidrBlock": "10.1.0.0/16"}),
        _subnet("10.1.0.0/20"),
        planned(GATEWAY, "gateway", inputs={"subnetId": "${subnet.id}"}),
        planned(QUEUE, "kept"),
        planned(QUEUE, "fifo", inputs={"name": "fifo", "fifoQueue": False}),
        planned(BUCKET, "lake", inputs={"bucket": "sea"}),
        planned(PRIORITY, "priority", inputs={"value": 2}),
        planned(BUCKET, "is", aliases=("was",), inputs={"tags": {"a": "`c` | d"}}),
        planned(QUEUE, "secret", inputs={"policy": Secret("hunter3")}),
        planned("aws:x/y:Y", "unknown", inputs={"long": "y" * 300}),
        planned(ROLE, "role", inputs={"name": "dev-role"}),
        _rights("s3:GetObject", "s3:PutObject"),
    ]


def _subnet(cidr: str) -> Planned:
    inputs = {"vpcId": "${vpc.id}", "cidrBlock": cidr, "availabilityZone": "eu-west-1a"}
    return planned(SUBNET, "subnet", inputs=inputs)


def _rights(*actions: str) -> Planned:
    statement: dict[str, Any] = {"Effect": "Allow", "Action": actions, "Resource": "lake/*"}
    policy = json.dumps({"Statement": [statement]})
    return planned(INLINE, "rights", inputs={"role": "${role.id}", "policy": policy})


def _tenant(name: str, limit: str) -> Recording:
    stack_name = f"dev-tenant-{name}"
    budget = planned(
        BUDGET,
        f"{name}-budget",
        urn=f"urn:pulumi:{stack_name}::strata::{BUDGET}::{name}-budget",
        inputs={"limitAmount": limit},
    )
    return stack(budget, name=stack_name)
