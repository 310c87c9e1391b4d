"""TenantQueues: a tenant's SQS queues, each with one for what could not be worked on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component
from components.policy_documents import allow, allow_key, document

# The longest there is. What comes there keeps its age, so less would lose it sooner than seen.
# Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
_DEAD_LETTER_SECONDS = 14 * 24 * 3600
_SECONDS_AN_HOUR = 3600
# The longest there is: an empty answer is paid for like a full one.
_LONG_POLL_SECONDS = 20

_USE = (
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ReceiveMessage",
    "sqs:SendMessage",
)
_OPERATE = (
    "sqs:CancelMessageMoveTask",
    "sqs:ListDeadLetterSourceQueues",
    "sqs:ListMessageMoveTasks",
    "sqs:PurgeQueue",
    "sqs:StartMessageMoveTask",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    """One queue.

    Attributes:
        fifo: Whether messages of a group keep their order and come once. Changing it makes the
            queue anew, and empty.
        visibility_seconds: How long a message that somebody took is hidden from others.
        retention_hours: How long a message waits.
        max_receives: How often a message is given out before it goes to the dead-letter queue.
    """

    fifo: bool
    visibility_seconds: int
    retention_hours: int
    max_receives: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantQueuesArgs:
    """What a tenant's queues need.

    Attributes:
        environment: Environment.
        tenant: The tenant's name.
        account: AWS account.
        region: AWS region.
        queues: Queues, by name.
        key_arn: Key that encrypts them.
    """

    environment: str
    tenant: str
    account: str
    region: str
    queues: Mapping[str, Queue]
    key_arn: pulumi.Input[str]


class TenantQueues(Component):
    """Queues that are encrypted, and refuse whoever comes without TLS.

    Attributes:
        queue_urls: Address of each queue, by the name that the file gives it.
    """

    TYPE = "strata:tenancy:TenantQueues"

    queue_urls: pulumi.Output[dict[str, str]]

    def __init__(
        self, name: str, args: TenantQueuesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        self._args = args
        self.queue_urls = pulumi.Output.all(
            **{title: self._queue(title, queue).url for title, queue in args.queues.items()}
        )
        self.finish()

    def _queue(self, title: str, queue: Queue) -> aws.sqs.Queue:
        source = _arn(self._args, title, queue)
        dead_letters = aws.sqs.Queue(
            self.child(_dead_letters(title)),
            name=_name(self._args, _dead_letters(title), queue),
            message_retention_seconds=_DEAD_LETTER_SECONDS,
            # Nobody else's messages end there.
            redrive_allow_policy=json.dumps(
                {"redrivePermission": "byQueue", "sourceQueueArns": [source]}
            ),
            **self._shared(_arn(self._args, _dead_letters(title), queue), queue),
        )
        return aws.sqs.Queue(
            self.child(title),
            name=_name(self._args, title, queue),
            message_retention_seconds=queue.retention_hours * _SECONDS_AN_HOUR,
            visibility_timeout_seconds=queue.visibility_seconds,
            redrive_policy=dead_letters.arn.apply(
                lambda arn: json.dumps(
                    {"deadLetterTargetArn": arn, "maxReceiveCount": queue.max_receives}
                )
            ),
            **self._shared(source, queue),
        )

    def _shared(self, arn: str, queue: Queue) -> dict[str, Any]:
        """What a queue and the one for its dead letters have in common; SQS wants both FIFO."""
        ordered = {
            "fifo_queue": True,
            "content_based_deduplication": True,
            # Each group by itself, not the queue as a whole, may have 300 messages a second.
            "deduplication_scope": "messageGroup",
            "fifo_throughput_limit": "perMessageGroupId",
        }
        return {
            "kms_master_key_id": self._args.key_arn,
            "receive_wait_time_seconds": _LONG_POLL_SECONDS,
            "policy": queue_policy(arn),
            **(ordered if queue.fifo else {}),
            "opts": self.child_opts(),
        }


def _dead_letters(title: str) -> str:
    # An underscore again: no name in a file has one.
    return f"{title}_dead-letters"


def _name(args: TenantQueuesArgs, title: str, queue: Queue) -> str:
    ending = ".fifo" if queue.fifo else ""
    return names.message_queue(args.environment, args.tenant, title) + ending


def _arn(args: TenantQueuesArgs, title: str, queue: Queue) -> str:
    return f"arn:aws:sqs:{args.region}:{args.account}:{_name(args, title, queue)}"


def queue_policy(queue_arn: str) -> str:
    """Refuse whoever comes without TLS."""
    return document(
        {
            "Sid": "OnlyWithTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sqs:*",
            "Resource": queue_arn,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    )


def use_document(args: TenantQueuesArgs, key_arn: str) -> str:
    """What a tenant's pods may do: send, take and delete messages."""
    return _document(args, key_arn, _USE)


def operate_document(args: TenantQueuesArgs, key_arn: str) -> str:
    """What a tenant's people may do: that, and empty a queue or send dead letters back."""
    return _document(args, key_arn, (*_USE, *_OPERATE))


def _document(args: TenantQueuesArgs, key_arn: str, actions: tuple[str, ...]) -> str:
    pattern = names.message_queue(args.environment, args.tenant, "*")
    own = f"arn:aws:sqs:{args.region}:{args.account}:{pattern}"
    return document(
        # One pattern for all: those of a role share little room, and nobody else's has the
        # tenant's name before an underscore.
        allow("UseOwnQueues", actions, [own]),
        # Whoever sends makes a data key, and SQS checks that it can be read again.
        # Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
        allow_key(
            "EncryptMessages",
            ["kms:Decrypt", "kms:GenerateDataKey"],
            [key_arn],
            service="sqs",
            region=args.region,
            context={"aws:sqs:arn": own},
        ),
    )
