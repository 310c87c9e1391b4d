"""A tenant's topics and queues."""

from collections import Counter
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field

from components.tenancy.queues import Queue
from components.tenancy.topics import Topic
from layers.settings import Settings, in_words

# No underscore: Kafka's metrics make one of each dot, so that two names could become one.
# Source: https://github.com/apache/kafka/blob/4.1.0/clients/src/main/java/org/apache/kafka/common/internals/Topic.java
TopicName = Annotated[
    str,
    in_words(
        "must be <entity>.<event>.v<number>, in lower-case letters, digits and dashes",
        "orders.created.v1",
        pattern=r"^[a-z][a-z0-9-]{0,62}\.[a-z][a-z0-9-]{0,62}\.v[1-9][0-9]{0,3}$",
    ),
]
# With environment, tenant and endings, 80 characters at most.
# Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
QueueName = Annotated[
    str,
    in_words(
        "must be lower-case letters, digits and dashes, 20 at most",
        "orders",
        pattern=r"^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$",
    ),
]


class TopicSettings(Settings):
    """A topic on the platform's Kafka. Three brokers have every message, two before it counts."""

    name: TopicName
    """Such as `orders.created.v1`; the tenant's name and a dot come before it. Changing it makes
    another topic and deletes this one with its messages; in prod the deletion is refused."""

    partitions: Annotated[int, Field(ge=1, le=100)] = 6
    """How many readers of one group share the work. It can grow, never shrink, and when it grows
    the messages of a key go to another partition than before."""

    retention_hours: Annotated[int, Field(ge=1, le=8760)] = 168
    """How long a message is kept."""

    def topic(self) -> Topic:
        """The topic as it is made."""
        return Topic(partitions=self.partitions, retention_hours=self.retention_hours)


class QueueSettings(Settings):
    """An SQS queue, and one for messages that could not be worked on, which stay there 14 days."""

    name: QueueName
    """Changing it makes another queue and deletes this one with its messages."""

    fifo: bool = False
    """Whether messages of a group keep their order and come once. Changing it replaces the queue:
    its messages are lost."""

    # Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
    visibility_seconds: Annotated[int, Field(ge=1, le=43_200)] = 300
    """How long a message that somebody took is hidden from others; longer than the work takes."""

    retention_hours: Annotated[int, Field(ge=1, le=336)] = 96
    """How long a message waits to be taken."""

    max_receives: Annotated[int, Field(ge=1, le=1000)] = 5
    """How often a message is given out before it is put aside."""

    def queue(self) -> Queue:
        """The queue as it is made."""
        return Queue(
            fifo=self.fifo,
            visibility_seconds=self.visibility_seconds,
            retention_hours=self.retention_hours,
            max_receives=self.max_receives,
        )


Named = TypeVar("Named", TopicSettings, QueueSettings)


def _each_name_once(items: tuple[Named, ...]) -> tuple[Named, ...]:
    twice = sorted(name for name, times in Counter(one.name for one in items).items() if times > 1)
    if twice:
        raise ValueError(f"must hold each name once; rename or remove the second {twice[0]}")
    return items


Topics = Annotated[tuple[TopicSettings, ...], AfterValidator(_each_name_once)]
Queues = Annotated[tuple[QueueSettings, ...], AfterValidator(_each_name_once)]
