"""The platform's Kafka."""

from typing import Annotated

from layers.settings import Settings, in_words

# The ARN of a serverless cluster ends in s and a number; nobody makes topics there by an API.
# Source: https://docs.aws.amazon.com/msk/latest/developerguide/msk-topic-operations-information.html
KafkaClusterArn = Annotated[
    str,
    in_words(
        "must be the ARN of a provisioned MSK cluster",
        "arn:aws:kafka:eu-west-1:111122223333:cluster/events/12345678-1234-1234-1234-123456789012-1",
        pattern=r"^arn:aws[a-z-]*:kafka:[a-z0-9-]+:[0-9]{12}:cluster/[A-Za-z0-9-]+/[0-9a-f-]{36}-[0-9]+$",
    ),
]


class KafkaSettings(Settings):
    """The MSK cluster that tenants' topics are made on."""

    cluster_arn: KafkaClusterArn
    """A cluster that exists, of this environment alone: Kafka 3.6 or later, three brokers or more,
    IAM access control, and a security group that lets port 9098 in from the cluster's nodes.
    Changing it makes every tenant's topics anew, and empty. `strata bootstrap`, run again, lets the
    tenants' deployer make topics there."""
