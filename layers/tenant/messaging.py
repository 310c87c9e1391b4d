"""A tenant's topics and queues."""

from collections.abc import Iterator

from components.base import Component
from components.tenancy.queues import TenantQueues, TenantQueuesArgs
from components.tenancy.topics import TenantTopics, TenantTopicsArgs
from layers.problem import ConfigError, Problem
from layers.tenant.args import TenantArgs
from layers.tenant.settings.messaging import TopicSettings


def topics(layer: Component, args: TenantArgs) -> TenantTopics | None:
    """Make the topics that the team asked for.

    Args:
        layer: Their parent.
        args: What the layer needs.

    Raises:
        ConfigError: It asked for some, and the platform has no Kafka.
    """
    wanted, cluster_arn = args.settings.data.topics, args.platform.kafka_cluster_arn
    source = f"stacks/Pulumi.{args.environment}-tenant-{args.tenant}.yaml"
    problems = list(kafka_problems(source, args.environment, wanted, cluster_arn))
    if problems:
        raise ConfigError(problems)
    if not wanted:
        return None
    return TenantTopics(
        layer.child("topics"),
        TenantTopicsArgs(
            tenant=args.tenant,
            cluster_arn=cluster_arn,
            topics={one.name: one.topic() for one in wanted},
            protect=args.lifecycle.protects_data,
        ),
        opts=layer.child_opts(),
    )


def kafka_problems(
    source: str, environment: str, wanted: tuple[TopicSettings, ...], cluster_arn: str
) -> Iterator[Problem]:
    """What is wrong with asking for topics, where they would be made.

    Args:
        source: Path of the tenant's stack file.
        environment: Environment.
        wanted: Topics that the file asks for.
        cluster_arn: ARN of the platform's Kafka; empty: it has none.
    """
    platform = f"stacks/Pulumi.{environment}-platform.yaml"
    if wanted and not cluster_arn:
        yield Problem(
            file=source,
            key="data.topics",
            rule="the platform has no Kafka to make them on",
            remedy=f"add kafka.clusterArn to {platform}, or remove the topics",
        )


def queue_args(args: TenantArgs) -> TenantQueuesArgs:
    """The queues that the team asked for."""
    return TenantQueuesArgs(
        environment=args.environment,
        tenant=args.tenant,
        account=args.cluster.account,
        region=args.cluster.region,
        queues={one.name: one.queue() for one in args.settings.data.queues},
        key_arn=args.cluster.key_arn,
    )


def queues(layer: Component, args: TenantArgs) -> TenantQueues | None:
    """Make the queues that the team asked for.

    Args:
        layer: Their parent.
        args: What the layer needs.
    """
    if not args.settings.data.queues:
        return None
    return TenantQueues(layer.child("queues"), queue_args(args), opts=layer.child_opts())
