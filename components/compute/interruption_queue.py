"""InterruptionQueue: how Karpenter hears that AWS is about to take a node away."""

import json
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.base import Component

_EC2 = "aws.ec2"

# Source: https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/website/content/en/docs/getting-started/getting-started-with-karpenter/cloudformation.yaml
EVENTS: dict[str, dict[str, Any]] = {
    "health": {"source": ["aws.health"], "detail-type": ["AWS Health Event"]},
    "spot-interruption": {
        "source": [_EC2],
        "detail-type": ["EC2 Spot Instance Interruption Warning"],
    },
    "rebalance": {"source": [_EC2], "detail-type": ["EC2 Instance Rebalance Recommendation"]},
    "state-change": {"source": [_EC2], "detail-type": ["EC2 Instance State-change Notification"]},
    "reservation-interruption": {
        "source": [_EC2],
        "detail-type": ["EC2 Capacity Reservation Instance Interruption Warning"],
    },
}


@dataclass(frozen=True, kw_only=True, slots=True)
class InterruptionQueueArgs:
    """What an interruption queue needs.

    Attributes:
        queue_name: Name of the queue; Karpenter expects the cluster's.
    """

    queue_name: str


class InterruptionQueue(Component):
    """A queue that five rules fill: without it a Spot reclaim kills executors with no drain.

    Attributes:
        queue_arn: ARN of the queue.
        queue_name: Name of the queue.
    """

    TYPE = "strata:compute:InterruptionQueue"

    queue_arn: pulumi.Output[str]
    queue_name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: InterruptionQueueArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        queue = aws.sqs.Queue(
            self.child("queue"),
            name=args.queue_name,
            # A warning older than five minutes is about an instance that is gone.
            message_retention_seconds=300,
            sqs_managed_sse_enabled=True,
            opts=self.child_opts(),
        )
        aws.sqs.QueuePolicy(
            self.child("queue-policy"),
            queue_url=queue.url,
            policy=queue.arn.apply(queue_policy),
            opts=self.child_opts(),
        )
        for event, pattern in EVENTS.items():
            rule = aws.cloudwatch.EventRule(
                self.child(event),
                event_pattern=json.dumps(pattern),
                opts=self.child_opts(),
            )
            aws.cloudwatch.EventTarget(
                self.child(f"{event}-target"),
                rule=rule.name,
                arn=queue.arn,
                target_id="KarpenterInterruptionQueueTarget",
                opts=self.child_opts(),
            )
        self.queue_arn = queue.arn
        self.queue_name = queue.name
        self.finish()


def queue_policy(queue_arn: str) -> str:
    """Who may send: the two AWS services, and nobody without TLS."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "EventsMaySend",
                    "Effect": "Allow",
                    "Principal": {"Service": ["events.amazonaws.com", "sqs.amazonaws.com"]},
                    "Action": "sqs:SendMessage",
                    "Resource": queue_arn,
                },
                {
                    "Sid": "DenyHTTP",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "sqs:*",
                    "Resource": queue_arn,
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
            ],
        }
    )
