"""TenantTopics: a tenant's Kafka topics on the platform's MSK cluster."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import names
from components.base import Component
from components.policy_documents import allow, document

# Source: https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
PORT = 9098
"""Port of brokers for whoever logs in with a role."""

REPLICAS = 3
IN_SYNC = 2
"""Brokers that have a message before it counts as written: one may be lost or restarted."""

_MILLISECONDS_AN_HOUR = 3_600_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """One topic.

    Attributes:
        partitions: How many readers of one group share the work. It can grow, never shrink; when it
            grows, keys move to other partitions.
        retention_hours: How long a message is kept.
    """

    partitions: int
    retention_hours: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TenantTopicsArgs:
    """What a tenant's topics need.

    Attributes:
        tenant: The tenant's name, and what each topic's name begins with.
        cluster_arn: ARN of the MSK cluster. Changing it makes every topic anew, and empty.
        topics: Topics, by `<entity>.<event>.v<number>`.
        protect: Whether they refuse to be deleted, with all messages in them.
    """

    tenant: str
    cluster_arn: str
    topics: Mapping[str, Topic]
    protect: bool


class TenantTopics(Component):
    """Topics that lose no acknowledged message with one broker.

    Attributes:
        topic_names: Names of all topics, known once they are there.
    """

    TYPE = "strata:tenancy:TenantTopics"

    topic_names: pulumi.Output[list[str]]

    def __init__(
        self, name: str, args: TenantTopicsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        made = [
            aws.msk.Topic(
                self.child(title),
                name=names.topic(args.tenant, title),
                cluster_arn=args.cluster_arn,
                partition_count=topic.partitions,
                replication_factor=REPLICAS,
                # Texts, as MSK tells them; a number would differ in every preview.
                configs=json.dumps(
                    {
                        "min.insync.replicas": str(IN_SYNC),
                        "retention.ms": str(topic.retention_hours * _MILLISECONDS_AN_HOUR),
                    }
                ),
                opts=self.child_opts(protect=args.protect),
            )
            for title, topic in args.topics.items()
        ]
        self.topic_names = pulumi.Output.all(*(one.name for one in made)).apply(
            lambda known: [str(one) for one in known]
        )
        self.finish()


def use_document(*, cluster_arn: str, tenant: str) -> str:
    """What a tenant's pods may do: write and read its topics, in groups of its own.

    Groups and transactions have names that begin with the tenant's and a dot.

    Source: https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
    """

    def own(kind: str) -> str:
        return f"{cluster_arn.replace(':cluster/', f':{kind}/', 1)}/{tenant}.*"

    return document(
        # A producer writes idempotently unless told otherwise, and needs the right to.
        allow(
            "Connect",
            ["kafka-cluster:Connect", "kafka-cluster:WriteDataIdempotently"],
            [cluster_arn],
        ),
        allow(
            "UseOwnTopics",
            [
                "kafka-cluster:DescribeTopic",
                "kafka-cluster:DescribeTopicDynamicConfiguration",
                "kafka-cluster:ReadData",
                "kafka-cluster:WriteData",
            ],
            [own("topic")],
        ),
        allow(
            "UseOwnGroups",
            [
                "kafka-cluster:AlterGroup",
                "kafka-cluster:DeleteGroup",
                "kafka-cluster:DescribeGroup",
            ],
            [own("group")],
        ),
        allow(
            "UseOwnTransactions",
            ["kafka-cluster:AlterTransactionalId", "kafka-cluster:DescribeTransactionalId"],
            [own("transactional-id")],
        ),
    )
