"""AlertTopic: an SNS topic that alerts are sent to, and who hears of them."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import Component


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertTopicArgs:
    """What a topic needs.

    Attributes:
        topic_name: Name of the topic.
        key_arn: Key that encrypts it.
        emails: Who gets a mail. Each person confirms once, by a link in the first mail; until then
            AWS sends nothing else.
    """

    topic_name: str
    key_arn: pulumi.Input[str]
    emails: tuple[str, ...]


class AlertTopic(Component):
    """A topic, and a mail to each address. Other ways, a pager or a chat, subscribe by themselves.

    Attributes:
        topic_arn: ARN of the topic.
    """

    TYPE = "strata:observability:AlertTopic"

    topic_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: AlertTopicArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts)
        topic = aws.sns.Topic(
            self.child("topic"),
            name=args.topic_name,
            kms_master_key_id=args.key_arn,
            opts=self.child_opts(),
        )
        for email in args.emails:
            aws.sns.TopicSubscription(
                self.child(email),
                topic=topic.arn,
                protocol="email",
                endpoint=email,
                opts=self.child_opts(),
            )
        self.topic_arn = topic.arn
        self.finish()
